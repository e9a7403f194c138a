package dev.cairn.internal.migrate;

import dev.cairn.Status;
import dev.cairn.Status.DatabaseState;
import dev.cairn.internal.Backoff;
import dev.cairn.internal.DurationFormatter;
import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.LedgerHead;
import dev.cairn.internal.ledger.LedgerHistory;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.NumberedLedgerState;
import dev.cairn.internal.ledger.UnfinishedMigration;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.RecordedMigration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Determines the position of a database in the history of migrations, without holding the ledger. Another process may
 * change the position at any time, so code that acts on it determines it again while it holds the ledger.
 */
public final class StatusReader {
    private static final Duration FIRST_POLL_INTERVAL = Duration.ofMillis(50);
    private static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(1);

    private final MigratorContext context;
    private final ApplicationSchema application;
    private final StatusExceptions exceptions;

    public StatusReader(MigratorContext context) {
        this.context = context;
        this.application = context.application();
        this.exceptions = new StatusExceptions(application);
    }

    /** Returns the positions of the application and the database. */
    public Status readStatus() {
        return context.read(
                connection -> readStatus(connection, context.ledger().read(connection)));
    }

    /** Returns the migrations that are done. */
    public LedgerHistory readHistory() {
        return context.read(connection -> context.ledger().readHistory(connection));
    }

    /**
     * Returns the positions according to the newest state of the ledger.
     *
     * @throws HistoryMismatchException if migrations seem to have run in a database without a ledger
     */
    public Status readStatus(ServerConnection connection, Optional<NumberedLedgerState> entry) {
        new LostLedgerCheck(context).requireLedger(connection, entry);
        LedgerState state = NumberedLedgerState.stateOrInitial(entry);
        DatabaseState databaseState = hasReplacedMigrationInProgress(state)
                ? DatabaseState.TOO_OLD
                : readDatabaseState(connection, state.head());
        List<RecordedMigration> pendingMigrations = databaseState == DatabaseState.BEHIND
                ? application.migrationsBetween(state.head().number(), application.lastNumber())
                : List.of();
        boolean isAheadOrForeign = databaseState == DatabaseState.AHEAD || databaseState == DatabaseState.FOREIGN;
        List<RecordedMigration> repeatables = isAheadOrForeign
                ? List.of()
                : application.findDueRepeatables(state.repeatableMigrationState(), application.lastNumber());
        return new Status(
                application.schema().name(),
                databaseState,
                entry.map(NumberedLedgerState::sequenceNumber).orElse(0L),
                new Status.Position(state.head().number(), state.head().hash()),
                databaseState == DatabaseState.FOREIGN
                        ? findDivergentMigration(connection).flatMap(DivergentMigration::findEdited)
                        : Optional.empty(),
                pendingMigrations,
                repeatables,
                state.unfinishedMigration()
                        .map(unfinishedMigration -> new Status.MigrationInProgress(
                                unfinishedMigration.direction(),
                                unfinishedMigration.number(),
                                unfinishedMigration.hash())),
                state.completedStepNumbers(),
                state.openStepNumbers(),
                new CopyProgressReader(context).readCopies(connection, state),
                new Status.LedgerUse(
                        state.isOwned() ? Optional.of(state.ownerName()) : Optional.empty(),
                        state.unfinishedScript(),
                        state.repeatableMigrationState().isHookDue()),
                application.schema().hasUnrecordedChanges());
    }

    /**
     * Returns the position of a database relative to the application. Sends one more statement if the application does
     * not know the head of the database.
     */
    DatabaseState readDatabaseState(ServerConnection connection, LedgerHead head) {
        if (application.isKnown(head)) {
            return head.number() == application.lastNumber() ? DatabaseState.CURRENT : DatabaseState.BEHIND;
        }
        if (application.isReplaced(head)) {
            return DatabaseState.TOO_OLD;
        }
        LedgerHead expectedHead = application.head(application.lastNumber());
        if (head.number() <= expectedHead.number()) {
            return DatabaseState.FOREIGN;
        }
        boolean hasReachedExpectedHead = expectedHead.number() == 0
                || context.ledger().readHistory(connection).rows().stream()
                        .anyMatch(row -> row.head().equals(expectedHead));
        return hasReachedExpectedHead ? DatabaseState.AHEAD : DatabaseState.FOREIGN;
    }

    /**
     * Returns the number of the migration that a newer version of the application has begun after the last migration of
     * this one; empty if there is no such migration.
     */
    OptionalInt findNewerMigrationInProgress(LedgerState state) {
        return state.head().equals(application.head(application.lastNumber()))
                ? state.unfinishedMigration().stream()
                        .mapToInt(UnfinishedMigration::number)
                        .filter(number -> number > application.lastNumber())
                        .findFirst()
                : OptionalInt.empty();
    }

    /** Returns the exception for a database with a head that the application does not know. */
    MigrationException createUnknownHeadException(ServerConnection connection, LedgerHead head) {
        if (application.isReplaced(head)) {
            return exceptions.databaseTooOld("the database is at migration " + head.number());
        }
        return readDatabaseState(connection, head) == DatabaseState.AHEAD
                ? exceptions.databaseAhead(head)
                : createDivergedHistoryMismatchException(connection, head);
    }

