package dev.cairn.tooling.lineage;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.Impact;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.Reader.Kind;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.lineage.ReadingStatement;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.schema.SnapshotTableDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.definition.DeclaredRenames;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.upgrade.RecordedMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * Everything that reads the objects of a compiled schema: its views, its snapshot tables, its checked statements, the
 * statements of its migrations, and the objects of other schemas that are compiled with it.
 *
 * <pre>{@code
 * SchemaReaders readers = SchemaReaders.collect(schema, target, compiledSchemas, queries);
 * readers.createGraph(declared);    // the lineage of the declared catalog
 * readers.analyzeImpact(12, 12);    // what the twelfth migration breaks
 * }</pre>
 */
public final class SchemaReaders {
    private final SchemaDescriptor schema;
    private final ServerProfile target;
    private final List<SchemaDescriptor> otherSchemas;
    private final List<ReadingStatement> statements = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private SchemaReaders(SchemaDescriptor schema, ServerProfile target, List<SchemaDescriptor> compiledSchemas) {
        this.schema = schema;
        this.target = target;
        this.otherSchemas = compiledSchemas.stream()
                .filter(otherSchema -> !otherSchema.name().equals(schema.name()))
                .toList();
    }

    /**
     * Collects the readers of a schema.
     *
     * @param target one of the targets of the schema, whose rules apply
     * @param compiledSchemas the schemas whose objects may read objects of the schema, which may be among them
     * @param queries the checked statements of all these schemas
     */
    public static SchemaReaders collect(
            SchemaDescriptor schema,
            ServerProfile target,
            List<SchemaDescriptor> compiledSchemas,
            CompiledQueries queries) {
        SchemaReaders readers = new SchemaReaders(schema, target, compiledSchemas);
        readers.addSnapshotTables(schema);
        readers.addTasks(schema);
        readers.otherSchemas.forEach(readers::addSnapshotTables);
        readers.otherSchemas.forEach(readers::addTasks);
        queries.listings().forEach(readers::addQueries);
        return readers;
    }

    private void addSnapshotTables(SchemaDescriptor owningSchema) {
        Session session = new Session(owningSchema.name());
        for (Descriptor<?> descriptor : owningSchema.descriptors()) {
            if (descriptor instanceof SnapshotTableDescriptor<?> table
                    && Sql.parse(table.refresh(selectTarget(owningSchema)))
                            instanceof Statement.OpaqueStatement refreshStatement
                    && refreshStatement.target() != null) {
                statements.add(new ReadingStatement(
                        Kind.SNAPSHOT_TABLE,
                        ObjectName.resolve(refreshStatement.target(), session),
                        session,
                        refreshStatement));
            }
        }
    }

    private void addTasks(SchemaDescriptor owningSchema) {
        for (String statementText : owningSchema.clusterStatements()) {
            if (Sql.parse(statementText) instanceof CreateClusterObject createStatement) {
                Sql.parseSubmittedStatement(createStatement)
                        .ifPresent(statement -> statements.add(new ReadingStatement(
                                Kind.TASK,
                                new ObjectName(
                                        "", createStatement.name().lastPart().text()),
                                new Session(owningSchema.name()),
                                statement)));
            }
        }
    }

    private void addQueries(QueryListing listing) {
        Session session = new Session(listing.schemaName());
        for (CheckedQuery query : listing.queries()) {
            try {
                Statement statement = Sql.parse(query.sample());
                statements.add(new ReadingStatement(
                        Kind.STATEMENT, new ObjectName("", query.name()), session, statement, query.renderSample()));
            } catch (SqlSyntaxException failure) {
                notes.add(query.name() + ": " + failure.getMessage());
            }
        }
    }

    /**
     * Returns the readers that can't be followed because they can't be parsed or applied, with the reasons. The list
     * grows with each analysis, and may contain the same note repeatedly.
     */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Returns the lineage of the declared catalog. */
    public ReaderGraph createGraph(Catalog declaredCatalog) {
        return ReaderGraph.build(target, withOtherSchemas(declaredCatalog), statements)
                .withReaders(collectMigrationReaders());
    }

    /**
     * Returns the effects of some migrations on readers, compared with the state after the migrations before them.
     *
     * @param firstNumber the number of the first migration
     * @param lastNumber the number of the last migration
     */
    public Impact analyzeImpact(int firstNumber, int lastNumber) {
        SchemaReplay replay = startReplay(schema);
        List<RecordedMigration> earlierMigrations = new ArrayList<>();
        List<RecordedMigration> analyzedMigrations = new ArrayList<>();
        for (RecordedMigration migration : schema.migrations()) {
            if (migration.number() <= lastNumber) {
                (migration.number() < firstNumber ? earlierMigrations : analyzedMigrations).add(migration);
            }
        }
        earlierMigrations.forEach(replay::applyMigration);
        return analyzeChanges(replay, () -> analyzedMigrations.forEach(replay::applyMigration));
    }

