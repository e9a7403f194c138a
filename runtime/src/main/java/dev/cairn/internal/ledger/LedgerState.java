package dev.cairn.internal.ledger;

import dev.cairn.upgrade.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The progress of a schema's migrations, and the owner that may continue them.
 *
 * <pre>{@code
 * holding.write((state, sequence) -> state.committed(row).begun(Direction.UPGRADE, 5, hash, sequence).doing(1));
 * }</pre>
 *
 * @param born a random identifier in the first state, which distinguishes this ledger from earlier ones in the same
 *     database; empty in a ledger that an older Cairn created, until no migration is in progress
 * @param run empty if no migration is in progress
 * @param done the completed steps of the run, counted from 1
 * @param doing the steps that were started and whose completion is not recorded
 * @param texts the hashes of the texts of the started and completed steps
 *     ({@link dev.cairn.migration.MigrationHash#ofStep}), by step number; a step that only an older Cairn has seen is
 *     missing
 * @param owner the token of the owner; empty if the ledger is free
 * @param by the token of the migrator that wrote the state, by which each migrator recognizes its own states
 * @param lease how long the owner may be silent
 * @param profile the profile of the server, as in {@code 4.1/shared-nothing}
 * @param log the commits that the history view lacks
 * @param repeatedWork the repeatable migrations that are done, and the hook that is due
 */
public record LedgerState(
        Head head,
        String born,
        Optional<UnfinishedMigration> run,
        SortedSet<Integer> done,
        SortedSet<Integer> doing,
        SortedMap<Integer, String> texts,
        String owner,
        String by,
        Duration lease,
        String profile,
        HistoryExtent history,
        List<HistoryRow> log,
        RepeatedWork repeatedWork) {
    /** The maximum number of rows to write into one state, which is stored in the comment of a view. */
    public static final int MOST_ROWS = 40;

    private static final SortedSet<Integer> NO_STEPS = Collections.emptySortedSet();

    public LedgerState {
        done = Collections.unmodifiableSortedSet(new TreeSet<>(done));
        doing = Collections.unmodifiableSortedSet(new TreeSet<>(doing));
        SortedMap<Integer, String> hashes = new TreeMap<>(texts);
        hashes.keySet().retainAll(union(done, doing));
        texts = Collections.unmodifiableSortedMap(hashes);
        log = List.copyOf(log);
    }

    /** Returns the state before the first migration, without an owner. */
    public static LedgerState first(String profile) {
        return new LedgerState(
                Head.NONE,
                "",
                Optional.empty(),
                NO_STEPS,
                NO_STEPS,
                Collections.emptySortedMap(),
                "",
                "",
                Duration.ZERO,
                profile,
                HistoryExtent.NONE,
                List.of(),
                RepeatedWork.NONE);
    }

    /**
     * Parses a state.
     *
     * @throws LedgerFormatException if the text is not a state, or was written by a newer Cairn
     */
    public static LedgerState parse(String text) {
        return StateReader.read(text);
    }

    /** Returns the text that {@link #parse} reads. */
    public String format() {
        return StateWriter.text(this);
    }

    /** Returns the steps that were begun, whether they are done or not. */
    public SortedSet<Integer> begun() {
        SortedSet<Integer> steps = new TreeSet<>(done);
        steps.addAll(doing);
        return steps;
    }

    public boolean isOwned() {
        return !owner.isEmpty();
    }

    /**
     * Returns whether this state contains the work that another one of the same ledger recorded, whichever migrator did it.
     * Returns false if that is uncertain.
     *
     * @param before the state before the recording one; its work does not count as recorded
     */
    boolean includes(LedgerState before, LedgerState recording) {
        boolean isTurned = recording.head.number() < before.head.number();
        boolean heads = isTurned ? head.equals(recording.head) : head.number() >= recording.head.number();
        return heads
                && born.equals(recording.born)
                && (recording.hasStepsOf(before) || includesSteps(recording))
                && repeatedWork.includes(before.repeatedWork, recording.repeatedWork);
    }

    /** Returns whether the steps are contained: since they were recorded, the run may have continued or ended. */
    private boolean includesSteps(LedgerState recording) {
        if (recording.run.isEmpty()) {
            return true;
        }
        if (run.equals(recording.run)) {
            return done.containsAll(recording.done) && begun().containsAll(recording.doing);
        }
        UnfinishedMigration ended = recording.run.get();
        return (ended.direction() == Direction.UPGRADE) == (head.number() >= ended.number());
    }

    private boolean hasStepsOf(LedgerState other) {
        return run.equals(other.run) && done.equals(other.done) && doing.equals(other.doing);
    }

    /**
     * Sets the identifier of the ledger if it has none. A migration that an older Cairn started labels its loads
     * without an identifier, and is completed first.
     */
    LedgerState born(String word) {
        return born.isEmpty() && run.isEmpty() ? copy(draft -> draft.born = word) : this;
    }

    /** Starts a migration in the state with this sequence. */
    public LedgerState begun(Direction direction, int number, String hash, long sequence) {
        return over(head)
                .with(Optional.of(new UnfinishedMigration(direction, number, sequence, hash)), NO_STEPS, NO_STEPS);
    }

    /**
     * Continues the run with a migration of this hash, whose steps have these texts. The texts of steps that were not
     * started are dropped.
     */
    public LedgerState goingOnWith(String hash, SortedMap<Integer, String> stepTexts) {
        UnfinishedMigration now = run.orElseThrow();
        UnfinishedMigration going = new UnfinishedMigration(now.direction(), now.number(), now.sequence(), hash);
        return copy(draft -> {
            draft.run = Optional.of(going);
            draft.texts = stepTexts;
        });
    }

    /** Records that a step was started. */
    public LedgerState doing(int step) {
        return with(run, done, plus(doing, step));
    }

    /** Records that a step is complete. */
    public LedgerState done(int step) {
        return with(run, plus(done, step), minus(doing, step));
    }

    /** Resets a started step, as if it had not been started. */
    public LedgerState again(int step) {
        return with(run, minus(done, step), minus(doing, step));
    }

    /** Ends the run of an upgrade: its migration becomes the head. */
    public LedgerState committed(HistoryRow row) {
        return over(new Head(row.number(), row.hash())).withLog(plus(log, List.of(row)));
    }

    /** Ends the run of a downgrade: this parent becomes the head. Repeatable migrations will run again. */
    public LedgerState undone(Head parent) {
        return over(parent)
                .with(repeatedWork.again())
                .withLog(log.stream()
                        .filter(row -> row.number() <= parent.number())
                        .toList());
    }

    /** Records that a repeatable migration with so many steps begins in the state with this sequence. */
    public LedgerState repeating(String name, long sequence, int steps) {
        return with(repeatedWork.begin(name, sequence, steps));
    }

    /** Records that a repeatable migration is done. */
    public LedgerState repeated(String name, HistoryRow row) {
        return with(repeatedWork.done(name, row.hash())).withLog(plus(log, List.of(row)));
    }

    /** Records whether the hook after the upgrade has to be called. */
    public LedgerState hook(boolean due) {
        return with(repeatedWork.hook(due));
    }

    private LedgerState with(RepeatedWork newRepeated) {
        return copy(draft -> draft.repeatedWork = newRepeated);
    }

    /** Sets the head and discards a run that was in progress; rows beyond the head are removed from the history. */
    public LedgerState stamped(Head newHead, List<HistoryRow> rows) {
        return undone(newHead).withLog(plus(undone(newHead).log, rows));
    }

    public LedgerState withProfile(String newProfile) {
        return copy(draft -> draft.profile = newProfile);
    }

    LedgerState ownedBy(String token, Duration newLease) {
        return copy(draft -> {
            draft.owner = token;
            draft.lease = newLease;
        });
    }

    LedgerState writtenBy(String token) {
        return copy(draft -> draft.by = token);
    }

    LedgerState released() {
        return ownedBy("", Duration.ZERO);
    }

    /** Records that the history view is up to date. */
    LedgerState written(HistoryExtent extent) {
        return copy(draft -> {
            draft.history = extent;
            draft.log = List.of();
        });
    }

    /** Returns whether the history view has fewer or more rows than there are completed migrations. */
    boolean isHistoryBehind() {
        return !log.isEmpty() || history.last() > head.number();
    }

    private LedgerState with(
            Optional<UnfinishedMigration> newRun, SortedSet<Integer> nowDone, SortedSet<Integer> nowDoing) {
        return copy(draft -> {
            draft.run = newRun;
            draft.done = nowDone;
            draft.doing = nowDoing;
        });
    }

    /** Returns the state without a run. */
    private LedgerState over(Head newHead) {
        return copy(draft -> {
            draft.head = newHead;
            draft.run = Optional.empty();
            draft.done = NO_STEPS;
            draft.doing = NO_STEPS;
        });
    }

    private LedgerState withLog(List<HistoryRow> newLog) {
        return copy(draft -> draft.log = newLog);
    }

    private LedgerState copy(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.state();
    }

    /** The parts of a state while a copy of it is made. */
    private static final class Draft {
        private Head head;
        private String born;
        private Optional<UnfinishedMigration> run;
        private SortedSet<Integer> done;
        private SortedSet<Integer> doing;
        private SortedMap<Integer, String> texts;
        private String owner;
        private String by;
        private Duration lease;
        private String profile;
        private HistoryExtent history;
        private List<HistoryRow> log;
        private RepeatedWork repeatedWork;

        Draft(LedgerState state) {
            this.head = state.head;
            this.born = state.born;
            this.run = state.run;
            this.done = state.done;
            this.doing = state.doing;
            this.texts = state.texts;
            this.owner = state.owner;
            this.by = state.by;
            this.lease = state.lease;
            this.profile = state.profile;
            this.history = state.history;
            this.log = state.log;
            this.repeatedWork = state.repeatedWork;
        }

        LedgerState state() {
            return new LedgerState(
                    head, born, run, done, doing, texts, owner, by, lease, profile, history, log, repeatedWork);
        }
    }

    /** Adds rows; a migration that was run again replaces its former row. */
    private static List<HistoryRow> plus(List<HistoryRow> rows, Collection<HistoryRow> more) {
        List<HistoryRow> all = new ArrayList<>(rows);
        for (HistoryRow row : more) {
            all.removeIf(row::replaces);
            all.add(row);
        }
        return all;
    }

    private static SortedSet<Integer> plus(SortedSet<Integer> steps, int step) {
        SortedSet<Integer> more = new TreeSet<>(steps);
        more.add(step);
        return more;
    }

    private static SortedSet<Integer> union(SortedSet<Integer> some, SortedSet<Integer> others) {
        SortedSet<Integer> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    private static SortedSet<Integer> minus(SortedSet<Integer> steps, int step) {
        SortedSet<Integer> less = new TreeSet<>(steps);
        less.remove(step);
        return less;
    }
}
