package dev.cairn.internal.migrate;

import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.Backoff;
import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.ledger.RepeatableMigrationState;
import dev.cairn.internal.migrate.MigrationPath.DirectedMigration;
import dev.cairn.internal.reflection.LoadState;
import dev.cairn.internal.run.MigrationRun;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunLabel;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress.HookMoment;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs the migrations of a plan, and the hooks before and after them, while this migrator holds the ledger. */
final class MigrationPathRun {
    private final MigratorContext context;
    private final ApplicationSchema application;
    private final MigratorSettings settings;
    private final UpgradeHookCaller hookCaller;
    private final HeldLedger heldLedger;
    private final MigrationRunPlan plan;
    private final PreparedRun preparedRun;
    /** The change of the ledger's state that is not written yet: the next write includes it. */
    private LedgerTransition pendingTransition = LedgerTransition.UNCHANGED;

    MigrationPathRun(
            MigratorContext context,
            UpgradeHookCaller hookCaller,
            HeldLedger heldLedger,
            MigrationRunPlan plan,
            PreparedRun preparedRun) {
        this.context = context;
        this.application = context.application();
        this.settings = context.settings();
        this.hookCaller = hookCaller;
        this.heldLedger = heldLedger;
        this.plan = plan;
        this.preparedRun = preparedRun;
    }

    /** Runs the migrations, and releases the ledger; may be called only once. */
    void run() {
        MigrationPathPreparer pathPreparer = prepareOrRelease(this::createPathPreparer);
        List<PreparedMigration> preparedRepeatables =
                prepareOrRelease(() -> pathPreparer.prepareRepeatables(plan.repeatables()));
        callHooksBeforeUpgrade();
        try (MigrationRun run = context.createRun(preparedRun.profile())) {
            for (DirectedMigration directedMigration : plan.path().migrations()) {
                runMigration(run, directedMigration, pathPreparer);
            }
            for (PreparedMigration preparedMigration : preparedRepeatables) {
                runRepeatable(run, preparedMigration);
            }
        }
        callHooksAfterUpgrade();
        heldLedger.release(pendingTransition);
    }

    private MigrationPathPreparer createPathPreparer() {
        ServerProfile profile = preparedRun.profile();
        MigrationPreparation preparation = MigrationPreparation.forRun(
                        application.schema().name(),
                        new Engine(profile),
                        new Session(preparedRun.databaseName()),
                        settings.placeholders(),
                        heldLedger.acquiredSequence())
                .withMigrations(application.migrations())
                .forTarget(application.chooseTarget(profile));
        return new MigrationPathPreparer(plan.path(), preparation);
    }

    private void callHooksBeforeUpgrade() {
        if (plan.isUpgrade() && !plan.migrations().isEmpty()) {
            hookCaller.callHooks(HookMoment.BEFORE_UPGRADE, heldLedger, pendingTransition);
            pendingTransition = hookCaller.hasHookAfterUpgrade()
                    ? (state, sequence) -> state.withHookDue(true)
                    : LedgerTransition.UNCHANGED;
        }
    }

    private void callHooksAfterUpgrade() {
        if (plan.isUpgrade() && hookCaller.hasHookAfterUpgrade() && !plan.isEmpty()) {
            heldLedger.write(pendingTransition);
            hookCaller.callHooks(HookMoment.AFTER_UPGRADE, heldLedger, LedgerTransition.UNCHANGED);
            pendingTransition = (state, sequence) -> state.withHookDue(false);
        }
    }

    private void runMigration(
            MigrationRun run, DirectedMigration directedMigration, MigrationPathPreparer pathPreparer) {
        MigrationRunLedger runLedger = new MigrationRunLedger(
                heldLedger,
                prepareOrRelease(() -> pathPreparer.prepare(directedMigration)),
                () -> pathPreparer.prepareOppositeSteps(directedMigration),
                pendingTransition,
                preparedRun.completedStepsTransition());
        Stopwatch stopwatch = settings.ticker().start();
        runOrRelease(() -> run.run(runLedger.preparedMigration(), runLedger), runLedger::createStopTransition);
        HistoryRow row = settings.createHistoryRow(
                directedMigration.migration(), stopwatch.elapsed().toMillis());
        pendingTransition =
                runLedger.createCompletionTransition(row, plan.path().headAfter(directedMigration));
    }

    private void runRepeatable(MigrationRun run, PreparedMigration preparedMigration) {
        RepeatableRunLedger runLedger = new RepeatableRunLedger(heldLedger, preparedMigration, pendingTransition);
        Stopwatch stopwatch = settings.ticker().start();
        runOrRelease(
                () -> {
                    awaitEarlierLoads(run, preparedMigration);
                    run.run(preparedMigration, runLedger);
                },
                runLedger::createStopTransition);
        RecordedMigration migration = preparedMigration.migration();
        pendingTransition = runLedger.createCompletionTransition(settings.createHistoryRow(
                0, migration.name(), migration.hash(), stopwatch.elapsed().toMillis()));
    }

    /**
     * Waits for loads that an interrupted run of a repeatable migration has left running: otherwise, their rows would
     * be added to the rows of the new run.
     */
    private void awaitEarlierLoads(MigrationRun run, PreparedMigration preparedMigration) {
        LedgerState state = heldLedger.entry().state();
        Optional<RepeatableMigrationState.UnfinishedRun> interruptedRun = state.repeatableMigrationState()
                .findUnfinishedRun(preparedMigration.migration().name());
        if (interruptedRun.isEmpty()) {
            return;
        }
        run.releaseConnections();
        RunLabel runLabel = new RunLabel(interruptedRun.get().sequence(), state.identifier());
        Backoff backoff = settings.createBackoff(application.place());
        for (int stepNumber = 1; stepNumber <= interruptedRun.get().stepCount(); stepNumber++) {
            String loadLabel = runLabel.createLoadLabel(application.schema().name(), 0, stepNumber);
            // The text may have changed since, so the database of the load is unknown.
            while (context.read(connection -> LoadState.readInAnyDatabase(connection, loadLabel))
                    == LoadState.RUNNING) {
                backoff.pause();
            }
        }
    }

    private <T> T prepareOrRelease(Supplier<T> preparation) {
        return heldLedger.prepareOrRelease(pendingTransition, preparation);
    }

    /**
     * Runs a migration. If it fails, or the server refuses a query between two steps, the progress is recorded, and the
     * ledger is released. After any other failure, the connection or the ledger is lost; the ledger is then released
     * when its lease expires.
     */
    private void runOrRelease(Runnable work, Supplier<LedgerTransition> stopTransitionSupplier) {
        try {
            work.run();
        } catch (StepFailedException
                | UncertainStepException
                | MissingGrantException
                | MissingConsentException failure) {
            throw heldLedger.releaseAfterFailure(stopTransitionSupplier.get(), failure);
        } catch (ServerRefusalException refusal) {
            throw heldLedger.releaseAfterFailure(stopTransitionSupplier.get(), context.createRefusalException(refusal));
        }
    }
}