    /** Returns the effects on readers of the declared changes that no migration records yet. */
    public Impact analyzePendingImpact() {
        SchemaReplay replay = startReplay(schema);
        schema.migrations().forEach(replay::applyMigration);
        SchemaReplay declaredReplay = startReplay(schema);
        schema.statements(target).forEach(statementText -> declaredReplay.applyStatement(Sql.parse(statementText)));
        List<Step> steps = replay.planChangesTo(declaredReplay.catalog(), declaredRenames())
                .steps();
        return analyzeChanges(replay, () -> steps.forEach(step -> replay.applyAction("pending", step.action())));
    }

    private Impact analyzeChanges(SchemaReplay replay, Runnable changes) {
        Set<ObjectName> schemaObjectNames = SchemaObject.collectNames(replay.catalog());
        replay.replaceCatalog(withOtherSchemas(replay.catalog()));
        replay.forgetChanges();
        ReaderGraph graphBefore = ReaderGraph.build(target, replay.catalog(), statements);
        Set<ObjectName> excludedViews =
                SchemaObject.collectNames(replay.catalog()); // the migrator activates only the views of its schema
        excludedViews.removeAll(schemaObjectNames);
        excludedViews.addAll(replay.findInactiveViews());
        changes.run();
        replay.activateViewsExcept(excludedViews);
        ReaderGraph graphAfter = ReaderGraph.build(target, replay.catalog(), statements);
        return Impact.compare(
                graphBefore,
                graphAfter,
                replay.tablesWithChangedRows(),
                replay.nameHistory().merge(declaredRenames()));
    }

    private Renames declaredRenames() {
        return DeclaredRenames.collect(schema, schema.name());
    }

    /** Returns the statements that fill snapshot tables, the statements of tasks, and the checked statements. */
    public List<ReadingStatement> statements() {
        return List.copyOf(statements);
    }

    /** Returns a catalog with the objects of the other schemas. Adds a note for each object that can't be created. */
    public Catalog withOtherSchemas(Catalog catalog) {
        Catalog mergedCatalog = catalog;
        for (SchemaDescriptor otherSchema : otherSchemas) {
            SchemaReplay replay = startReplay(otherSchema);
            for (ExternalObject externalObject :
                    replay.catalog().externalObjects().values()) {
                ObjectName name = new ObjectName(externalObject.database(), externalObject.name());
                boolean isKnown = externalObject.externalCatalog() == null
                        && SchemaObject.find(mergedCatalog, name).isPresent();
                mergedCatalog = isKnown ? mergedCatalog : mergedCatalog.withExternalObject(externalObject);
            }
            boolean isKnown = mergedCatalog.findDatabase(otherSchema.name()).isPresent();
            replay.replaceCatalog(
                    isKnown ? mergedCatalog : mergedCatalog.withDatabase(Database.of(otherSchema.name())));
            for (String statementText : otherSchema.statements(selectTarget(otherSchema))) {
                Statement statement = Sql.parse(statementText);
                try {
                    replay.applyStatement(statement);
                } catch (Refusal refusal) {
                    String name =
                            statement.changedObject().map(Object::toString).orElse("");
                    notes.add(otherSchema.name() + ": " + name + ": " + refusal.detail());
                }
            }
            mergedCatalog = replay.catalog();
        }
        return mergedCatalog;
    }

    /** Returns the statements of migrations that filled tables, if the tables still exist. */
    private List<Reader> collectMigrationReaders() {
        SchemaReplay replay = startReplay(schema);
        schema.migrations().forEach(replay::applyMigration);
        schema.repeatableMigrations().forEach(replay::applyMigration);
        SortedSet<ObjectName> names = SchemaObject.collectNames(replay.catalog());
        return replay.readers().stream()
                .filter(reader -> names.contains(reader.target()))
                .toList();
    }

    private SchemaReplay startReplay(SchemaDescriptor owningSchema) {
        return new SchemaReplay(owningSchema, selectTarget(owningSchema), notes::add);
    }

    /** Returns the target of a schema whose rules apply on the servers of this target. */
    private ServerProfile selectTarget(SchemaDescriptor owningSchema) {
        return owningSchema.equals(schema)
                ? target
                : target.selectTarget(owningSchema.targets()).orElse(owningSchema.firstTarget());
    }
}
