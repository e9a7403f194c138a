package dev.cairn.internal.migrate.script;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.Backoff;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.reflection.SchemaReflection;
import dev.cairn.internal.run.step.evidence.DefinitionEvidence;
import dev.cairn.internal.script.SqlScript;
import dev.cairn.internal.script.SqlScript.ScriptStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Reads the objects of a script from the server, and infers from them which interrupted steps have run. */
final class ScriptStartReader {
    private final ConnectionFactory connectionFactory;
    private final SchemaReflection reflection;
    private final Engine engine;
    private final SqlScript script;
    private final String databaseName;
    private final LedgerState state;

    /**
     * @param databaseName the database of the connection
     * @param state the progress of the script
     */
    ScriptStartReader(
            ConnectionFactory connectionFactory,
            SchemaReflection reflection,
            Engine engine,
            SqlScript script,
            String databaseName,
            LedgerState state) {
        this.connectionFactory = connectionFactory;
        this.reflection = reflection;
        this.engine = engine;
        this.script = script;
        this.databaseName = databaseName;
        this.state = state;
    }

    /**
     * Waits until no job changes a table of the script, and reads the objects.
     *
     * @param warningListener receives a warning for each cluster object that can't be read
     */
    ScriptStart read(Backoff backoff, Consumer<String> warningListener) {
        awaitJobs(backoff);
        Catalog liveCatalog = connectionFactory.read(connection -> new ScriptObjectReader(script, databaseName)
                .read(connection, reflection, state.completedStepNumbers(), warningListener));
        Catalog catalog = liveCatalog;
        Set<Integer> executedStepNumbers = new TreeSet<>();
        Set<Integer> appliedStepNumbers = new TreeSet<>(state.completedStepNumbers());
        for (int stepNumber : state.openStepNumbers()) {
            switch (inferInterruptedStepOutcome(stepNumber, liveCatalog)) {
                case RAN -> {
                    executedStepNumbers.add(stepNumber);
                    appliedStepNumbers.add(stepNumber);
                }
                case EXCHANGED -> catalog = computeCatalogBeforeSwap(stepNumber, catalog);
                // The statement can't be applied to the live objects again, so it is not simulated.
                case NOT_APPLICABLE -> appliedStepNumbers.add(stepNumber);
                case UNKNOWN -> {
                    // The statement is applied to the present state.
                }
            }
        }
        return new ScriptStart(catalog, executedStepNumbers, appliedStepNumbers);
    }

    private InterruptedStepOutcome inferInterruptedStepOutcome(int stepNumber, Catalog liveCatalog) {
        ScriptStep step = script.steps().get(stepNumber - 1);
        Session session = sessionAfterStep(stepNumber - 1);
        Optional<DefinitionEvidence> definitionEvidence = DefinitionEvidence.parse(notedEvidence(stepNumber));
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

    /** Returns the state before a step that exchanged two objects: exchanging them again restores it. */
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
    private String notedEvidence(int stepNumber) {
        return state.evidenceByStepNumber()
                .getOrDefault(
                        stepNumber, state.unfinishedMigration().orElseThrow().hash());
    }

    /** Waits for the jobs that other clients, or an earlier run, have started on the tables of the script. */
    private void awaitJobs(Backoff backoff) {
        Set<ObjectName> tableNames = new TreeSet<>();
        for (String awaitedName : script.awaitedNames()) {
            tableNames.add(
                    ObjectName.resolve(QualifiedName.of(awaitedName.split("\\.", 2)), new Session(databaseName)));
        }
        for (int stepNumber : state.openStepNumbers()) {
            Statement statement = script.steps().get(stepNumber - 1).statement();
            if (statement != null) {
                tableNames.addAll(ObjectName.findChangedNames(statement, sessionAfterStep(stepNumber - 1)));
            }
        }
        while (!tableNames.isEmpty()
                && connectionFactory.read(connection -> tableNames.stream()
                        .anyMatch(tableName -> DefinitionEvidence.hasRunningJob(connection, tableName)))) {
            backoff.pause();
        }
    }

    private Session sessionAfterStep(int stepNumber) {
        return script.computeSessionAfter(stepNumber, databaseName);
    }
}
