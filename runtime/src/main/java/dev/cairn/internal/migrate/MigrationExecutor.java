package dev.cairn.internal.migrate;

import dev.cairn.MigrationResult;
import dev.cairn.PlannedMigration;
import dev.cairn.Status.DatabaseState;
import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.ledger.NumberedLedgerState;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.reflection.ServerClock;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.Progress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Runs migrations, up and down. The ledger is held for the whole run, so no other migrator interferes between two
 * migrations. If nothing is pending, the ledger is not acquired.
 */
public final class MigrationExecutor {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final MigratorContext context;
    private final ApplicationSchema application;
    private final MigratorSettings settings;
    private final StatusReader statusReader;
    private final UpgradeHookCaller hookCaller;

    public MigrationExecutor(MigratorContext context) {
        this.context = context;
        this.application = context.application();
        this.settings = context.settings();
        this.statusReader = new StatusReader(context);
        this.hookCaller = new UpgradeHookCaller(context);
    }

    /**
     * Runs all pending migrations.
     *
     * @throws HistoryMismatchException if the records have changes that no migration records, or if the history of the
     *     database does not fit the migrations of the application
     */
    public MigrationResult upgrade() {
        requireRecordedSchema();
        return migrate(Direction.UPGRADE, state -> application.lastNumber());
    }

    /** Runs the pending migrations up to the given one. */
    public MigrationResult upgradeTo(int number) {
        application.requireNumber(number);
        return migrate(Direction.UPGRADE, state -> Math.max(number, state.head().number()));
    }

    /** Reverts the migrations after the given one. */
    public MigrationResult downgradeTo(int number) {
        application.requireNumber(number);
        return migrate(
                Direction.DOWNGRADE, state -> Math.min(number, state.head().number()));
    }

    /** Returns the migrations that {@link #upgrade} would run, with their statements. */
    public List<PlannedMigration> plan() {
        return plan(state -> application.lastNumber());
    }

    /** Returns the migrations that {@link #upgradeTo} would run, with their statements. */
    public List<PlannedMigration> planTo(int number) {
        application.requireNumber(number);
        return plan(state -> Math.max(number, state.head().number()));
    }

    private List<PlannedMigration> plan(ToIntFunction<LedgerState> targetNumberFunction) {
        return context.read(connection -> {
            Optional<NumberedLedgerState> entry = context.ledger().read(connection);
            LedgerState state = NumberedLedgerState.stateOrInitial(entry);
            if (requireKnownHistory(connection, state) == DatabaseState.AHEAD
                    || statusReader.findNewerMigrationInProgress(state).isPresent()) {
                return List.of();
            }
            MigrationRunPlan plan = createPlan(state, Direction.UPGRADE, targetNumberFunction);
            if (plan.migrations().isEmpty()) {
                return List.of();
            }
            requireCompleteLedger(connection, entry, plan);
            return new MigrationPreview(context).listMigrations(connection, state, plan);
        });
    }

    private void requireRecordedSchema() {
        if (application.schema().isStale()) {
            throw new HistoryMismatchException(
                    application.place(),
                    "the records were compiled without the root of their schema",
                    "Compile the whole module again.");
        }
        if (application.schema().hasUnrecordedChanges()) {
            throw new HistoryMismatchException(
                    application.place(),
                    "the records have changes that are not recorded as a migration",
                    "Record them (cairn record \"what changed\", mvn cairn:record -Dcairn.message=\"what changed\" or"
                            + " gradle cairnRecord --message=\"what changed\"), and deploy the new version.");
        }
    }

    private MigrationResult migrate(Direction direction, ToIntFunction<LedgerState> targetNumberFunction) {
        return context.callWithReconnection((connection, beforeFirstChange) ->
                acquireAndMigrate(connection, beforeFirstChange, direction, targetNumberFunction));
    }

