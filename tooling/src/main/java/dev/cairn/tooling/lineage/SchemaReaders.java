package dev.cairn.tooling.lineage;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.run.preparation.InitialCatalog;
import dev.cairn.lineage.Impact;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.Reader.Kind;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.lineage.ReadingStatement;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.part.DependencyOrder;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.StagingName;
import dev.cairn.plan.step.Step;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.processor.model.QueryListing.ListedQuery;
import dev.cairn.profile.ServerProfile;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.schema.SnapshotTableDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.AlterMaterializedView;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange;
import dev.cairn.sql.ast.ViewStatement.MaterializedViewChange.Deactivate;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.definition.DeclaredRenames;
import dev.cairn.tooling.query.CompiledQueries;
import dev.cairn.upgrade.RecordedMigration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that reads the objects of a compiled schema: its views, its snapshot tables, its checked statements, the statements of its
 * migrations, and the objects of other schemas that are compiled with it.
 *
 * <pre>{@code
 * SchemaReaders readers = SchemaReaders.of(schema, target, otherSchemas, queries);
 * readers.graph(declared);   // the lineage of the declared catalog
 * readers.impact(12, 12);    // what the twelfth migration breaks
 * }</pre>
 */
public final class SchemaReaders {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final SchemaDescriptor schema;
    private final ServerProfile target;
    private final List<SchemaDescriptor> others;
    private final List<ReadingStatement> statements = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private SchemaReaders(SchemaDescriptor schema, ServerProfile target, List<SchemaDescriptor> others) {
        this.schema = schema;
        this.target = target;
        this.others = List.copyOf(others);
    }

    /**
     * Collects the readers of a schema.
     *
     * @param target one of the targets of the schema, whose rules apply
     * @param others the schemas whose objects may read those of the schema
     * @param queries the checked statements of all of them
     */
    public static SchemaReaders of(
            SchemaDescriptor schema, ServerProfile target, List<SchemaDescriptor> others, CompiledQueries queries) {
        SchemaReaders readers = new SchemaReaders(schema, target, others);
        readers.addSnapshotTables(schema);
        others.forEach(readers::addSnapshotTables);
        queries.listings().forEach(readers::addQueries);
        return readers;
    }

    private void addSnapshotTables(SchemaDescriptor owner) {
        Session session = new Session(owner.name());
        for (Descriptor<?> descriptor : owner.descriptors()) {
            if (descriptor instanceof SnapshotTableDescriptor<?> table
                    && Sql.parse(table.refresh(rules(owner))) instanceof Statement.Opaque refresh
                    && refresh.target() != null) {
                statements.add(new ReadingStatement(
                        Kind.SNAPSHOT_TABLE, ObjectName.of(refresh.target(), session), session, refresh));
            }
        }
    }

    private void addQueries(QueryListing listing) {
        Session session = new Session(listing.schema());
        for (ListedQuery query : listing.queries()) {
            try {
                Statement statement = Sql.parse(query.sample());
                statements.add(
                        new ReadingStatement(Kind.STATEMENT, new ObjectName("", query.name()), session, statement));
            } catch (SqlSyntaxException newer) {
                notes.add(query.name() + ": " + newer.getMessage());
            }
        }
    }

    /** Returns the readers that can't be followed because they can't be parsed or applied, with the reasons. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Returns the lineage of the declared catalog. */
    public ReaderGraph graph(Catalog declared) {
        return ReaderGraph.of(target, withOthers(declared), statements).with(migrations());
    }

    /**
     * Returns what some migrations break, change and touch.
     *
     * @param first the number of the first migration
     * @param last the number of the last one
     */
    public Impact impact(int first, int last) {
        Replay replay = new Replay(schema);
        List<RecordedMigration> before = new ArrayList<>();
        List<RecordedMigration> changes = new ArrayList<>();
        for (RecordedMigration migration : schema.migrations()) {
            if (migration.number() <= last) {
                (migration.number() < first ? before : changes).add(migration);
            }
        }
        before.forEach(replay::run);
        return impact(replay, () -> changes.forEach(replay::run));
    }

    /**
     * Returns what the changes break, change and touch that no migration records.
     */
    public Impact pending() {
        Replay replay = new Replay(schema);
        schema.migrations().forEach(replay::run);
        Replay declared = new Replay(schema);
        schema.statements(target).forEach(statement -> declared.apply(Sql.parse(statement)));
        List<Step> steps = new Planner(replay.engine, replay.session)
                .plan(replay.catalog, declared.catalog, declaredRenames())
                .steps();
        return impact(replay, () -> steps.forEach(step -> replay.run("pending", step.action())));
    }

