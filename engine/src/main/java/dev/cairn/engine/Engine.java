package dev.cairn.engine;

import dev.cairn.analysis.NewerSyntax;
import dev.cairn.analysis.source.QueryObserver;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.SeedRows;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.catalog.View;
import dev.cairn.engine.alter.AlterRule;
import dev.cairn.engine.alter.AlterTables;
import dev.cairn.engine.context.AlterTableContext;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.NameRule;
import dev.cairn.engine.context.NameRules;
import dev.cairn.engine.context.ResolvedTableName;
import dev.cairn.engine.context.ServerState;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.materialized.MaterializedViewDdl;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.property.DeclaredConstraints;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.StorageVolumes;
import dev.cairn.engine.row.InsertCheck;
import dev.cairn.engine.row.RowChangeCheck;
import dev.cairn.engine.table.CreateTables;
import dev.cairn.engine.view.DependentMaterializedViews;
import dev.cairn.engine.view.ViewDdl;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Relation.PartitionKey;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.AlterTable;
import dev.cairn.sql.ast.Statement.CancelAlter;
import dev.cairn.sql.ast.Statement.CreateDatabase;
import dev.cairn.sql.ast.Statement.CreateIndex;
import dev.cairn.sql.ast.Statement.DropDatabase;
import dev.cairn.sql.ast.Statement.DropIndex;
import dev.cairn.sql.ast.Statement.DropTable;
import dev.cairn.sql.ast.Statement.PartitionNames;
import dev.cairn.sql.ast.Statement.Recover;
import dev.cairn.sql.ast.Statement.TruncateTable;
import dev.cairn.sql.ast.Statement.Use;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.RefusalRule;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applies statements to a catalog in the same way as a server with the given profile. */
public final class Engine {
    private final ServerProfile profile;

    public Engine(ServerProfile profile) {
        this.profile = profile;
    }

    public ServerProfile profile() {
        return profile;
    }

    /**
     * Returns the catalog after the statement. A statement that does not concern the catalog, such as GRANT, changes
     * nothing. INSERT, UPDATE and DELETE are checked against the catalog, but do not change it either.
     *
     * @throws Refusal with the server's error; the catalog is then unchanged
     */
    public StatementResult apply(Catalog catalog, Session session, Statement statement) {
        NewerSyntax.check(profile, statement);
        ServerState server = new ServerState(profile, catalog, session);
        if (statement instanceof Statement.CreateDatabase create) {
            return new DatabaseDdl(server).create(create);
        }
        if (statement instanceof Statement.DropDatabase drop) {
            return new DatabaseDdl(server).drop(drop);
        }
        if (statement instanceof Statement.Use use) {
            return new DatabaseDdl(server).use(use);
        }
        if (statement instanceof Statement.CreateTable create) {
            return new CreateTables(server).create(create);
        }
        if (statement instanceof Statement.CreateTableLike like) {
            return new CreateTables(server).create(like);
        }
        if (statement instanceof Statement.CreateTableAsSelect create) {
            return new CreateTables(server).create(create);
        }
        if (statement instanceof ViewStatement.CreateView create) {
            return new ViewDdl(server).create(create);
        }
        if (statement instanceof ViewStatement.RedefineView redefine) {
            return new ViewDdl(server).redefine(redefine);
        }
        if (statement instanceof ViewStatement.SecureView secure) {
            return new ViewDdl(server).secure(secure);
        }
        if (statement instanceof ViewStatement.AlterForeignView alter) {
            return new ViewDdl(server).alterForeign(alter);
        }
        if (statement instanceof ViewStatement.DropView drop) {
            return new ViewDdl(server).drop(drop);
        }
        if (statement instanceof ViewStatement.CreateMaterializedView create) {
            return MaterializedViewDdl.create(server, create);
        }
        if (statement instanceof ViewStatement.AlterMaterializedView alter) {
            return MaterializedViewDdl.alter(server, alter);
        }
        if (statement instanceof ViewStatement.DropMaterializedView drop) {
            return MaterializedViewDdl.drop(server, drop);
        }
        if (statement instanceof ViewStatement.RefreshMaterializedView refresh) {
            return MaterializedViewDdl.refresh(server, refresh);
        }
        if (statement instanceof ViewStatement.CancelRefresh cancel) {
            return MaterializedViewDdl.cancel(server, cancel);
        }
        if (statement instanceof Statement.AlterTable alter) {
            return AlterTables.apply(server, alter);
        }
        if (statement instanceof Statement.DropTable drop) {
            return TableDdl.drop(server, drop);
        }
        if (statement instanceof Statement.TruncateTable truncate) {
            return Truncation.apply(server, truncate);
        }
        if (statement instanceof Recover recover) {
            return recover(server, recover);
        }
        if (statement instanceof Statement.CreateIndex create) {
            return AlterTables.apply(server, TableDdl.asAlter(create));
        }
        if (statement instanceof Statement.DropIndex drop) {
            return AlterTables.apply(server, TableDdl.asAlter(drop));
        }
        if (statement instanceof Statement.CancelAlter cancel) {
            return TableDdl.cancel(server, cancel);
        }
        if (statement instanceof Statement.Opaque opaque && opaque.changesRows()) {
            check(server, manipulation(opaque), QueryObserver.NONE);
        }
        return server.unchanged();
    }

