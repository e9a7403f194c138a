package dev.cairn.internal.migrate.script;

import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.ledger.LedgerNames;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.migrate.CompletedStepsTransition;
import dev.cairn.internal.migrate.MigrationRunLedger;
import dev.cairn.internal.migrate.RecordedStepTexts;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.run.MigrationRun;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.Placeholders;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.script.LedgerMarker;
import dev.cairn.internal.script.SqlScript;
import dev.cairn.internal.script.SqlScript.ScriptStep;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RecordedMigration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;

/**
 * One run of a script, while it holds the ledger of scripts. The script runs as the migration that follows the scripts
 * before it. No recorded migration describes the state before the script, so this state is read from the server when
 * the run starts or resumes.
 */
final class ScriptRun {
    private final ConnectionFactory connectionFactory;
    private final ScriptOptions options;
    private final MigratorSettings settings;
    private final SqlScript script;
    private final String databaseName;
    private final ServerProfile profile;
    private final HeldLedger heldLedger;
    private final Engine engine;
    private final SchemaReflection reflection;
    private final RecordedMigration migration;
    private final Optional<ScriptSourceMigrations> scriptedMigrations;
    private Supplier<LedgerTransition> stopTransitionSupplier = () -> LedgerTransition.UNCHANGED;

    ScriptRun(
            ConnectionFactory connectionFactory,
            ScriptOptions options,
            SqlScript script,
            String databaseName,
            ServerProfile profile,
            HeldLedger heldLedger) {
        this.connectionFactory = connectionFactory.withOutageWait(() -> {});
        this.options = options;
        this.settings = options.settings();
        this.script = script;
        this.databaseName = databaseName;
        this.profile = profile;
        this.heldLedger = heldLedger;
        this.engine = new Engine(profile);
        this.reflection = new SchemaReflection(this.connectionFactory, profile);
        this.migration =
                createMigration(script, heldLedger.entry().state().head().number() + 1);
        this.scriptedMigrations = script.ledgerMarker()
                .map(marker -> new ScriptSourceMigrations(this.connectionFactory, settings, marker));
    }

    private static RecordedMigration createMigration(SqlScript script, int number) {
        int stepCount = script.steps().size();
        return RecordedMigration.of(
                        GeneratedClassFormat.CURRENT,
                        ScriptRun.class,
                        number,
                        script.name(),
                        stepCount == 1 ? "1 step" : stepCount + " steps",
                        "",
                        script.hash())
                .upgrade(script.steps().stream().map(ScriptStep::markedText).toArray(String[]::new))
                .build();
    }

    /**
     * Runs the script. If it stops before its end, its progress is recorded, and the ledger is released.
     *
     * @param completedStepsTransition receives the steps that have ended, for heartbeats
     */
    ScriptOutcome run(CompletedStepsTransition completedStepsTransition) {
        try {
            return runToEnd(completedStepsTransition);
        } catch (StepFailedException
                | UncertainStepException
                | MissingGrantException
                | HistoryMismatchException
                | MissingConsentException failure) {
            MigrationException reportedFailure = heldLedger.releaseAfterFailure(stopTransitionSupplier.get(), failure);
            if (currentState().unfinishedMigration().isEmpty()) {
                tryRecordAbandonment(reportedFailure);
            }
            throw reportedFailure;
        }
    }

    /** Records that the script does not run its migrations: it has failed before its first step. */
    private void tryRecordAbandonment(MigrationException reportedFailure) {
        try {
            recordAbandonment();
        } catch (RuntimeException ledgerFailure) {
            reportedFailure.addSuppressed(ledgerFailure);
        }
    }

    private void recordAbandonment() {
        scriptedMigrations.ifPresent(migrations -> migrations.recordAbandonment(script.name(), profile.toString()));
    }

    private ScriptOutcome runToEnd(CompletedStepsTransition completedStepsTransition) {
        if (options.abandonsProgress()) {
            heldLedger.write((state, sequence) -> state.withStampedHead(state.head(), List.of()));
            recordAbandonment();
        }
        boolean isResumed = currentState().unfinishedMigration().isPresent();
        ScriptResumption resumption = new ScriptResumption(
                heldLedger,
                script,
                RecordedStepTexts.of(migration, Direction.UPGRADE).hashByStepNumber());
        resumption.requireUnchangedSteps();
        resumption.recordAnswer(options.answer(), options.answeredStepNumber());
        int stepCount = script.steps().size();
        boolean isEmptyScript = stepCount == 0 && scriptedMigrations.isEmpty();
        if (!isResumed && (isEmptyScript || isAlreadyDone())) {
            heldLedger.release();
            return new ScriptOutcome(stepCount, 0, false);
        }
        int completedStepCount = currentState().completedStepNumbers().size();
        Ticker.Stopwatch stopwatch = settings.ticker().start();
        MigrationRunLedger runLedger = runSteps(completedStepsTransition);
        scriptedMigrations.ifPresent(migrations -> migrations.recordCompletion(profile.toString()));
        heldLedger.release(runLedger.createCompletionTransition(
                settings.createHistoryRow(
                        migration.number(),
                        script.name(),
                        script.hash(),
                        stopwatch.elapsed().toMillis()),
                currentState().head()));
        return new ScriptOutcome(stepCount, stepCount - completedStepCount, isResumed);
    }

    private LedgerState currentState() {
        return heldLedger.entry().state();
    }

    private HistoryPlace place() {
        return HistoryPlace.in(script.name());
    }