    private Impact impact(Replay replay, Runnable changes) {
        Set<ObjectName> own = SchemaObject.names(replay.catalog);
        replay.catalog = withOthers(replay.catalog);
        replay.changedRows.clear();
        replay.names.clear();
        ReaderGraph before = ReaderGraph.of(target, replay.catalog, statements);
        Set<ObjectName> untouched = SchemaObject.names(replay.catalog); // the migrator knows its own views only
        untouched.removeAll(own);
        untouched.addAll(replay.inactive());
        changes.run();
        replay.activateAllBut(untouched);
        ReaderGraph after = ReaderGraph.of(target, replay.catalog, statements);
        return Impact.of(before, after, replay.changedRows, replay.names.and(declaredRenames()));
    }

    private Renames declaredRenames() {
        return DeclaredRenames.of(schema, schema.name());
    }

    /** The names that statements gave to objects and columns, and those that they had before all of them. */
    private static final class NameHistory {
        private final Map<ObjectName, String> objects = new TreeMap<>();
        private final Map<ObjectName, Map<String, String>> columns = new TreeMap<>();

        void clear() {
            objects.clear();
            columns.clear();
        }

        void add(Statement statement, Session session) {
            if (statement instanceof Statement.AlterTable alter) {
                ObjectName table = ObjectName.of(alter.table(), session);
                for (AlterClause clause : alter.clauses()) {
                    if (clause instanceof AlterClause.RenameTable renamed) {
                        rename(table, renamed.to().text());
                    } else if (clause instanceof AlterClause.RenameColumn renamed) {
                        Map<String, String> names = columns.computeIfAbsent(table, none -> new TreeMap<>());
                        String first = names.remove(renamed.from().text());
                        names.put(
                                renamed.to().text(),
                                first == null ? renamed.from().text() : first);
                    }
                }
            }
            if (statement instanceof AlterMaterializedView alter
                    && alter.change() instanceof MaterializedViewChange.Rename renamed) {
                rename(ObjectName.of(alter.name(), session), renamed.to().text());
            }
        }

        private void rename(ObjectName from, String to) {
            String first = objects.remove(from);
            objects.put(from.named(to), first == null ? from.name() : first);
            Map<String, String> names = columns.remove(from);
            if (names != null) {
                columns.put(from.named(to), names);
            }
        }

        /** Returns the renames, and others that are none of them. */
        Renames and(Renames others) {
            List<Rename> all = new ArrayList<>();
            objects.forEach((object, from) -> all.add(new Rename.OfObject(object, from)));
            columns.forEach(
                    (object, names) -> names.forEach((to, from) -> all.add(new Rename.OfColumn(object, from, to))));
            others.all().stream().filter(other -> !all.contains(other)).forEach(all::add);
            return new Renames(all);
        }
    }

    /** Returns the statements that fill the snapshot tables, and the checked statements. */
    public List<ReadingStatement> statements() {
        return List.copyOf(statements);
    }

    /** Returns a catalog with the objects of the other schemas that can be created in it. */
    public Catalog withOthers(Catalog catalog) {
        Catalog all = catalog;
        for (SchemaDescriptor other : others) {
            Replay replay = new Replay(other);
            for (ExternalObject external : replay.catalog.externals().values()) {
                ObjectName name = new ObjectName(external.database(), external.name());
                boolean known = external.catalog() == null
                        && SchemaObject.find(all, name).isPresent();
                all = known ? all : all.with(external);
            }
            boolean known = all.database(other.name()).isPresent();
            replay.catalog = known ? all : all.with(Database.of(other.name()));
            for (String text : other.statements(rules(other))) {
                Statement statement = Sql.parse(text);
                try {
                    replay.apply(statement);
                } catch (Refusal refusal) {
                    String name =
                            statement.changedObject().map(Object::toString).orElse("");
                    notes.add(other.name() + ": " + name + ": " + refusal.detail());
                }
            }
            all = replay.catalog;
        }
        return all;
    }