    private static Manipulation manipulation(Statement.Opaque statement) {
        try {
            return Sql.parseManipulation(statement);
        } catch (SqlSyntaxException wrong) {
            throw Refusal.syntax(wrong);
        }
    }

    /**
     * Checks whether the server would accept a statement that changes rows.
     *
     * @throws Refusal with the server's error
     */
    public void check(Catalog catalog, Session session, Manipulation manipulation) {
        check(catalog, session, manipulation, QueryObserver.NONE);
    }

    /**
     * Checks a statement that changes rows, and reports what the analysis determines about its parts.
     *
     * @throws Refusal with the server's error
     */
    public void check(Catalog catalog, Session session, Manipulation manipulation, QueryObserver observer) {
        check(new ServerState(profile, catalog, session), manipulation, observer);
    }

    private static void check(ServerState server, Manipulation manipulation, QueryObserver observer) {
        if (manipulation instanceof Manipulation.Insert insert) {
            InsertCheck.check(server, insert, observer);
        } else if (manipulation instanceof Manipulation.Update update) {
            new RowChangeCheck(server, observer).check(update);
        } else {
            new RowChangeCheck(server, observer).check((Manipulation.Delete) manipulation);
        }
    }

    private static StatementResult recover(ServerState server, Recover recover) {
        Name partition = recover.partition();
        if (partition != null) {
            return TableDdl.recover(server, recover, partition);
        }
        return recover.what() == Recover.What.DATABASE
                ? new DatabaseDdl(server).recover(recover)
                : TableDdl.recover(server, recover);
    }

    /**
     * Applies TRUNCATE TABLE. Of everything that a catalog contains, the statement removes only temporary partitions
     * and the rows that the schema declares.
     */
    private static final class Truncation {
        private Truncation() {}