    private MigrationResult acquireAndMigrate(
            ServerConnection connection,
            Runnable beforeFirstChange,
            Direction direction,
            ToIntFunction<LedgerState> targetNumberFunction) {
        Optional<NumberedLedgerState> entry = context.ledger().read(connection);
        LedgerState startState = NumberedLedgerState.stateOrInitial(entry);
        if (requireKnownHistory(connection, startState) == DatabaseState.AHEAD) {
            return skipOrRefuseNewerDatabase(startState.head().number(), direction);
        }
        if (leavesMigrationToNewerVersion(startState, direction)) {
            return skipForNewerVersion(startState);
        }
        MigrationRunPlan plan = createPlan(startState, direction, targetNumberFunction);
        if (plan.isEmpty()) {
            return new MigrationResult(plan.path().startNumber(), plan.path().startNumber(), List.of());
        }
        requireCompleteLedger(connection, entry, plan);
        String databaseName = context.connectionFactory().requireDatabaseName(connection);
        ServerProfile profile = context.readProfileForChanges(connection);
        if (plan.path().hasDowngrade()) {
            List<PreparedMigration> preparedMigrations =
                    MigrationPathPreparer.prepareAll(plan.path(), settings, profile, databaseName, List.of());
            requireRevertible(connection, preparedMigrations, profile, startState);
        }
        CompletedStepsTransition completedStepsTransition = new CompletedStepsTransition();
        Optional<Instant> serverTime = plan.hasLoads() ? ServerClock.readInstant(connection) : Optional.empty();
        PreparedRun preparedRun =
                new PreparedRun(profile, databaseName, direction, targetNumberFunction, completedStepsTransition);
        beforeFirstChange.run();
        return context.ledger()
                .callWhileHeld(
                        connection,
                        profile.toString(),
                        serverTime,
                        completedStepsTransition,
                        heldLedger -> settings.callWithReleaseOnShutdown(heldLedger, completedStepsTransition, () -> {
                            requireSameLedger(heldLedger, startState);
                            return migrateWhileHeld(heldLedger, preparedRun);
                        }));
    }

    /** Requires the user's consent to a downgrade, and that its copies can be made. */
    private void requireRevertible(
            ServerConnection connection,
            List<PreparedMigration> preparedMigrations,
            ServerProfile profile,
            LedgerState startState) {
        new DowngradeConsentCheck(application, settings).requireConsent(preparedMigrations, profile);
        // A migration that has begun has changed the tables already.
        if (startState.unfinishedMigration().isEmpty()) {
            new DowngradeRowCheck(application, new SchemaReflection(context.connectionFactory(), profile))
                    .requireCopyableRows(preparedMigrations, connection);
        }
    }

    private MigrationRunPlan createPlan(
            LedgerState state, Direction direction, ToIntFunction<LedgerState> targetNumberFunction) {
        statusReader.requireResumable(state);
        MigrationRunPlan plan = MigrationRunPlan.of(
                application,
                state,
                direction,
                targetNumberFunction.applyAsInt(state),
                hookCaller.hasHookAfterUpgrade());
        if (!plan.isEmpty()) {
            statusReader.requireNoScript(state);
        }
        return plan;
    }

    /**
     * Returns the outcome for a database that a newer version of the application has upgraded further. An upgrade is a
     * no-op; a downgrade fails, because this application does not have the statements for it.
     */
    private MigrationResult skipOrRefuseNewerDatabase(int number, Direction direction) {
        String problem = "the database is at migration " + number + ", but the last migration of this application is "
                + application.lastNumber();
        if (direction == Direction.DOWNGRADE) {
            throw new HistoryMismatchException(
                    application.place(),
                    problem,
                    "Downgrade it with the application that upgraded it: only that application contains the"
                            + " downgrade.");
        }
        LOG.log(Level.WARNING, () -> application.place() + ": " + problem + "; the database is not changed");
        return new MigrationResult(number, number, List.of());
    }

    /**
     * Returns whether a newer version of the application has begun a migration after those of this version, and the run
     * leaves that migration to it. A downgrade does not: it would have to revert that migration first.
     */
    private boolean leavesMigrationToNewerVersion(LedgerState state, Direction direction) {
        return direction == Direction.UPGRADE
                && statusReader.findNewerMigrationInProgress(state).isPresent();
    }