    /**
     * Returns whether the migrations of the script are recorded as done, so that there is nothing to do.
     *
     * @throws HistoryMismatchException if the database is at another migration than the script
     * @throws MissingConsentException if the script has already run, and names no migrations
     */
    private boolean isAlreadyDone() {
        if (script.ledgerMarker().isPresent()) {
            LedgerMarker marker = script.ledgerMarker().get();
            return new ScriptPositionCheck(
                            connectionFactory,
                            ScriptLedgerFactory.createForSchema(connectionFactory, settings, marker.schemaName()),
                            marker,
                            place(),
                            script.findProducedTableNames(databaseName))
                    .areMigrationsDone();
        }
        Ledger ledger = ScriptLedgerFactory.create(connectionFactory, settings);
        Optional<HistoryRow> earlierRunRow = connectionFactory.read(ledger::readHistory).rows().stream()
                .filter(row -> row.hash().equals(script.hash()))
                .findFirst();
        if (earlierRunRow.isPresent() && !options.allowsRerun()) {
            throw new MissingConsentException(
                    place(),
                    "the same script has already run in this database, as "
                            + earlierRunRow.get().title()
                            + (earlierRunRow.get().completedAt() == null
                                    ? ""
                                    : " at " + earlierRunRow.get().completedAt()),
                    "To run it again, pass --rerun.");
        }
        return false;
    }

    private MigrationRunLedger runSteps(CompletedStepsTransition completedStepsTransition) {
        ScriptStart start = new ScriptStartReader(
                        connectionFactory, reflection, engine, script, databaseName, currentState())
                .read(settings.createBackoff(place()), this::warn);
        PreparedMigration preparedMigration = prepare(start);
        ScriptRunLedger runLedger = new ScriptRunLedger(
                heldLedger, preparedMigration, completedStepsTransition, start.executedStepNumbers());
        stopTransitionSupplier = runLedger::createStopTransition;
        try (MigrationRun run = new MigrationRun(
                LedgerNames.SCRIPT_LEDGER_NAME, profile, connectionFactory, reflection, createRunSettings())) {
            scriptedMigrations.ifPresent(migrations -> migrations.recordStart(script.name(), profile.toString()));
            run.run(preparedMigration, runLedger);
        }
        return runLedger;
    }

    private PreparedMigration prepare(ScriptStart start) {
        try {
            PreparedMigration preparedMigration = withSessionVariables(MigrationPreparation.forPlan(
                            LedgerNames.SCRIPT_LEDGER_NAME, engine, new Session(databaseName), Placeholders.NONE)
                    .prepare(migration, Direction.UPGRADE, start.catalog(), start.appliedStepNumbers()));
            requireAcceptedRowChanges(preparedMigration);
            return preparedMigration;
        } catch (StepFailedException failure) {
            throw failure.getCause() instanceof Refusal refusal
                    ? createRefusalException(failure.place(), refusal)
                    : failure;
        }
    }

    /** Creates the exception for a refused statement, which its author finds in the script by its line. */
    private StepFailedException createRefusalException(HistoryPlace place, Refusal refusal) {
        int lineNumber = script.steps().get(place.step() - 1).lineNumber();
        return new StepFailedException(
                place,
                "the server would refuse the statement at line " + lineNumber + " of the script: " + refusal.detail(),
                "Correct the statement, or the statements above it, and run the script again. This run has sent nothing. If Cairn"
                        + " is wrong, write -- allow: migration-refused above the statement: Cairn then sends it without a"
                        + " check.",
                refusal);
    }

    /** Checks the statements that this run sends, so that the refusal of one does not stop the script in the middle. */
    private void requireAcceptedRowChanges(PreparedMigration preparedMigration) {
        SortedSet<Integer> startedStepNumbers = currentState().startedStepNumbers();
        ScriptRowChangeCheck check = new ScriptRowChangeCheck(
                engine, profile, HistoryPlace.in(LedgerNames.SCRIPT_LEDGER_NAME).migration(migration.name()));
        RunStep.selectStatements(preparedMigration.steps())
                .filter(step -> !startedStepNumbers.contains(step.number()))
                .forEach(check::requireAccepted);
    }

    private void warn(String message) {
        settings.listener().accept(new Progress.Warning(migration, message));
    }

    /** Sets the variables of the session for each statement. */
    private PreparedMigration withSessionVariables(PreparedMigration preparedMigration) {
        List<RunStep> steps = preparedMigration.steps().stream()
                .map(step -> step instanceof StatementStep statementStep
                        ? statementStep.withVariables(
                                script.steps().get(step.number() - 1).settings())
                        : step)
                .toList();
        return new PreparedMigration(
                preparedMigration.migration(),
                preparedMigration.direction(),
                steps,
                preparedMigration.catalogBefore(),
                preparedMigration.catalogAfter());
    }

    /**
     * Returns the settings, with a single connection in two cases: if the script has statements that Cairn keeps as
     * text, because later statements may depend on them; and if steps are unfinished, so that the question about each
     * of them is asked before the next step runs.
     */
    private MigratorSettings createRunSettings() {
        boolean mayRunInParallel = currentState().openStepNumbers().isEmpty()
                && script.steps().stream()
                        .noneMatch(step -> step.statement() instanceof Statement.OpaqueStatement opaqueStatement
                                && !opaqueStatement.changesRows());
        return mayRunInParallel ? settings : settings.withOption(MigratorOption.CONNECTIONS, 1);
    }
}