    /**
     * Returns whether a migration is in progress, in either direction, that a checkpoint of this application replaced.
     */
    private boolean hasReplacedMigrationInProgress(LedgerState state) {
        return application.checkpoint().isPresent()
                && state.unfinishedMigration()
                        .filter(unfinishedMigration -> unfinishedMigration.number()
                                        < application.checkpoint().get().number()
                                || (unfinishedMigration.number()
                                                == application
                                                        .checkpoint()
                                                        .get()
                                                        .number()
                                        && !isCheckpointInProgress(state, unfinishedMigration)))
                        .isPresent();
    }

    /**
     * Returns whether the checkpoint itself is in progress: its steps have other hashes than the steps of the
     * replaced migration with the same number and hash.
     */
    private boolean isCheckpointInProgress(LedgerState state, UnfinishedMigration unfinishedMigration) {
        RecordedMigration checkpoint = application.checkpoint().orElseThrow();
        boolean isPossibleRun = unfinishedMigration.direction() == Direction.UPGRADE
                ? state.head().equals(LedgerHead.NONE)
                : application.isKnown(state.head()) && !checkpoint.downgrade().isEmpty();
        return isPossibleRun
                && state.hashByStepNumber().keySet().containsAll(state.startedStepNumbers())
                && RecordedStepTexts.of(checkpoint, unfinishedMigration.direction())
                        .findDifferences(state, false)
                        .isEmpty();
    }

    private Optional<DivergentMigration> findDivergentMigration(ServerConnection connection) {
        return DivergentMigration.findFirst(context.ledger().readHistory(connection), application);
    }

    private HistoryMismatchException createDivergedHistoryMismatchException(
            ServerConnection connection, LedgerHead head) {
        return context.ledger()
                .findSchemaNameWithSameIdentifier(connection)
                .map(originalSchemaName -> exceptions.copiedLedger(originalSchemaName, head))
                .orElseGet(() -> exceptions.divergedHistory(head, findDivergentMigration(connection)));
    }

    /**
     * Requires that the migration in progress, if there is one, can continue. An edited migration can continue if the
     * steps that were started have their original texts.
     *
     * @throws MigrationException if the migration in progress can't continue
     */
    void requireResumable(LedgerState state) {
        state.unfinishedMigration().ifPresent(unfinishedMigration -> requireResumable(state, unfinishedMigration));
    }

    /**
     * Requires that no script runs migrations in place of a migrator.
     *
     * @throws HistoryMismatchException if such a script has not ended: its statements would run a second time
     */
    void requireNoScript(LedgerState state) {
        state.unfinishedScript().ifPresent(scriptName -> {
            throw exceptions.scriptInProgress(scriptName);
        });
    }

    private void requireResumable(LedgerState state, UnfinishedMigration unfinishedMigration) {
        if (hasReplacedMigrationInProgress(state)) {
            throw exceptions.databaseTooOld("migration " + unfinishedMigration.number()
                    + (unfinishedMigration.direction() == Direction.UPGRADE ? " is in progress" : " is being reverted")
                    + " and was begun by a release without the checkpoint, or with a different text of it");
        }
        if (unfinishedMigration.number() > application.lastNumber()) {
            throw exceptions.unknownMigrationInProgress(unfinishedMigration);
        }
        RecordedMigration expectedMigration = application.migration(unfinishedMigration.number());
        boolean hasPresentHash = MigrationRunLedger.runHash(expectedMigration).equals(unfinishedMigration.hash());
        Direction direction = unfinishedMigration.direction();
        List<String> differences =
                RecordedStepTexts.of(expectedMigration, direction).findDifferences(state, hasPresentHash);
        if (!differences.isEmpty()) {
            throw exceptions.editedSteps(expectedMigration, direction, differences);
        }
    }

    /**
     * Requires that the database is ready for the application.
     *
     * @throws MigrationException.DatabaseNotCurrentException if it is not ready
     */
    public void requireCurrent() {
        Status status = readStatus();
        if (!status.isUsable()) {
            throw exceptions.notCurrent(
                    status, "Upgrade the database, or configure the application to wait for the upgrade.");
        }
    }

    /**
     * Waits until the database is ready for the application.
     *
     * @throws MigrationException.DatabaseNotCurrentException if it is not ready when the timeout has elapsed, or the
     *     thread is interrupted
     * @throws HistoryMismatchException if the history of the database has diverged, so that waiting is useless
     */
    public void awaitCurrent(Duration timeout) {
        Stopwatch stopwatch = context.settings().ticker().start();
        Backoff backoff = new Backoff(
                context.settings().ticker(),
                FIRST_POLL_INTERVAL,
                MAX_POLL_INTERVAL,
                () -> {},
                exceptions::waitInterrupted);
        Status status = readStatus();
        while (!status.isUsable() && status.databaseState() != DatabaseState.FOREIGN) {
            if (stopwatch.elapsed().compareTo(timeout) >= 0) {
                throw exceptions.notCurrent(
                        status,
                        "The timeout of " + DurationFormatter.format(timeout)
                                + " has elapsed: check the state of the upgrade.");
            }
            backoff.pause();
            status = readStatus();
        }
        if (status.databaseState() == DatabaseState.FOREIGN) {
            LedgerHead head =
                    new LedgerHead(status.head().number(), status.head().hash());
            throw context.read(connection -> createDivergedHistoryMismatchException(connection, head));
        }
    }
}
