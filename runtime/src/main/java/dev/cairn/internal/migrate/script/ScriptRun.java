package dev.cairn.internal.migrate.script;

import dev.cairn.analysis.UnknownFunction;
import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.Backoff;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.ledger.LedgerTransition;
import dev.cairn.internal.migrate.EndedStepsTransition;
import dev.cairn.internal.migrate.MigrationRunLedger;
import dev.cairn.internal.migrate.RecordedStepTexts;
import dev.cairn.internal.migrate.script.ScriptOptions.Answer;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.run.MigrationRun;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.Placeholders;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.DefinitionEvidence;
import dev.cairn.internal.script.SqlScript;
import dev.cairn.internal.script.SqlScript.ScriptStep;
import dev.cairn.migration.RecordedExternalObjects;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.QualifiedName;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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
    private final SortedMap<Integer, String> hashByStepNumber;
    private final Optional<ScriptedMigrations> scriptedMigrations;
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
        this.hashByStepNumber =
                RecordedStepTexts.of(migration, Direction.UPGRADE).hashByStep();
        this.scriptedMigrations = script.ledgerMarker()
                .map(marker -> new ScriptedMigrations(
                        this.connectionFactory,
                        settings,
                        marker,
                        HistoryPlace.in(script.name()),
                        script.findProducedTableNames(databaseName)));
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
     * @param endedStepsTransition receives the steps that have ended, for heartbeats
     */
    ScriptOutcome run(EndedStepsTransition endedStepsTransition) {
        try {
            return runToEnd(endedStepsTransition);
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

    private ScriptOutcome runToEnd(EndedStepsTransition endedStepsTransition) {
        if (options.abandonsState()) {
            heldLedger.write((state, sequence) -> state.withStampedHead(state.head(), List.of()));
            recordAbandonment();
        }
        boolean isResumed = currentState().unfinishedMigration().isPresent();
        requireUnchangedSteps();
        repairOpenStep();
        int stepCount = script.steps().size();
        boolean isEmptyScript = stepCount == 0 && scriptedMigrations.isEmpty();
        if (!isResumed && (isEmptyScript || isAlreadyDone())) {
            heldLedger.release();
            return new ScriptOutcome(stepCount, 0, false);
        }
        int completedStepCount = currentState().completedSteps().size();
        Ticker.Stopwatch stopwatch = settings.ticker().start();
        MigrationRunLedger runLedger = runSteps(endedStepsTransition);
        scriptedMigrations.ifPresent(migrations -> migrations.recordMigrations(profile.toString()));
        heldLedger.release(runLedger.createCommitTransition(
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
        if (scriptedMigrations.isPresent()) {
            return scriptedMigrations.get().areDone();
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

    private void requireUnchangedSteps() {
        LedgerState state = currentState();
        for (int stepNumber : state.startedSteps()) {
            if (!Objects.equals(state.hashByStep().get(stepNumber), hashByStepNumber.get(stepNumber))) {
                throw new HistoryMismatchException(
                        place(),
                        "this database has an unfinished script, which stopped after "
                                + state.completedSteps().size() + " steps, and this script differs from it: its step "
                                + stepNumber
                                + ", which "
                                + (state.completedSteps().contains(stepNumber) ? "is done" : "was begun")
                                + ", has a different text",
                        "Complete the unfinished script; steps that were not begun may be edited. To discard its"
                                + " progress, pass --abandon.");
            }
        }
    }

    /** Records the user's answer about a step that was begun and did not end. */
    private void repairOpenStep() {
        if (options.answer() == Answer.NONE) {
            return;
        }
        SortedSet<Integer> openStepNumbers = currentState().openSteps();
        boolean answersPendingStep = options.answer() == Answer.DONE && isPending(options.stepNumber());
        if (openStepNumbers.isEmpty() && !answersPendingStep) {
            throw new HistoryMismatchException(
                    place(), "no step is unfinished", "Run the script without --done or --again.");
        }
        int stepNumber = options.stepNumber() == 0 && openStepNumbers.size() == 1
                ? openStepNumbers.first()
                : options.stepNumber();
        if (!openStepNumbers.contains(stepNumber) && !answersPendingStep) {
            throw new HistoryMismatchException(
                    place(),
                    "the unfinished steps of the script are "
                            + openStepNumbers.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    "Pass the number of the step that the answer is about, for example --step="
                            + openStepNumbers.first() + ".");
        }
        boolean isDone = options.answer() == Answer.DONE;
        heldLedger.write((previousState, sequence) -> (isDone
                        ? previousState.withCompletedStep(stepNumber)
                        : previousState.withResetStep(stepNumber))
                .withHashes(script.hash(), hashByStepNumber));
    }

    /**
     * Returns whether an interrupted run of the script has not started a step yet. The user may have performed it by
     * other means.
     */
    private boolean isPending(int stepNumber) {
        return stepNumber >= 1
                && stepNumber <= script.steps().size()
                && currentState().unfinishedMigration().isPresent()
                && !currentState().startedSteps().contains(stepNumber);
    }

    private MigrationRunLedger runSteps(EndedStepsTransition endedStepsTransition) {
        awaitJobs();
        Catalog liveCatalog = connectionFactory.read(connection -> new ScriptObjectReader(script, databaseName)
                .read(connection, reflection, currentState().completedSteps(), this::warn));
        Catalog catalogBefore = liveCatalog;
        Set<Integer> executedStepNumbers = new TreeSet<>();
        Set<Integer> appliedStepNumbers = new TreeSet<>(currentState().completedSteps());
        for (int stepNumber : currentState().openSteps()) {
            switch (inferInterruptedStepOutcome(stepNumber, liveCatalog)) {
                case RAN -> {
                    executedStepNumbers.add(stepNumber);
                    appliedStepNumbers.add(stepNumber);
                }
                case EXCHANGED -> catalogBefore = computeCatalogBeforeSwap(stepNumber, catalogBefore);
                // The statement can't be applied to the live objects again, so it is not simulated.
                case NOT_APPLICABLE -> appliedStepNumbers.add(stepNumber);
                case UNKNOWN -> {
                    // The statement is applied to the present state.
                }
            }
        }
        PreparedMigration preparedMigration = withSessionVariables(MigrationPreparation.forPlan(
                        ScriptLedgerFactory.SCHEMA_NAME, engine, new Session(databaseName), Placeholders.NONE)
                .prepare(migration, Direction.UPGRADE, catalogBefore, appliedStepNumbers));
        checkAdHocStatements(preparedMigration);
        ScriptRunLedger runLedger =
                new ScriptRunLedger(heldLedger, preparedMigration, endedStepsTransition, executedStepNumbers);
        stopTransitionSupplier = runLedger::createStopTransition;
        try (MigrationRun run = new MigrationRun(
                ScriptLedgerFactory.SCHEMA_NAME, profile, connectionFactory, reflection, createRunSettings())) {
            scriptedMigrations.ifPresent(migrations -> migrations.recordStart(script.name(), profile.toString()));
            run.run(preparedMigration, runLedger);
        }
        return runLedger;
    }

    /**
     * Checks the statements that change rows, which are not simulated: an unknown table or column must not stop the script
     * after its first statements.
     *
     * @throws StepFailedException if the server would refuse a statement
     */
    private void checkAdHocStatements(PreparedMigration preparedMigration) {
        SortedSet<Integer> startedStepNumbers = currentState().startedSteps();
        RunStep.selectStatements(preparedMigration.steps())
                .filter(step -> !startedStepNumbers.contains(step.number()))
                .forEach(this::checkAdHocStatement);
    }

    private void checkAdHocStatement(StatementStep step) {
        MigrationAction action = step.simulatedStep().action();
        if (!(action.statement() instanceof Statement.OpaqueStatement opaqueStatement)
                || !opaqueStatement.changesRows()
                || action.isUnread()
                || action.allowsRefusal()) {
            return;
        }
        try {
            checkWithExternalObjects(step, opaqueStatement);
        } catch (Refusal refusal) {
            if (UnknownFunction.isReasonOf(refusal)) {
                return; // The functions of users are not read.
            }
            throw MigrationPreparation.createRefusalException(
                    HistoryPlace.in(ScriptLedgerFactory.SCHEMA_NAME)
                            .migration(migration.name())
                            .step(step.number(), null),
                    refusal);
        }
    }

    /** Checks a statement, which may read external objects: Cairn does not know whether these exist. */
    private void checkWithExternalObjects(StatementStep step, Statement statement) {
        Catalog catalog = step.catalogBefore();
        try {
            engine.apply(catalog, step.session(), statement);
        } catch (Refusal refusal) {
            Catalog extendedCatalog = new RecordedExternalObjects(profile)
                    .extendCatalog(statement, catalog, step.session(), true)
                    .orElseThrow(() -> refusal);
            engine.apply(extendedCatalog, step.session(), statement);
        }
    }

    private InterruptedStepOutcome inferInterruptedStepOutcome(int stepNumber, Catalog liveCatalog) {
        ScriptStep step = script.steps().get(stepNumber - 1);
        Session session = sessionAfterStep(stepNumber - 1);
        Optional<DefinitionEvidence> definitionEvidence = DefinitionEvidence.parse(readStoredEvidence(stepNumber));
        return InterruptedStepOutcome.infer(
                engine,
                liveCatalog,
                session,
                MigrationAction.parse(step.markedText()),
                () -> definitionEvidence.isPresent()
                        && connectionFactory.read(connection -> definitionEvidence
                                .get()
                                .hasChanged(
                                        connection, reflection, Objects.requireNonNull(step.statement()), session)));
    }

    /** Returns the state before a step that exchanged two objects. */
    private Catalog computeCatalogBeforeSwap(int stepNumber, Catalog catalogAfter) {
        Statement statement =
                Objects.requireNonNull(script.steps().get(stepNumber - 1).statement());
        return engine.apply(catalogAfter, sessionAfterStep(stepNumber - 1), statement)
                .catalog();
    }

    /**
     * Returns the note of the ledger from the start of a step. An older version noted it in place of the hash of the
     * script.
     */
    private String readStoredEvidence(int stepNumber) {
        LedgerState state = currentState();
        return state.evidenceByStep()
                .getOrDefault(
                        stepNumber, state.unfinishedMigration().orElseThrow().hash());
    }

    /** Waits for the jobs that other clients, or an earlier run, have started on the tables of the script. */
    private void awaitJobs() {
        Set<ObjectName> tableNames = new TreeSet<>();
        for (String awaitedName : script.awaitedNames()) {
            tableNames.add(
                    ObjectName.resolve(QualifiedName.of(awaitedName.split("\\.", 2)), new Session(databaseName)));
        }
        for (int stepNumber : currentState().openSteps()) {
            Statement statement = script.steps().get(stepNumber - 1).statement();
            if (statement != null) {
                tableNames.addAll(
                        DefinitionEvidence.findChangedObjectNames(statement, sessionAfterStep(stepNumber - 1)));
            }
        }
        Backoff backoff = settings.createBackoff(place());
        while (!tableNames.isEmpty()
                && connectionFactory.read(connection -> tableNames.stream()
                        .anyMatch(tableName -> DefinitionEvidence.hasRunningJob(connection, tableName)))) {
            backoff.pause();
        }
    }

    private Session sessionAfterStep(int stepCount) {
        return script.computeSessionAfter(stepCount, databaseName);
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
     * Returns settings with a single connection if the script has statements that Cairn keeps as text, because later ones
     * may depend on them, or if steps are unfinished: the question about each unfinished step is asked before the next
     * step runs.
     */
    private MigratorSettings createRunSettings() {
        boolean mayRunInParallel = currentState().openSteps().isEmpty()
                && script.steps().stream()
                        .noneMatch(step -> step.statement() instanceof Statement.OpaqueStatement opaqueStatement
                                && !opaqueStatement.changesRows());
        return mayRunInParallel ? settings : settings.withOption(MigratorOption.CONNECTIONS, 1);
    }
}
