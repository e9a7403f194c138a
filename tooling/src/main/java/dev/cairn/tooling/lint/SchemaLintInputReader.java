package dev.cairn.tooling.lint;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.run.preparation.InitialCatalog;
import dev.cairn.lineage.Reader;
import dev.cairn.migration.ChainPosition;
import dev.cairn.migration.FormerExternalObjects;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Plan;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.ast.PlaceholderResolver;
import dev.cairn.tooling.definition.ComparisonSide;
import dev.cairn.tooling.definition.ComparisonSideReader;
import dev.cairn.tooling.definition.SourceDefinitions;
import dev.cairn.tooling.lineage.SchemaReaders;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the input of the rules from a compiled schema.
 *
 * <pre>{@code
 * SchemaLintInputReader reader = new SchemaLintInputReader(schema, target, compiledSchemas, queries);
 * LintInput input = reader.createInput()
 *     .withMigrations(reader.simulateRecordedMigrations(Set.of("V0003AddNote", "Readers")));
 * }</pre>
 */
public final class SchemaLintInputReader {
    /** The name under which changes of the records that no migration contains are checked. */
    public static final String UNRECORDED_CHANGES = "unrecorded changes";

    private final SchemaDescriptor schema;
    private final ServerProfile target;
    private final Engine engine;
    private final Session session;
    private final List<RecordedMigration> migrations;
    private final SchemaReaders schemaReaders;
    private final CompiledQueries queries;

    /**
     * Creates a reader of a schema.
     *
     * @param target one of the targets of the schema, whose rules apply
     * @param compiledSchemas the schemas whose objects may read objects of the schema, which may be among them
     * @param queries the checked queries of all these schemas
     */
    public SchemaLintInputReader(
            SchemaDescriptor schema,
            ServerProfile target,
            List<SchemaDescriptor> compiledSchemas,
            CompiledQueries queries) {
        this.schema = schema;
        this.target = target;
        this.schemaReaders = SchemaReaders.collect(schema, target, compiledSchemas, queries);
        this.queries = queries;
        this.engine = new Engine(target);
        this.session = new Session(schema.name());
        this.migrations = schema.migrations();
    }

    /** Returns the schema and its queries, without migrations. */
    public LintInput createInput() {
        SourceDefinitions definitions =
                ComparisonSideReader.readDefinitions(new ComparisonSide.CompiledSchema(schema, target, Map.of()));
        return withOtherReaders(LintInput.of(
                definitions.profile(),
                definitions.database(),
                definitions.catalog(),
                queries.filterBySchema(schema.name())));
    }

    private LintInput withOtherReaders(LintInput input) {
        return input.withOtherReaders(new LintInput.OtherReaders(
                List.of(),
                queries.listings().stream()
                        .filter(listing -> !listing.schemaName().equals(schema.name()))
                        .toList(),
                schemaReaders.statements().stream()
                        .filter(readingStatement -> readingStatement.kind() == Reader.Kind.SNAPSHOT_TABLE)
                        .toList()));
    }

    /** Adds the objects of other schemas, which a migration may affect. */
    private Simulation withOtherSchemas(Simulation simulation) {
        return new Simulation(engine, simulation.session(), schemaReaders.withOtherSchemas(simulation.catalog()));
    }

    /**
     * Returns the recorded and the repeatable migrations with the given names; unknown names are ignored.
     *
     * @throws RefusedStatementException if a server would refuse a statement
     */
    public List<LintedMigration> simulateRecordedMigrations(Set<String> names) {
        List<LintedMigration> lintedMigrations = new ArrayList<>();
        Simulation simulation = createInitialSimulation();
        List<RecordedMigration> allMigrations = new ArrayList<>(migrations);
        allMigrations.addAll(schema.repeatableMigrations());
        for (RecordedMigration migration : allMigrations) {
            if (names.contains(migration.name())) {
                simulation = lintedMigrations.isEmpty() ? withOtherSchemas(simulation) : simulation;
                lintedMigrations.add(simulateMigration(migration, simulation));
                simulation = simulation.fork();
            } else if (!migration.isRepeatable()) {
                applyActions(migration, simulation);
                simulation = simulation.fork();
            }
        }
        return lintedMigrations;
    }

    private LintedMigration simulateMigration(RecordedMigration migration, Simulation simulation) {
        return LintedMigration.simulate(
                migration.name(),
                simulation,
                migration.upgrade(),
                action -> applyAction(migration, action, simulation));
    }

    private void applyActions(RecordedMigration migration, Simulation simulation) {
        List<String> statementTexts = migration.upgrade();
        for (int i = 0; i < statementTexts.size(); i++) {
            try {
                applyAction(
                        migration, MigrationAction.parse(statementTexts.get(i)).forServer(target), simulation);
            } catch (Refusal refusal) {
                throw new RefusedStatementException(migration.name(), i + 1, refusal);
            }
        }
    }

    /** Applies an action, which may read external objects that the schema no longer declares. */
    private void applyAction(RecordedMigration migration, MigrationAction action, Simulation simulation) {
        int migrationIndex = migration.isRepeatable() ? migrations.size() - 1 : migrations.indexOf(migration);
        FormerExternalObjects.applyWithFormerObjects(
                simulation, action, ChainPosition.of(migrationIndex, migrations.size()), this::collectFormerObjects);
    }

    private FormerExternalObjects collectFormerObjects() {
        return FormerExternalObjects.of(target, session, migrations.stream().map(RecordedMigration::upgrade));
    }

    private Simulation createInitialSimulation() {
        return new Simulation(engine, session, InitialCatalog.create(schema, target, schema.name()));
    }

    /**
     * Returns the statements that lead from the last migration to the records; empty if all changes are recorded.
     *
     * @param allowances the accepted findings; the accepted findings of a record apply to the changes of its object
     * @throws RefusedStatementException if a server would refuse a statement
     */
    public Optional<LintedMigration> findUnrecordedChanges(Renames renames, LintAllowances allowances) {
        if (!schema.hasUnrecordedChanges()) {
            return Optional.empty();
        }
        Simulation simulation = createInitialSimulation();
        migrations.forEach(migration -> applyActions(migration, simulation));
        Plan plan = new Planner(engine, session).plan(simulation.catalog(), readDeclaredCatalog(), renames);
        return plan.steps().isEmpty()
                ? Optional.empty()
                : Optional.of(LintedMigration.simulate(
                        UNRECORDED_CHANGES,
                        withOtherSchemas(simulation),
                        plan.steps().stream()
                                .map(allowances::renderWithComments)
                                .toList()));
    }

    /** Returns the declared objects, with placeholders as they are recorded. */
    private Catalog readDeclaredCatalog() {
        return ComparisonSideReader.readDeclaredObjects(
                schema, target, schema.name(), PlaceholderResolver.KEEP_PLACEHOLDERS);
    }

    /**
     * Returns the input for an SQL file that changes the schema.
     *
     * @throws RefusedStatementException if a server would refuse a statement
     */
    public LintInput createScriptInput(String name, List<String> statements) {
        return withOtherReaders(LintInput.ofScript(
                target, schema.name(), readDeclaredCatalog(), queries.filterBySchema(schema.name()), name, statements));
    }
}