    /** Returns the statements of the migrations that filled tables which still exist. */
    private List<Reader> migrations() {
        Replay replay = new Replay(schema);
        schema.migrations().forEach(replay::run);
        schema.repeatables().forEach(replay::run);
        SortedSet<ObjectName> names = SchemaObject.names(replay.catalog);
        return replay.readers.stream()
                .filter(reader -> names.contains(reader.target()))
                .toList();
    }

    /** The target of a schema whose rules apply on the servers of this target. */
    private ServerProfile rules(SchemaDescriptor owner) {
        return owner.equals(schema) ? target : target.among(owner.targets()).orElse(owner.profile());
    }

    /** Applies migrations to a catalog. */
    private final class Replay {
        private final Engine engine;
        private final Session session;
        private final List<Reader> readers = new ArrayList<>();
        private final Set<ObjectName> changedRows = new TreeSet<>();
        private final Set<ObjectName> deactivated = new TreeSet<>();
        private final NameHistory names = new NameHistory();
        private Catalog catalog;

        /** Starts with the catalog before the first migration. */
        Replay(SchemaDescriptor owner) {
            ServerProfile rules = rules(owner);
            this.engine = new Engine(rules);
            this.session = new Session(owner.name());
            this.catalog = InitialCatalog.of(owner, rules, owner.name());
        }

        void run(RecordedMigration migration) {
            for (int i = 0; i < migration.upgrade().size(); i++) {
                run(
                        migration.name() + "." + (i + 1),
                        Action.parse(migration.upgrade().get(i)).on(engine.profile()));
            }
        }

        void run(String name, Action action) {
            Statement statement = action.statement();
            if (statement == null || action.isUnread()) {
                return;
            }
            try {
                addReader(new ReadingStatement(Kind.MIGRATION, new ObjectName("", name), session, statement));
                apply(statement);
            } catch (Refusal refusal) {
                notes.add(name + ": " + refusal.detail());
            }
        }

        /** Applies a statement. A schema creates no databases: those that it names exist. */
        void apply(Statement statement) {
            statement
                    .changedObject()
                    .flatMap(QualifiedName::qualifier)
                    .map(Name::text)
                    .filter(named -> catalog.database(named).isEmpty())
                    .ifPresent(named -> catalog = catalog.with(Database.of(named)));
            boolean truncates = statement instanceof Statement.TruncateTable;
            if (truncates || (statement instanceof Statement.Opaque opaque && opaque.changesRows())) {
                statement
                        .changedObject()
                        .map(target -> ObjectName.of(target, session))
                        .filter(target -> !StagingName.isStaging(target.name()))
                        .ifPresent(changedRows::add);
            }
            if (statement instanceof AlterMaterializedView alter && alter.change() instanceof Deactivate) {
                deactivated.add(ObjectName.of(alter.name(), session));
            }
            if (!(statement instanceof Statement.Opaque)) {
                catalog = engine.apply(catalog, session, statement).catalog();
                names.add(statement, session);
            }
        }

        /** Returns the materialized views that are inactive. */
        Set<ObjectName> inactive() {
            Set<ObjectName> inactive = new TreeSet<>(deactivated);
            for (Database database : catalog.databases().values()) {
                for (MaterializedView view : database.materializedViews().values()) {
                    if (!view.active()) {
                        inactive.add(new ObjectName(database.name(), view.name()));
                    }
                }
            }
            return inactive;
        }

        /** Activates materialized views, as the migrator does after each migration. */
        void activateAllBut(Set<ObjectName> untouched) {
            Set<ObjectName> views = inactive();
            views.removeAll(untouched);
            views.removeAll(deactivated);
            for (ObjectName view : DependencyOrder.of(catalog, views).order()) {
                try {
                    apply(Sql.parse("ALTER MATERIALIZED VIEW `" + view.database() + "`.`" + view.name() + "` ACTIVE"));
                } catch (Refusal refusal) {
                    LOG.log(Level.DEBUG, "{0} remains inactive: {1}", view, refusal.getMessage());
                }
            }
        }

        /** Adds the reader that a statement is. What a rebuilt table takes over from itself is not worth mentioning. */
        private void addReader(ReadingStatement statement) {
            statement.reader(engine.profile(), catalog).ifPresent(reader -> {
                ObjectName target =
                        reader.target().named(StagingName.plain(reader.target().name()));
                if (!reader.lineage().bases().equals(Set.of(target)) || target.equals(reader.target())) {
                    readers.add(new Reader(reader.kind(), reader.name(), target, reader.sql(), reader.lineage()));
                }
            });
        }
    }
}
