package dev.cairn.tooling.lineage;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.run.preparation.InitialCatalog;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.Reader.Kind;
import dev.cairn.lineage.ReadingStatement;
import dev.cairn.migration.ChainPosition;
import dev.cairn.migration.FormerExternalObjects;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.DependencyOrder;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange.Activate;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange.Deactivate;
import dev.cairn.tooling.definition.ComparisonSideReader;
import dev.cairn.upgrade.RecordedMigration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Applies migrations to a catalog, and collects what they read and change. The lineage of a schema includes the tables
 * that its migrations have filled, so each statement has to be analyzed in the state in which it ran.
 */
final class SchemaReplay {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final SchemaDescriptor schema;
    private final Consumer<String> noteConsumer;
    private final Engine engine;
    private final Session session;
    private final List<Reader> readers = new ArrayList<>();
    private final Set<ObjectName> tablesWithChangedRows = new TreeSet<>();
    private final Set<ObjectName> deactivatedViews = new TreeSet<>();
    private final NameHistory nameHistory = new NameHistory();
    private Catalog catalog;
    private ChainPosition position;

    /**
     * Starts with the catalog before the first migration.
     *
     * @param target one of the targets of the schema, whose rules apply
     * @param noteConsumer receives the migrations that can't be followed, with the reasons
     */
    SchemaReplay(SchemaDescriptor schema, ServerProfile target, Consumer<String> noteConsumer) {
        this.schema = schema;
        this.noteConsumer = noteConsumer;
        this.engine = new Engine(target);
        this.session = new Session(schema.name());
        this.catalog = InitialCatalog.create(schema, target, schema.name());
        this.position = new ChainPosition(schema.migrations().size() - 1, false);
    }

    Catalog catalog() {
        return catalog;
    }

    /** Continues with another catalog, for instance one that contains more objects. */
    void replaceCatalog(Catalog newCatalog) {
        catalog = newCatalog;
    }

    /** Returns the plan that changes the catalog to another catalog. */
    Plan planChangesTo(Catalog targetCatalog, Renames renames) {
        return new Planner(engine, session).plan(catalog, targetCatalog, renames);
    }

    /**
     * Applies the statements of an upgrade. A refused statement becomes a note, and the next statements are applied.
     */
    void applyMigration(RecordedMigration migration) {
        int migrationIndex = migration.isRepeatable()
                ? schema.migrations().size() - 1
                : schema.migrations().indexOf(migration);
        position = new ChainPosition(migrationIndex, false);
        for (int i = 0; i < migration.upgrade().size(); i++) {
            applyAction(
                    migration.name() + "." + (i + 1),
                    MigrationAction.parse(migration.upgrade().get(i)).forServer(engine.profile()));
        }
    }

    /**
     * Adds an action as a reader, and applies it. An action without a parsed statement is ignored; a refused statement
     * becomes a note.
     *
     * @param name the name of the reader
     */
    void applyAction(String name, MigrationAction action) {
        Statement statement = action.statement();
        if (statement == null || action.isUnread()) {
            return;
        }
        try {
            addReader(new ReadingStatement(Kind.MIGRATION, new ObjectName("", name), session, statement));
            applyStatement(statement);
        } catch (Refusal refusal) {
            noteConsumer.accept(name + ": " + refusal.detail());
        }
    }

    /**
     * Applies a statement. A schema does not create databases, so a database that the statement names is added if it is
     * missing.
     *
     * @throws Refusal if the server would refuse the statement
     */
    void applyStatement(Statement statement) {
        catalog = ComparisonSideReader.addNamedDatabase(catalog, statement);
        boolean isTruncation = statement instanceof Statement.TruncateTable;
        if (isTruncation
                || (statement instanceof Statement.OpaqueStatement opaqueStatement && opaqueStatement.changesRows())) {
            statement
                    .changedObject()
                    .map(target -> ObjectName.resolve(target, session))
                    .filter(target -> !TemporaryName.isStaging(target.name()))
                    .ifPresent(tablesWithChangedRows::add);
        }
        if (statement instanceof AlterMaterializedView alterView) {
            noteActivation(alterView);
        }
        if (!(statement instanceof Statement.OpaqueStatement)) {
            catalog = applyToCatalog(statement);
            nameHistory.addRenames(statement, session);
        }
    }

    /** Notes which views statements have deactivated: only the statement ACTIVE activates them again. */
    private void noteActivation(AlterMaterializedView alterView) {
        ObjectName viewName = ObjectName.resolve(alterView.name(), session);
        if (alterView.change() instanceof Deactivate) {
            deactivatedViews.add(viewName);
        } else if (alterView.change() instanceof Activate) {
            deactivatedViews.remove(viewName);
        }
    }

    /** Applies a statement. If it reads external objects that are no longer declared, they are added to the catalog. */
    private Catalog applyToCatalog(Statement statement) {
        return FormerExternalObjects.applyWithFormerObjects(
                statement,
                catalog,
                session,
                position,
                this::collectFormerObjects,
                knownCatalog -> engine.apply(knownCatalog, session, statement).catalog());
    }

    private FormerExternalObjects collectFormerObjects() {
        return FormerExternalObjects.of(
                engine.profile(), session, schema.migrations().stream().map(RecordedMigration::upgrade));
    }

    /**
     * Returns the migration statements that read objects, except copies of a table into its successor. The list grows
     * with each migration.
     */
    List<Reader> readers() {
        return readers;
    }

    /** Forgets the changes of rows and names so far. */
    void forgetChanges() {
        tablesWithChangedRows.clear();
        nameHistory.clear();
    }

    /** Returns the tables whose rows were changed since {@link #forgetChanges}. */
    Set<ObjectName> tablesWithChangedRows() {
        return tablesWithChangedRows;
    }

    /** Returns the renames since {@link #forgetChanges}. */
    NameHistory nameHistory() {
        return nameHistory;
    }

    /** Returns the materialized views that are inactive. */
    Set<ObjectName> findInactiveViews() {
        Set<ObjectName> inactiveViews = ObjectName.findInactiveMaterializedViews(catalog);
        inactiveViews.addAll(deactivatedViews);
        return inactiveViews;
    }

    /**
     * Activates materialized views, as the migrator does after each migration. A view that can't be activated remains
     * inactive.
     */
    void activateViewsExcept(Set<ObjectName> excludedViews) {
        Set<ObjectName> viewNames = findInactiveViews();
        viewNames.removeAll(excludedViews);
        viewNames.removeAll(deactivatedViews);
        for (ObjectName viewName : DependencyOrder.of(catalog, viewNames).sortedNames()) {
            try {
                applyStatement(Sql.parse(
                        "ALTER MATERIALIZED VIEW `" + viewName.database() + "`.`" + viewName.name() + "` ACTIVE"));
            } catch (Refusal refusal) {
                LOG.log(Level.DEBUG, "{0} remains inactive: {1}", viewName, refusal.getMessage());
            }
        }
    }

    /** Adds a statement as a reader, unless it only copies the rows of a table into the table's successor. */
    private void addReader(ReadingStatement readingStatement) {
        readingStatement.analyze(engine.profile(), catalog).ifPresent(reader -> {
            ObjectName targetName = reader.target()
                    .withName(TemporaryName.removePlannedSuffix(reader.target().name()));
            if (!reader.lineage().bases().equals(Set.of(targetName)) || targetName.equals(reader.target())) {
                readers.add(new Reader(reader.kind(), reader.name(), targetName, reader.sql(), reader.lineage()));
            }
        });
    }
}