        static StatementResult apply(ServerState server, TruncateTable statement) {
            ResolvedTableName place = ResolvedTableName.of(server, statement.table());
            PartitionNames partitions = statement.partitions();
            if (partitions != null && partitions.temporary()) {
                throw Refusal.analysis(partitions.span(), ObjectRule.TEMPORARY_PARTITIONS_TRUNCATED);
            }
            requireDistinctColumns(server, statement.keys());
            if (isUnchecked(server, place)) {
                return server.unchanged();
            }
            Database database = place.database(server)
                    .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_DATABASE, place.database()));
            Table table = database.table(place.table())
                    .orElseThrow(() -> Refusal.analysis(place.span(), NameRule.TABLE_NOT_FOUND, place.table()));
            AlterTableContext.requireIdle(table, place.span());
            if (partitions == null) {
                if (!statement.keys().isEmpty() && !server.profile().atLeast(Version.V4_0)) {
                    return server.unchanged();
                }
                return server.changed(
                        database.with(table.withTemporaryPartitions(List.of()).withSeed(SeedRows.NONE)));
            }
            for (Name name : partitions.names()) {
                requirePartition(table, name);
            }
            return server.unchanged();
        }

        /**
         * Whether the table belongs to the server itself or to an external catalog; in the latter case servers since
         * 4.0 do not check that the table exists.
         */
        private static boolean isUnchecked(ServerState server, ResolvedTableName place) {
            return place.internal()
                    ? DatabaseDdl.isSystem(place.database())
                    : server.profile().atLeast(Version.V4_0);
        }

        /** Requires distinct columns, which are compared with their case; servers before 4.0 do not check them. */
        private static void requireDistinctColumns(ServerState server, List<PartitionKey> keys) {
            Set<String> columns = new HashSet<>();
            for (PartitionKey key : keys) {
                if (!columns.add(key.column().text()) && server.profile().atLeast(Version.V4_0)) {
                    throw Refusal.analysis(key.column().span(), ObjectRule.PARTITION_COLUMN_DUPLICATED);
                }
            }
        }

        private static void requirePartition(Table table, Name name) {
            if (!table.mayHavePartition(name)) {
                throw Refusal.execution(name.span(), AlterRule.PARTITION_NOT_FOUND, name);
            }
        }
    }

    /** Applies DROP and RECOVER of tables, and translates statements that are another spelling of an ALTER TABLE. */
    private static final class TableDdl {
        private TableDdl() {}

        static StatementResult drop(ServerState server, DropTable statement) {
            ResolvedTableName place = ResolvedTableName.of(server, statement.table());
            Database database = place.existingDatabase(server);
            Optional<Table> table =
                    statement.temporary() ? database.temporaries().get(place.table()) : database.table(place.table());
            if (table.isEmpty()) {
                refuseOthers(database, place);
                if (statement.ifExists()) {
                    return server.unchanged();
                }
                throw Refusal.analysis(place.span(), ServerError.UNKNOWN_TABLE, place.table());
            }
            if (table.get().temporary()) {
                return server.changed(database.without(place.table()));
            }
            Database after = statement.force() ? database.without(place.table()) : database.recycling(table.get());
            Catalog dropped =
                    DeclaredConstraints.of(server.catalog().with(after)).withoutTable(database.name(), place.table());
            return server.changed(DependentMaterializedViews.of(dropped).orphaned(database.name(), place.table()));
        }

        private static void refuseOthers(Database database, ResolvedTableName place) {
            if (database.materializedView(place.table()).isPresent()) {
                throw place.materialized();
            }
            if (database.view(place.table()).isPresent()) {
                throw Refusal.analysis(place.span(), ServerError.WRONG_OBJECT, database.name(), place.table(), "TABLE");
            }
        }

        static StatementResult recover(ServerState server, Recover statement) {
            ResolvedTableName place = ResolvedTableName.of(server, statement.name());
            Database database = place.database(server)
                    .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_DATABASE, place.database()));
            if (database.holds(place.table())) {
                throw Refusal.execution(place.span(), ServerError.TABLE_EXISTS, place.table());
            }
            Optional<View> view = database.recycledViews().get(place.table());
            if (view.isPresent()) {
                return server.changed(database.recovering(view.get()));
            }
            Table table = database.recycled()
                    .get(place.table())
                    .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_TABLE, place.table()));
            return server.changed(database.recovering(table));
        }

        static StatementResult recover(ServerState server, Recover statement, Name partition) {
            ResolvedTableName place = ResolvedTableName.of(server, statement.name());
            Database database = place.database(server)
                    .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_DATABASE, place.database()));
            Table table = database.tables()
                    .get(place.table())
                    .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_TABLE, place.table()));
            TablePartitions partitions = TablePartitions.of(table);
            if (partitions.has(partition.text())) {
                throw Refusal.execution(partition.span(), ObjectRule.PARTITION_NAME_USED, partition, table.name());
            }
            return server.changed(database.with(partitions.recovered(partition)));
        }

        static AlterTable asAlter(CreateIndex statement) {
            AlterClause clause = new AlterClause.AddIndex(statement.index(), statement.span());
            return new AlterTable(statement.table(), List.of(clause), statement.span());
        }

        static AlterTable asAlter(DropIndex statement) {
            AlterClause clause = new AlterClause.DropIndex(statement.index(), statement.span());
            return new AlterTable(statement.table(), List.of(clause), statement.span());
        }

        /**
         * Cancels a running job. The catalog contains no partial effects of a running job, so the table's definition
         * does not change.
         */
        static StatementResult cancel(ServerState server, CancelAlter statement) {
            ResolvedTableName place = ResolvedTableName.of(server, statement.table());
            Database database = place.existingDatabase(server);
            Table table = database.table(place.table())
                    .orElseThrow(() -> Refusal.execution(place.span(), ServerError.UNKNOWN_TABLE, place.table()));
            boolean rollup = statement.kind() == CancelAlter.Kind.ROLLUP;
            if (!isCancellable(table.state(), rollup)) {
                throw Refusal.execution(
                        place.span(),
                        rollup ? ObjectRule.ROLLUP_NOT_RUNNING : ObjectRule.SCHEMA_CHANGE_NOT_RUNNING,
                        table.name());
            }
            return server.changed(database.with(table.in(TableState.NORMAL)));
        }

        private static boolean isCancellable(TableState state, boolean rollup) {
            return rollup
                    ? state == TableState.ROLLUP
                    : state == TableState.SCHEMA_CHANGE || state == TableState.OPTIMIZE;
        }
    }

    /** Applies CREATE DATABASE, DROP DATABASE, RECOVER DATABASE and USE. */
    private record DatabaseDdl(ServerState server) {
        /** The system databases: every server has them, and they contain tables of the server. */
        private static final Set<String> SYSTEM = Set.of("information_schema", "sys", "_statistics_");

        StatementResult create(CreateDatabase statement) {
            String name = statement.name().last().text();
            requireInternal(statement.name());
            NameRules.checkDatabase(name, statement.name().span());
            requireVolume(statement.properties());
            if (exists(name)) {
                if (statement.ifNotExists()) {
                    return server.unchanged();
                }
                throw Refusal.execution(statement.name().span(), ServerError.DATABASE_EXISTS, name);
            }
            return server.changed(Database.of(name, statement.properties()));
        }

        StatementResult drop(DropDatabase statement) {
            String name = statement.name().last().text();
            requireInternal(statement.name());
            Database database = server.catalog().database(name).orElse(null);
            if (database == null) {
                if (statement.ifExists()) {
                    return server.unchanged();
                }
                throw Refusal.execution(statement.name().span(), ServerError.NO_DATABASE_TO_DROP, name);
            }
            if (!statement.force() && !database.temporaries().isEmpty()) {
                throw Refusal.execution(statement.name().span(), ObjectRule.DATABASE_HAS_TEMPORARY_TABLES, name);
            }
            Catalog after = withoutReaders(
                    statement.force()
                            ? server.catalog().without(name)
                            : server.catalog().recycling(database),
                    database);
            Session session = name.equals(server.session().database()) ? Session.NONE : server.session();
            return new StatementResult(after, session, Cost.IMMEDIATE);
        }

        /** The catalog after the materialized views that read an object of the dropped database have been deactivated. */
        private static Catalog withoutReaders(Catalog without, Database dropped) {
            Catalog catalog = without;
            for (Table table : dropped.tables().values()) {
                catalog = DependentMaterializedViews.of(catalog).orphaned(dropped.name(), table.name());
            }
            for (View view : dropped.views().values()) {
                catalog = DependentMaterializedViews.of(catalog).orphaned(dropped.name(), view.name());
            }
            for (MaterializedView view : dropped.materializedViews().values()) {
                catalog = DependentMaterializedViews.of(catalog).orphaned(dropped.name(), view.name());
            }
            return catalog;
        }

        StatementResult recover(Recover statement) {
            String name = statement.name().last().text();
            if (exists(name)) {
                throw Refusal.execution(statement.span(), ObjectRule.DATABASE_EXISTS, name);
            }
            Database database = server.catalog()
                    .recycled()
                    .get(name)
                    .orElseThrow(() -> Refusal.execution(statement.span(), ServerError.UNKNOWN_DATABASE, name));
            return server.changed(server.catalog().recovering(database));
        }

        StatementResult use(Use statement) {
            String name = statement.name().last().text();
            statement.name().qualifier().map(Name::text).ifPresent(catalog -> {
                if (!catalog.equals(ResolvedTableName.INTERNAL_CATALOG)) {
                    throw Refusal.execution(statement.name().span(), ServerError.UNKNOWN_CATALOG, catalog);
                }
            });
            if (!exists(name)) {
                throw Refusal.execution(statement.name().span(), ServerError.UNKNOWN_DATABASE, name);
            }
            return new StatementResult(server.catalog(), server.session().using(name), Cost.IMMEDIATE);
        }

        private boolean exists(String name) {
            return server.catalog().database(name).isPresent() || isSystem(name);
        }

        static boolean isSystem(String name) {
            return SYSTEM.contains(name);
        }

        private static void requireInternal(QualifiedName name) {
            name.qualifier().map(Name::text).ifPresent(catalog -> {
                if (!catalog.equals(ResolvedTableName.INTERNAL_CATALOG)) {
                    throw Refusal.analysis(name.span(), ServerError.UNKNOWN_CATALOG, catalog);
                }
            });
        }

        private void requireVolume(List<Property> properties) {
            for (Property property : properties) {
                if (!KnownProperty.STORAGE_VOLUME.is(property.name())) {
                    continue;
                }
                if (server.profile().sharedData()) {
                    StorageVolumes.check(server.profile(), property.value(), property.span());
                } else if (!property.value().equalsIgnoreCase("local")) {
                    throw Refusal.wrapped(property.span(), ServerError.COMMON, ObjectRule.STORAGE_VOLUME_NOT_LOCAL);
                }
            }
        }
    }

    /** The server's rules for databases and for statements on any kind of object. */
    public enum ObjectRule implements RefusalRule {
        DATABASE_HAS_TEMPORARY_TABLES(
                "The database [%s] cannot be dropped because there are still some temporary tables in it. If you "
                        + "want to forcibly drop, please use \"DROP DATABASE <database> FORCE.\""),
        DATABASE_EXISTS("Database[%s] already exist."),
        STORAGE_VOLUME_NOT_LOCAL("Storage volume can only be 'local' in shared nothing mode"),
        TEMPORARY_PARTITIONS_TRUNCATED("Not support truncate temp partitions"),
        PARTITION_COLUMN_DUPLICATED("Duplicate partition column names are not allowed"),
        PARTITION_NAME_USED("partition[%s] already exist in table[%s]"),
        ROLLUP_NOT_RUNNING(
                "Table[%s] is not under ROLLUP/WAITING_STABLE. Use 'ALTER TABLE DROP ROLLUP' if you want to."),
        SCHEMA_CHANGE_NOT_RUNNING("Table[%s] is not under SCHEMA_CHANGE/WAITING_STABLE.");

        private final String template;

        ObjectRule(String template) {
            this.template = template;
        }

        @Override
        public String template() {
            return template;
        }
    }
}
