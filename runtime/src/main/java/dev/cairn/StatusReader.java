package dev.cairn;

import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.ledger.Head;
import dev.cairn.internal.ledger.LedgerEntry;
import dev.cairn.internal.ledger.LedgerHistory;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.schema.Direction;
import dev.cairn.schema.HistoryException;
import dev.cairn.schema.NotCurrentException;
import dev.cairn.schema.RecordedMigration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Determines the position of a database in the history of migrations. */
final class StatusReader {
    private static final String INSTEAD = "et the application that began it end it; or, if you know how far it came,"
            + " mend the database by hand and stamp it.";

    private static final Duration FIRST_POLL = Duration.ofMillis(50);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

    private final MigratorContext workplace;
    private final ApplicationSchema application;

    StatusReader(MigratorContext workplace) {
        this.workplace = workplace;
        this.application = workplace.application();
    }

    /** Returns the positions of the application and the database. */
    Status status() {
        return workplace.connected(this::status);
    }

    /** Returns the migrations that are done. */
    LedgerHistory history() {
        return workplace.connected(link -> workplace.ledger().history(link));
    }

    private Status status(ServerConnection link) {
        Optional<LedgerEntry> entry = workplace.ledger().read(link);
        LedgerState state = entry.map(LedgerEntry::state).orElseGet(() -> LedgerState.first(""));
        Standing standing = standing(link, state.head());
        List<RecordedMigration> pending = standing == Standing.BEHIND
                ? application.migrations().subList(state.head().number(), application.last())
                : List.of();
        return new Status(
                application.schema().name(),
                standing,
                entry.map(LedgerEntry::sequence).orElse(0L),
                new Status.Position(state.head().number(), state.head().hash()),
                pending,
                state.run().map(run -> new Status.UnderWay(run.direction(), run.number(), run.hash())),
                state.done(),
                state.doing(),
                state.isOwned(),
                application.schema().pending());
    }

    /**
     * Returns the position of a database relative to the application. Sends one more statement if the application does
     * not know the head of the database.
     */
    Standing standing(ServerConnection link, Head head) {
        if (application.knows(head)) {
            return head.number() == application.last() ? Standing.CURRENT : Standing.BEHIND;
        }
        Head mine = application.head(application.last());
        if (head.number() <= mine.number()) {
            return Standing.FOREIGN;
        }
        boolean passed = mine.number() == 0
                || workplace.ledger().history(link).rows().stream()
                        .anyMatch(row -> new Head(row.number(), row.hash()).equals(mine));
        return passed ? Standing.AHEAD : Standing.FOREIGN;
    }

    /** Returns the failure for a database whose history has diverged from that of the application. */
    HistoryException foreign(Head head) {
        Head mine = application.head(application.last());
        return new HistoryException(
                application.where(),
                "the database stands at migration " + head.number() + " (" + head.hash()
                        + "), which this application does not know, and which did not come after its own last one, "
                        + (mine.number() == 0 ? "of which there is none" : mine.number() + " (" + mine.hash() + ")"),
                "Deploy the application with which the database was upgraded last. If that was a branch that is gone,"
                        + " take the database back with it to the last migration that both know.");
    }

    /**
     * Requires that the migration under way can continue: an edited migration can if the steps that were started have
     * their original texts.
     */
    void requireResumable(LedgerState state) {
        state.run().ifPresent(run -> requireResumable(state, run));
    }

    private void requireResumable(LedgerState state, UnfinishedMigration run) {
        if (run.number() > application.last()) {
            throw new HistoryException(
                    application.where(),
                    "migration " + run.number() + " (" + run.hash()
                            + ") is under way, and this application has no migration of that number",
                    "L" + INSTEAD);
        }
        RecordedMigration mine = application.migration(run.number());
        boolean same = mine.hash().equals(run.hash());
        Direction direction = run.direction();
        List<String> differences = StepTexts.of(mine, direction).differencesFrom(state, same);
        if (!differences.isEmpty()) {
            throw new HistoryException(
                    application.where(mine),
                    "the migration is " + (direction == Direction.UPGRADE ? "under way" : "being taken back")
                            + ", and was edited in steps that were begun: " + String.join("; ", differences),
                    "Give these steps their texts back, and edit only later ones. Otherwise l" + INSTEAD);
        }
    }

    /** Requires that the database is ready for the application. */
    void requireCurrent() {
        Status status = status();
        if (!status.isUsable()) {
            throw notCurrent(status, "Upgrade the database, or let the application wait until that is done.");
        }
    }

    /** Waits until the database is ready for the application. */
    void awaitCurrent(Duration timeout) {
        Stopwatch watch = workplace.settings().ticker().start();
        Duration pause = FIRST_POLL;
        Status status = status();
        while (!status.isUsable() && status.standing() != Standing.FOREIGN) {
            if (watch.elapsed().compareTo(timeout) >= 0) {
                throw notCurrent(
                        status, "It was waited for " + timeout.toSeconds() + " s: see what became of its upgrade.");
            }
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : pause.multipliedBy(2);
            status = status();
        }
        if (status.standing() == Standing.FOREIGN) {
            throw foreign(new Head(status.head().number(), status.head().hash()));
        }
    }

    private void sleep(Duration pause) {
        try {
            workplace.settings().ticker().sleep(pause);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NotCurrentException(
                    application.where(),
                    "the thread was interrupted while it waited for the database",
                    "Nothing is lost: wait again.",
                    stopped);
        }
    }

    private NotCurrentException notCurrent(Status status, String remedy) {
        String happened = status.run().isPresent()
                ? "migration " + status.run().get().number() + " is under way"
                : status.standing() == Standing.FOREIGN
                        ? "the database stands at migration " + status.head().number() + ", which is another one here"
                        : status.pending().size() + " migrations are not done yet, the first is "
                                + status.pending().get(0).name();
        return new NotCurrentException(application.where(), happened, remedy);
    }
}
