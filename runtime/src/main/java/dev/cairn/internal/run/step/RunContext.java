package dev.cairn.internal.run.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.Backoff;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.copy.CopyProgress;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.internal.polling.CancellationSignal;
import dev.cairn.internal.polling.StepCancelledException;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunLedger;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.evidence.ObservedDefinition;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.QueryMatcher;
import dev.cairn.profile.ServerProfile;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import dev.cairn.upgrade.RecordedMigration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The context of all steps of one run of a migration; steps that run in parallel change only its {@link ParallelState}.
 */
public record RunContext(
        String schemaName,
        InspectedServer server,
        PreparedMigration preparedMigration,
        RunLedger ledger,
        MigratorSettings settings,
        ParallelState parallelState) {
    /** The server on which the migration runs, and the reader of its definitions. */
    public record InspectedServer(ServerProfile profile, SchemaReflection reflection) {}

    /**
     * The state that parallel steps share.
     *
     * @param copyProgressByTable the progress of copies into the new tables of rebuilds, by the name of the new table;
     *     thread-safe
     * @param transferStateByStepNumber the states of transfers of grants, by the number of their step; thread-safe
     * @param repeatableWarnings the warnings of {@link #warnOnce}; thread-safe
     * @param observedDefinition the definition that the last step has read, which may belong to the previous migration
     */
    public record ParallelState(
            CancellationSignal cancellation,
            Map<ObjectName, CopyProgress> copyProgressByTable,
            Map<Integer, GrantTransfer.TransferState> transferStateByStepNumber,
            Set<String> repeatableWarnings,
            AtomicReference<@Nullable ObservedDefinition> observedDefinition) {}

    /** Returns the context with another ledger. */
    public RunContext withLedger(RunLedger newLedger) {
        return new RunContext(schemaName, server, preparedMigration, newLedger, settings, parallelState);
    }

    public ServerProfile profile() {
        return server.profile;
    }

    public SchemaReflection reflection() {
        return server.reflection;
    }

    public CancellationSignal cancellation() {
        return parallelState.cancellation;
    }

    public Map<ObjectName, CopyProgress> copyProgressByTable() {
        return parallelState.copyProgressByTable;
    }

    Map<Integer, GrantTransfer.TransferState> transferStateByStepNumber() {
        return parallelState.transferStateByStepNumber;
    }

    /** Keeps a definition for the next step. */
    public void rememberObservedDefinition(@Nullable ObservedDefinition definition) {
        parallelState.observedDefinition.set(definition);
    }

    /**
     * Returns and removes the definition that the last step has read, because the next step may change it; null if
     * there is none.
     */
    @Nullable
    public ObservedDefinition takeObservedDefinition() {
        return parallelState.observedDefinition.getAndSet(null);
    }

    public RecordedMigration migration() {
        return preparedMigration.migration();
    }

    /** Returns the variables of the session in which a step runs. */
    public Map<String, String> collectSessionVariables(RunStep step) {
        if (step instanceof RunStep.TransactionStep transactionStep) {
            return collectSessionVariables(transactionStep.firstStep());
        }
        if (!(step instanceof StatementStep statementStep)
                || statementStep.session().valueByVariable().isEmpty()) {
            return migration().session();
        }
        Map<String, String> sessionVariables = new LinkedHashMap<>(migration().session());
        sessionVariables.putAll(statementStep.session().valueByVariable());
        return sessionVariables;
    }

    public HistoryPlace place() {
        return HistoryPlace.in(schemaName).migration(migration().name());
    }

    public HistoryPlace place(RunStep step) {
        return place().step(step.number(), step.subject());
    }

    public OptionValues optionValues() {
        return settings.values();
    }

    public RebuildOptions rebuildOptions() {
        return optionValues().get(MigratorOption.REBUILD);
    }

    public Ticker ticker() {
        return settings.ticker();
    }

    public void publish(Progress progress) {
        settings.listener().accept(progress);
    }

    /**
     * Reports that a step begins. Call it before the ledger is checked, because a listener may be slow, and the
     * statement must follow the check at once.
     */
    public void publishBegin(RunStep step) {
        publish(new Progress.StepStarted(migration(), step.plannedStep()));
    }

    public void publishWait(RunStep step, String reason) {
        publish(new Progress.StepWaiting(migration(), step.plannedStep(), reason));
    }

    public void warn(String message) {
        publish(new Progress.Warning(migration(), message));
    }

    /** Reports a warning whose check is repeated later in the run; the same text is reported once. */
    void warnOnce(String message) {
        if (parallelState.repeatableWarnings.add(message)) {
            warn(message);
        }
    }

    /** Returns the backoff of a wait in a step. A cancellation of the run, or an interruption, ends the wait. */
    public Backoff createBackoff() {
        CancellationSignal cancellation = cancellation();
        return new Backoff(
                ticker(),
                optionValues().get(MigratorOption.FIRST_POLL_PAUSE),
                optionValues().get(MigratorOption.MAX_POLL_PAUSE),
                cancellation::requireNotCancelled,
                interruption -> new StepCancelledException());
    }

    /** Sleeps; an interruption cancels the step. */
    public void sleep(Duration duration) {
        try {
            ticker().sleep(duration);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new StepCancelledException();
        }
    }

    /** Returns whether the step was running when the ledger was taken over, so that it may have run. */
    public boolean wasInterrupted(RunStep step) {
        return ledger.interruptedStepNumbers().contains(step.number());
    }

    /**
     * Returns whether a step swaps a staging table of this run, and was not begun. Such a swap is not done, even if the
     * tables look swapped: no other run knows the staging table. They look swapped if a downgrade has changed nothing,
     * because the upgrade after it then copies a table that already has its new form.
     */
    public boolean isNewSwap(StatementStep step) {
        return !wasInterrupted(step) && findSwappedStagingName(step).isPresent();
    }

    /** Returns the staging table of this run with which a step swaps a table; empty for any other step. */
    public Optional<ObjectName> findSwappedStagingName(StatementStep step) {
        return step.findSwapPartner().filter(ledger::isStaging);
    }

    /**
     * Returns whether a step runs for the first time. If the object that it creates exists already, another client has
     * created it.
     *
     * @param mayHaveRun whether the step may have been sent before
     */
    boolean isFirstRun(boolean mayHaveRun) {
        return !mayHaveRun && !migration().isRepeatable() && !ledger.changesDirection();
    }

    QueryMatcher createQueryMatcher(Catalog catalog, Session session) {
        return QueryMatcher.ofShownQueries(profile(), catalog, session);
    }
}
