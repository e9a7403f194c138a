package dev.cairn.internal.migrate;

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
import dev.cairn.internal.migrate.ScriptOptions.Answer;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.run.MigrationRun;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.internal.run.preparation.Placeholders;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.run.step.DefinitionEvidence;
import dev.cairn.internal.script.SqlScript;
import dev.cairn.internal.script.SqlScript.Element;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.Format;
import dev.cairn.upgrade.HistoryPlace;
import dev.cairn.upgrade.MigrationException.ConsentException;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.MigrationException.MissingGrantException;
import dev.cairn.upgrade.MigrationException.StepException;
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
    private final ConnectionFactory connections;
    private final ScriptOptions options;
    private final MigratorSettings settings;
    private final SqlScript script;
    private final String database;
    private final ServerProfile profile;
    private final HeldLedger heldLedger;
    private final Engine engine;
    private final SchemaReflection reflection;
    private final RecordedMigration migration;
    private final SortedMap<Integer, String> textHashes;
    private final Optional<ScriptedMigrations> scriptedMigrations;
    private Supplier<LedgerTransition> stopTransition = () -> LedgerTransition.UNCHANGED;

    ScriptRun(
            ConnectionFactory connections,
            ScriptOptions options,
            SqlScript script,
            String database,
            ServerProfile profile,
            HeldLedger heldLedger) {
        this.connections = connections.withWait(() -> {});
        this.options = options;
        this.settings = options.settings();
        this.script = script;
        this.database = database;
        this.profile = profile;
        this.heldLedger = heldLedger;
        this.engine = new Engine(profile);
        this.reflection = new SchemaReflection(this.connections, profile);
        this.migration =
                createMigration(script, heldLedger.entry().state().head().number() + 1);
        this.textHashes = RecordedStepTexts.of(migration, Direction.UPGRADE).hashes();
        this.scriptedMigrations = script.ledgerMarker()
                .map(marker -> new ScriptedMigrations(
                        this.connections,
                        settings,
                        marker,
                        HistoryPlace.in(script.name()),
                        script.findProducedTables(database)));
    }

    private static RecordedMigration createMigration(SqlScript script, int number) {
        int stepCount = script.elements().size();
        return RecordedMigration.of(
                        Format.CURRENT,
                        ScriptRun.class,
                        number,
                        script.name(),
                        stepCount == 1 ? "1 step" : stepCount + " steps",
                        "",
                        script.hash())
                .upgrade(script.elements().stream().map(Element::text).toArray(String[]::new))
                .build();
    }

    /**
     * Runs the script. If it stops before its end, its progress is recorded, and the ledger is released.
     *
     * @param endedSteps receives the steps that have ended, for heartbeats
     */
    ScriptOutcome run(EndedStepsTransition endedSteps) {
        try {
            return runToEnd(endedSteps);
        } catch (StepException
                | UncertainStepException
                | MissingGrantException
                | HistoryException
                | ConsentException failure) {
            throw heldLedger.releaseAfterFailure(stopTransition.get(), failure);
        }
    }

    private ScriptOutcome runToEnd(EndedStepsTransition endedSteps) {
        if (options.abandonsState()) {
            heldLedger.write((state, sequence) -> state.stampAt(state.head(), List.of()));
        }
        boolean isResumed = currentState().unfinishedMigration().isPresent();
        requireSameScript();
        recordAnswer();
        int stepCount = script.elements().size();
        boolean isEmpty = stepCount == 0 && scriptedMigrations.isEmpty();
        if (!isResumed && (isEmpty || isComplete())) {
            heldLedger.release();
            return new ScriptOutcome(stepCount, 0, false);
        }
        int completedCount = currentState().completedSteps().size();
        Ticker.Stopwatch stopwatch = settings.ticker().start();
        MigrationRunLedger ledger = runSteps(endedSteps);
        scriptedMigrations.ifPresent(migrations -> migrations.recordMigrations(profile.toString()));
        heldLedger.release(ledger.commitTransition(
                settings.createRow(
                        migration.number(),
                        script.name(),
                        script.hash(),
                        stopwatch.elapsed().toMillis()),
                currentState().head()));
        return new ScriptOutcome(stepCount, stepCount - completedCount, isResumed);
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
     * @throws HistoryException if the database is at another migration than the script
     * @throws ConsentException if the script has already run, and names no migrations
     */
    private boolean isComplete() {
        if (scriptedMigrations.isPresent()) {
            return scriptedMigrations.get().areDone();
        }
        Ledger ledger = ScriptLedgers.create(connections, settings);
        Optional<HistoryRow> earlierRun = connections.read(ledger::readHistory).rows().stream()
                .filter(row -> row.hash().equals(script.hash()))
                .findFirst();
        if (earlierRun.isPresent() && !options.isRerun()) {
            throw new ConsentException(
                    place(),
                    "the same script has already run in this database, as "
                            + earlierRun.get().title()
                            + (earlierRun.get().completedAt() == null
                                    ? ""
                                    : " at " + earlierRun.get().completedAt()),
                    "To run it again, pass --rerun.");
        }
        return false;
    }

    private void requireSameScript() {
        LedgerState state = currentState();
        for (int step : state.startedSteps()) {
            if (!Objects.equals(state.stepHashes().get(step), textHashes.get(step))) {
                throw new HistoryException(
                        place(),
                        "this database has an unfinished script, which stopped after "
                                + state.completedSteps().size() + " steps, and this script differs from it: its step "
                                + step
                                + ", which "
                                + (state.completedSteps().contains(step) ? "is done" : "was begun")
                                + ", has a different text",
                        "Complete the unfinished script; steps that were not begun may be edited. To discard its"
                                + " progress, pass --abandon.");
            }
        }
    }

    /** Records the user's answer about a step that was begun and did not end. */
    private void recordAnswer() {
        if (options.answer() == Answer.NONE) {
            return;
        }
        SortedSet<Integer> openSteps = currentState().openSteps();
        boolean isAboutPendingStep = options.answer() == Answer.DONE && isPending(options.step());
        if (openSteps.isEmpty() && !isAboutPendingStep) {
            throw new HistoryException(place(), "no step is unfinished", "Run the script without --done or --again.");
        }
        int step = options.step() == 0 && openSteps.size() == 1 ? openSteps.first() : options.step();
        if (!openSteps.contains(step) && !isAboutPendingStep) {
            throw new HistoryException(
                    place(),
                    "the unfinished steps of the script are "
                            + openSteps.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    "Pass the number of the step that the answer is about, for example --step=" + openSteps.first()
                            + ".");
        }
        boolean isDone = options.answer() == Answer.DONE;
        heldLedger.write(
                (previousState, sequence) -> (isDone ? previousState.completeStep(step) : previousState.resetStep(step))
                        .resumeWith(script.hash(), textHashes));
    }

    /**
     * Returns whether an interrupted run of the script has not started a step yet. The user may have performed it by
     * other means.
     */
    private boolean isPending(int step) {
        return step >= 1
                && step <= script.elements().size()
                && currentState().unfinishedMigration().isPresent()
                && !currentState().startedSteps().contains(step);
    }

    private MigrationRunLedger runSteps(EndedStepsTransition endedSteps) {
        awaitJobs();
        Catalog liveCatalog = connections.read(connection -> new ScriptObjects(script, database)
                .read(connection, reflection, currentState().completedSteps(), this::warn));
        Catalog catalogBefore = liveCatalog;
        Set<Integer> ranSteps = new TreeSet<>();
        Set<Integer> appliedSteps = new TreeSet<>(currentState().completedSteps());
        for (int step : currentState().openSteps()) {
            switch (inspectInterruptedStep(step, liveCatalog)) {
                case RAN -> {
                    ranSteps.add(step);
                    appliedSteps.add(step);
                }
                case EXCHANGED -> catalogBefore = computeStateBeforeExchange(step, catalogBefore);
                case NOT_APPLICABLE -> appliedSteps.add(step);
                case UNDECIDED -> {
                    // The statement is applied to the present state.
                }
            }
        }
        PreparedMigration preparedMigration = withSessionVariables(MigrationPreparation.forPlan(
                        ScriptLedgers.SCHEMA_NAME, engine, new Session(database), Placeholders.NONE)
                .prepare(migration, Direction.UPGRADE, catalogBefore, appliedSteps));
        ScriptRunLedger ledger = new ScriptRunLedger(heldLedger, preparedMigration, endedSteps, ranSteps);
        stopTransition = ledger::stopTransition;
        try (MigrationRun run =
                new MigrationRun(ScriptLedgers.SCHEMA_NAME, profile, connections, reflection, createRunSettings())) {
            run.run(preparedMigration, ledger);
        }
        return ledger;
    }

    private InterruptedStepState inspectInterruptedStep(int step, Catalog liveCatalog) {
        Element element = script.elements().get(step - 1);
        Session session = sessionAfter(step - 1);
        Optional<DefinitionEvidence> notedDefinition = DefinitionEvidence.parse(findNotedEvidence(step));
        return InterruptedStepState.of(
                engine,
                liveCatalog,
                session,
                MigrationAction.parse(element.text()),
                () -> notedDefinition.isPresent()
                        && connections.read(connection -> notedDefinition
                                .get()
                                .hasChanged(
                                        connection, reflection, Objects.requireNonNull(element.statement()), session)));
    }

    /** Returns the state before a step that exchanged two objects. */
    private Catalog computeStateBeforeExchange(int step, Catalog catalogAfter) {
        Statement statement =
                Objects.requireNonNull(script.elements().get(step - 1).statement());
        return engine.apply(catalogAfter, sessionAfter(step - 1), statement).catalog();
    }

    /**
     * Returns the note of the ledger from the start of a step. An older version noted it in place of the hash of the
     * script.
     */
    private String findNotedEvidence(int step) {
        LedgerState state = currentState();
        return state.evidence()
                .getOrDefault(step, state.unfinishedMigration().orElseThrow().hash());
    }

    /** Waits for the jobs that other clients, or an earlier run, have started on the tables of the script. */
    private void awaitJobs() {
        Set<ObjectName> tables = new TreeSet<>();
        for (String awaitedObject : script.awaitedObjects()) {
            tables.add(ObjectName.resolve(QualifiedName.of(awaitedObject.split("\\.", 2)), new Session(database)));
        }
        for (int step : currentState().openSteps()) {
            Statement statement = script.elements().get(step - 1).statement();
            if (statement != null) {
                tables.addAll(DefinitionEvidence.findChangedObjects(statement, sessionAfter(step - 1)));
            }
        }
        Backoff backoff = settings.createBackoff(place());
        while (!tables.isEmpty()
                && connections.read(connection ->
                        tables.stream().anyMatch(table -> DefinitionEvidence.hasRunningJob(connection, table)))) {
            backoff.pause();
        }
    }

    private Session sessionAfter(int stepCount) {
        return script.sessionAfter(stepCount, database);
    }

    private void warn(String message) {
        settings.listener().accept(new Progress.Warning(migration, message));
    }

    /** Sets the variables of the session for each statement. */
    private PreparedMigration withSessionVariables(PreparedMigration preparedMigration) {
        List<RunStep> steps = preparedMigration.steps().stream()
                .map(step -> step instanceof RunStep.StatementStep sentStatement
                        ? sentStatement.withVariables(
                                script.elements().get(step.number() - 1).settings())
                        : step)
                .toList();
        return new PreparedMigration(
                preparedMigration.migration(),
                preparedMigration.direction(),
                steps,
                preparedMigration.before(),
                preparedMigration.after());
    }

    /**
     * Returns settings with a single connection if statements may depend on what earlier ones did to the session, such
     * as SET @x or BEGIN, or if steps are unfinished: the question about each unfinished step is asked before the next
     * step runs.
     */
    private MigratorSettings createRunSettings() {
        boolean isParallel = currentState().openSteps().isEmpty()
                && script.elements().stream()
                        .noneMatch(element -> element.statement() instanceof Statement.OpaqueStatement opaqueStatement
                                && !opaqueStatement.changesRows());
        return isParallel ? settings : settings.withOption(MigratorOption.CONNECTIONS, 1);
    }
}