    private MigrationResult skipForNewerVersion(LedgerState state) {
        int number = state.head().number();
        LOG.log(
                Level.WARNING,
                () -> application.place() + ": a newer version of the application has begun migration "
                        + statusReader.findNewerMigrationInProgress(state).orElseThrow()
                        + ", and all migrations of this version are done; the database is not changed");
        return new MigrationResult(number, number, List.of());
    }

    /**
     * Requires that the application knows the last migration of a database, or that a newer version of the application
     * has upgraded the database further.
     *
     * @throws MigrationException if the database was migrated by another application, or has not reached the checkpoint
     *     of this application
     */
    private DatabaseState requireKnownHistory(ServerConnection connection, LedgerState state) {
        DatabaseState databaseState = statusReader.readDatabaseState(connection, state.head());
        if (databaseState == DatabaseState.FOREIGN || databaseState == DatabaseState.TOO_OLD) {
            throw statusReader.createUnknownHeadException(connection, state.head());
        }
        return databaseState;
    }

    /**
     * Requires that the ledger is complete, as far as this can be detected. A ledger that was lost, or restored from an
     * old backup, lacks migrations that ran.
     */
    private void requireCompleteLedger(
            ServerConnection connection, Optional<NumberedLedgerState> entry, MigrationRunPlan plan) {
        if (plan.path().migrations().isEmpty()) {
            return;
        }
        entry.ifPresent(lastEntry ->
                context.ledger().requireExplainedHistory(connection, lastEntry, application.numbersWithoutSteps()));
        new LostLedgerCheck(context).requireLedger(connection, entry);
    }

    /** Requires that the ledger was not lost while this migrator waited for it. */
    private void requireSameLedger(HeldLedger heldLedger, LedgerState startState) {
        if (startState.hasBegun() && !heldLedger.entry().state().hasBegun()) {
            LostLedgerCheck lostLedgerCheck = new LostLedgerCheck(context);
            context.read(connection -> lostLedgerCheck.findLedgerLoss(connection, Optional.of(heldLedger.entry())))
                    .ifPresent(ledgerLoss -> {
                        throw heldLedger.releaseAfterFailure(LedgerTransition.UNCHANGED, ledgerLoss);
                    });
        }
    }

    /**
     * Runs the migrations while this migrator holds the ledger. Another migrator may have run them all while this one
     * waited for the ledger.
     */
    private MigrationResult migrateWhileHeld(HeldLedger heldLedger, PreparedRun preparedRun) {
        LedgerState state = heldLedger.entry().state();
        if (!application.isKnown(state.head())) {
            heldLedger.release();
            // A newer release may have upgraded the database while this migrator waited for the ledger.
            return context.read(connection -> {
                if (requireKnownHistory(connection, state) == DatabaseState.AHEAD) {
                    return skipOrRefuseNewerDatabase(state.head().number(), preparedRun.direction());
                }
                throw statusReader.createUnknownHeadException(connection, state.head());
            });
        }
        if (leavesMigrationToNewerVersion(state, preparedRun.direction())) {
            heldLedger.release();
            return skipForNewerVersion(state);
        }
        MigrationRunPlan plan = heldLedger.prepareOrRelease(
                LedgerTransition.UNCHANGED,
                () -> createPlan(state, preparedRun.direction(), preparedRun.targetNumberFunction()));
        Stopwatch stopwatch = settings.ticker().start();
        try {
            settings.listener().accept(new Progress.RunStarted(plan.migrations()));
            new MigrationPathRun(context, hookCaller, heldLedger, plan, preparedRun).run();
            settings.listener().accept(new Progress.RunEnded(plan.migrations(), stopwatch.elapsed()));
        } catch (RuntimeException | Error failure) {
            settings.publishFailure(new Progress.RunFailed(stopwatch.elapsed(), failure), failure);
            throw failure;
        }
        return new MigrationResult(
                plan.path().startNumber(), heldLedger.entry().state().head().number(), plan.migrations());
    }
}
