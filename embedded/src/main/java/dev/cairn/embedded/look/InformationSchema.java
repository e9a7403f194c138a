package dev.cairn.embedded.look;

import static dev.cairn.embedded.protocol.ResultColumnType.BIGINT;
import static dev.cairn.embedded.protocol.ResultColumnType.BOOLEAN;
import static dev.cairn.embedded.protocol.ResultColumnType.DATETIME;
import static dev.cairn.embedded.protocol.ResultColumnType.DOUBLE;
import static dev.cairn.embedded.protocol.ResultColumnType.INT;
import static dev.cairn.embedded.protocol.ResultColumnType.JSON;
import static dev.cairn.embedded.protocol.ResultColumnType.varchar;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.look.SessionSnapshot.VisibleObject;
import dev.cairn.embedded.query.InMemoryRelation;
import dev.cairn.embedded.query.TableLookup;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Load;
import dev.cairn.embedded.state.RefreshRun;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of {@code information_schema} as a session sees them. Their names are case-insensitive. */
public final class InformationSchema implements TableLookup {
    static final String NAME = "information_schema";

    /**
     * The tables about features that StarRocks lacks, with their columns. Drivers query them; they are always empty.
     */
    private static final Map<String, String> EMPTY = ResultBuilder.shapes("""
        statistics: TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, NON_UNIQUE, INDEX_SCHEMA, INDEX_NAME, SEQ_IN_INDEX, \
            COLUMN_NAME, COLLATION, CARDINALITY, SUB_PART, PACKED, NULLABLE, INDEX_TYPE, COMMENT
        key_column_usage: CONSTRAINT_CATALOG, CONSTRAINT_SCHEMA, CONSTRAINT_NAME, TABLE_CATALOG, TABLE_SCHEMA, \
            TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, POSITION_IN_UNIQUE_CONSTRAINT, REFERENCED_TABLE_SCHEMA, \
            REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
        table_constraints: CONSTRAINT_CATALOG, CONSTRAINT_SCHEMA, CONSTRAINT_NAME, TABLE_SCHEMA, TABLE_NAME, \
            CONSTRAINT_TYPE
        referential_constraints: CONSTRAINT_CATALOG, CONSTRAINT_SCHEMA, CONSTRAINT_NAME, UNIQUE_CONSTRAINT_NAME, \
            UPDATE_RULE, DELETE_RULE, TABLE_NAME, REFERENCED_TABLE_NAME
        routines: SPECIFIC_NAME, ROUTINE_CATALOG, ROUTINE_SCHEMA, ROUTINE_NAME, ROUTINE_TYPE, ROUTINE_COMMENT
        parameters: SPECIFIC_SCHEMA, SPECIFIC_NAME, ORDINAL_POSITION, PARAMETER_NAME
        triggers: TRIGGER_CATALOG, TRIGGER_SCHEMA, TRIGGER_NAME, EVENT_OBJECT_TABLE
        events: EVENT_CATALOG, EVENT_SCHEMA, EVENT_NAME
        table_privileges: GRANTEE, TABLE_CATALOG, TABLE_SCHEMA, TABLE_NAME, PRIVILEGE_TYPE, IS_GRANTABLE
        """);

    /** The names of all tables, in alphabetical order. */
    static final Set<String> TABLES = tables(
            "columns",
            "loads",
            "materialized_views",
            "partitions_meta",
            "schemata",
            "tables",
            "tables_config",
            "task_runs",
            "views");

    /** The server's default of {@code task_runs_ttl_second}. */
    private static final Duration TASK_RUN_RETENTION = Duration.ofDays(7);

    /** The error number of all runs that have failed. */
    private static final int FAILED = -1;

    private final SessionSnapshot snapshot;

    public InformationSchema(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    private static Set<String> tables(String... names) {
        Set<String> tables = new TreeSet<>(EMPTY.keySet());
        tables.addAll(List.of(names));
        return tables;
    }

    @Override
    public InMemoryRelation table(QualifiedName name) {
        String database =
                name.qualifier().map(Name::text).orElse(snapshot.session().database());
        if (database == null) {
            throw Refusal.analysis(name.span(), ServerError.NO_DATABASE_CHOSEN);
        }
        String table = name.last().text().toLowerCase(Locale.ROOT);
        ResultBuilder listing = database.equalsIgnoreCase(NAME) ? listing(table) : null;
        if (listing == null) {
            throw unreadable(database, name);
        }
        return listing.relation();
    }

    private @Nullable ResultBuilder listing(String table) {
        return switch (table) {
            case "columns" -> columns();
            case "loads" -> loads();
            case "materialized_views" -> new MaterializedViewListing(snapshot).table();
            case "partitions_meta" -> partitions();
            case "schemata" -> schemata();
            case "tables" -> tables();
            case "tables_config" -> tableConfigurations();
            case "task_runs" -> taskRuns();
            case "views" -> views();
            default -> {
                String columns = EMPTY.get(table);
                yield columns == null ? null : ResultBuilder.shape(columns);
            }
        };
    }

    private Refusal unreadable(String database, QualifiedName name) {
        if (!database.equalsIgnoreCase(NAME)) {
            snapshot.existingDatabase(database);
        }
        String words = database + "." + name.last().text();
        if (database.equalsIgnoreCase(NAME) || snapshot.object(name).isEmpty()) {
            return Refusal.analysis(name.span(), ServerError.UNKNOWN_TABLE, words);
        }
        return Refusal.analysis(name.span(), EmbeddedRule.NO_ROWS, words);
    }

    private ResultBuilder schemata() {
        return new Listing<String>()
                .constant("CATALOG_NAME", varchar(512), "def")
                .column("SCHEMA_NAME", varchar(32), name -> name)
                .constant("DEFAULT_CHARACTER_SET_NAME", varchar(32), "utf8")
                .constant("DEFAULT_COLLATION_NAME", varchar(32), "utf8_general_ci")
                .nulls(varchar(512), "SQL_PATH")
                .of(snapshot.databaseNames());
    }

    /** A row of the table TABLES: an object of a database, or a table of {@code information_schema}. */
    private record TableRow(
            String database,
            String name,
            String type,
            @Nullable String engine,
            @Nullable Integer size,
            @Nullable String created,
            String comment) {}

    private ResultBuilder tables() {
        Stream<TableRow> objects = snapshot.objects()
                .map(visible -> new TableRow(
                        visible.database(),
                        visible.object().name(),
                        visible.object().tableType(),
                        visible.object().engine(),
                        0,
                        snapshot.created(visible.database(), visible.object()),
                        snapshot.comment(visible.object())));
        Stream<TableRow> system =
                TABLES.stream().map(name -> new TableRow(NAME, name, "SYSTEM VIEW", "MEMORY", null, null, ""));
        return new Listing<TableRow>()
                .constant("TABLE_CATALOG", varchar(512), "def")
                .column("TABLE_SCHEMA", varchar(64), TableRow::database)
                .column("TABLE_NAME", varchar(64), TableRow::name)
                .column("TABLE_TYPE", varchar(64), TableRow::type)
                .column("ENGINE", varchar(64), TableRow::engine)
                .nulls(BIGINT, "VERSION")
                .nulls(varchar(10), "ROW_FORMAT")
                .column("TABLE_ROWS", BIGINT, TableRow::size)
                .column("AVG_ROW_LENGTH", BIGINT, TableRow::size)
                .column("DATA_LENGTH", BIGINT, TableRow::size)
                .nulls(BIGINT, "MAX_DATA_LENGTH", "INDEX_LENGTH", "DATA_FREE", "AUTO_INCREMENT")
                .column("CREATE_TIME", DATETIME, TableRow::created)
                .column("UPDATE_TIME", DATETIME, TableRow::created)
                .nulls(DATETIME, "CHECK_TIME")
                .constant("TABLE_COLLATION", varchar(32), "utf8_general_ci")
                .nulls(BIGINT, "CHECKSUM")
                .nulls(varchar(255), "CREATE_OPTIONS")
                .column("TABLE_COMMENT", varchar(2048), TableRow::comment)
                .of(Stream.concat(objects, system));
    }

    /** A row of the table COLUMNS. */
    private record ColumnRow(VisibleObject owner, int position, Column column) {
        static Stream<ColumnRow> all(VisibleObject owner) {
            List<ColumnRow> rows = new ArrayList<>();
            owner.object().columns().forEach(column -> rows.add(new ColumnRow(owner, rows.size() + 1, column)));
            return rows.stream();
        }

        ColumnListing listed() {
            return new ColumnListing(column);
        }
    }

    private ResultBuilder columns() {
        return new Listing<ColumnRow>()
                .nulls(varchar(512), "TABLE_CATALOG")
                .column("TABLE_SCHEMA", varchar(64), row -> row.owner().database())
                .column("TABLE_NAME", varchar(64), row -> row.owner().object().name())
                .column("COLUMN_NAME", varchar(64), row -> row.column().name())
                .column("ORDINAL_POSITION", BIGINT, ColumnRow::position)
                .column(
                        "COLUMN_DEFAULT",
                        varchar(1024),
                        row -> row.listed().defaultIn(row.owner().object()))
                .column("IS_NULLABLE", varchar(3), row -> row.listed().nullable())
                .column("DATA_TYPE", varchar(64), row -> row.listed().dataType())
                .column("CHARACTER_MAXIMUM_LENGTH", BIGINT, row -> row.listed().length())
                .column("CHARACTER_OCTET_LENGTH", BIGINT, row -> row.listed().length())
                .column("NUMERIC_PRECISION", BIGINT, row -> row.listed().precision())
                .column("NUMERIC_SCALE", BIGINT, row -> row.listed().digits())
                .nulls(BIGINT, "DATETIME_PRECISION")
                .nulls(varchar(32), "CHARACTER_SET_NAME", "COLLATION_NAME")
                .column("COLUMN_TYPE", varchar(32), row -> row.listed().columnType())
                .column(
                        "COLUMN_KEY",
                        varchar(3),
                        row -> row.listed().keyIn(row.owner().object()))
                .constant("EXTRA", varchar(27), "")
                .constant("PRIVILEGES", varchar(80), "")
                .column("COLUMN_COMMENT", varchar(255), row -> row.column().comment())
                .column("COLUMN_SIZE", BIGINT, row -> row.listed().size())
                .column("DECIMAL_DIGITS", BIGINT, row -> row.listed().digits())
                .column(
                        "GENERATION_EXPRESSION",
                        varchar(64),
                        row -> row.listed().generation())
                .nulls(BIGINT, "SRS_ID")
                .of(snapshot.objects().flatMap(ColumnRow::all));
    }

    /** A row of the table VIEWS. */
    private record ViewRow(String database, DatabaseObject.OfView object) {}

    private ResultBuilder views() {
        return new Listing<ViewRow>()
                .constant("TABLE_CATALOG", varchar(512), "def")
                .column("TABLE_SCHEMA", varchar(64), ViewRow::database)
                .column("TABLE_NAME", varchar(64), row -> row.object().name())
                .column(
                        "VIEW_DEFINITION",
                        varchar(65535),
                        row -> row.object().view().definition().query().text())
                .constant("CHECK_OPTION", varchar(8), "NONE")
                .constant("IS_UPDATABLE", varchar(3), "NO")
                .constant("DEFINER", varchar(77), "")
                .constant("SECURITY_TYPE", varchar(7), "")
                .constant("CHARACTER_SET_CLIENT", varchar(32), "utf8")
                .constant("COLLATION_CONNECTION", varchar(32), "utf8_general_ci")
                .of(snapshot.objects()
                        .filter(visible -> visible.object() instanceof DatabaseObject.OfView)
                        .map(visible -> new ViewRow(visible.database(), (DatabaseObject.OfView) visible.object())));
    }

    private Stream<PartitionListing> partitionedTables() {
        return snapshot.objects()
                .filter(visible -> visible.object() instanceof DatabaseObject.OfTable)
                .map(visible -> new PartitionListing(
                        snapshot, visible.database(), ((DatabaseObject.OfTable) visible.object()).table()));
    }

    private ResultBuilder tableConfigurations() {
        return new Listing<PartitionListing>()
                .column("TABLE_SCHEMA", varchar(64), PartitionListing::database)
                .column("TABLE_NAME", varchar(64), row -> row.table().name())
                .constant("TABLE_ENGINE", varchar(64), snapshot.profile().sharedData() ? "CLOUD_NATIVE" : "OLAP")
                .column(
                        "TABLE_MODEL",
                        varchar(64),
                        row -> ColumnListing.model(row.table().model()))
                .column("PRIMARY_KEY", varchar(64), row -> isUnique(row.table()) ? key(row.table()) : "")
                .column("PARTITION_KEY", varchar(64), row -> quoted(row.keyColumns()))
                .column("DISTRIBUTE_KEY", varchar(64), row -> distributionKey(row.table()))
                .column("DISTRIBUTE_TYPE", varchar(64), row -> isHash(row.table()) ? "HASH" : "RANDOM")
                .column("DISTRIBUTE_BUCKET", INT, row -> declaredBuckets(row.table()))
                .column("SORT_KEY", varchar(64), row -> sortKey(row.table()))
                .column("PROPERTIES", varchar(65535), row -> properties(row.table()))
                .column(
                        "TABLE_ID",
                        BIGINT,
                        row -> snapshot.id(row.database(), row.table().name()))
                .of(partitionedTables());
    }

    private static boolean isUnique(Table table) {
        return table.model() == KeyModel.PRIMARY || table.model() == KeyModel.UNIQUE;
    }

    private static String key(Table table) {
        return quoted(
                table.columns().stream().filter(Column::key).map(Column::name).toList());
    }

    private static boolean isHash(Table table) {
        return table.distribution() instanceof Distribution.Hash;
    }

    private static String distributionKey(Table table) {
        return table.distribution() instanceof Distribution.Hash hash
                ? quoted(hash.columns().stream().map(Name::text).toList())
                : "";
    }

    private static int declaredBuckets(Table table) {
        return table.distribution().buckets() instanceof Buckets.Count count ? count.value() : 0;
    }

    private static String sortKey(Table table) {
        return table.sortKey().isEmpty() ? key(table) : quoted(table.sortKey());
    }

    private static String properties(Table table) {
        Map<String, String> values = new LinkedHashMap<>();
        table.properties().settings().forEach((name, setting) -> values.put(name, setting.value()));
        return JsonWriter.COMPACT.text(values);
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    /** A row of the table PARTITIONS_META. */
    private record PartitionRow(PartitionListing table, PartitionListing.ListedPartition partition) {
        static Stream<PartitionRow> all(PartitionListing table) {
            return Stream.concat(table.all(false).stream(), table.all(true).stream())
                    .map(partition -> new PartitionRow(table, partition));
        }
    }

    private ResultBuilder partitions() {
        return new Listing<PartitionRow>()
                .column("DB_NAME", varchar(64), row -> row.table().database())
                .column("TABLE_NAME", varchar(64), row -> row.table().table().name())
                .column("PARTITION_NAME", varchar(64), row -> row.partition().name())
                .column("PARTITION_ID", BIGINT, row -> row.partition().id())
                .constant("COMPACT_VERSION", BIGINT, 0)
                .constant("VISIBLE_VERSION", BIGINT, 1)
                .column("VISIBLE_VERSION_TIME", DATETIME, row -> row.table().visibleSince())
                .constant("NEXT_VERSION", BIGINT, 2)
                .constant("DATA_VERSION", BIGINT, 1)
                .column("VERSION_EPOCH", BIGINT, row -> row.partition().id())
                .constant("VERSION_TXN_TYPE", varchar(64), "TXN_NORMAL")
                .column("PARTITION_KEY", varchar(64), row -> row.table().partitionKey())
                .column("PARTITION_VALUE", varchar(64), row -> row.partition().values())
                .column("DISTRIBUTION_KEY", varchar(64), row -> row.table().distributionKey())
                .column("BUCKETS", INT, row -> row.table().buckets())
                .column("REPLICATION_NUM", INT, row -> row.table().replicas(row.partition()))
                .constant("STORAGE_MEDIUM", varchar(64), "HDD")
                .constant("COOLDOWN_TIME", DATETIME, "9999-12-31 15:59:59")
                .nulls(DATETIME, "LAST_CONSISTENCY_CHECK_TIME")
                .constant("IS_IN_MEMORY", BOOLEAN, false)
                .column("IS_TEMP", BOOLEAN, row -> row.partition().temporary())
                .constant("DATA_SIZE", BIGINT, 0)
                .constant("ROW_COUNT", BIGINT, 0)
                .constant("ENABLE_DATACACHE", BOOLEAN, false)
                .constant("AVG_CS", DOUBLE, 0.0)
                .constant("P50_CS", DOUBLE, 0.0)
                .constant("MAX_CS", DOUBLE, 0.0)
                .constant("STORAGE_PATH", varchar(64), "")
                .constant("STORAGE_SIZE", BIGINT, 0)
                .constant("TABLET_BALANCED", BOOLEAN, true)
                .constant("METADATA_SWITCH_VERSION", BIGINT, 0)
                .of(partitionedTables().flatMap(PartitionRow::all));
    }

    private ResultBuilder taskRuns() {
        return new Listing<RefreshRun>()
                .column("QUERY_ID", varchar(64), RefreshRun::queryId)
                .column("TASK_NAME", varchar(64), run -> RefreshRun.task(run.view()))
                .column("CREATE_TIME", DATETIME, run -> SessionSnapshot.time(run.time()))
                .column("FINISH_TIME", DATETIME, run -> SessionSnapshot.time(run.time()))
                .column("STATE", varchar(16), RefreshRun::state)
                .constant("CATALOG", varchar(64), SessionSnapshot.INTERNAL_CATALOG)
                .constant("WAREHOUSE", varchar(64), "default_warehouse")
                .column("DATABASE", varchar(64), RefreshRun::database)
                .column("DEFINITION", varchar(65535), RefreshRun::definition)
                .column(
                        "EXPIRE_TIME",
                        DATETIME,
                        run -> SessionSnapshot.time(run.time().plus(TASK_RUN_RETENTION)))
                .column("ERROR_CODE", BIGINT, run -> run.failure() == null ? 0 : FAILED)
                .column("ERROR_MESSAGE", varchar(65535), RefreshRun::failure)
                .column("PROGRESS", varchar(64), run -> run.failure() == null ? "100%" : "0%")
                .column("EXTRA_MESSAGE", varchar(8192), run -> "{\"forceRefresh\":" + run.forced() + "}")
                .column("PROPERTIES", varchar(512), run -> "{\"mvId\":\"" + run.view() + "\"}")
                .column("JOB_ID", varchar(64), RefreshRun::job)
                .column("PROCESS_TIME", DATETIME, run -> SessionSnapshot.time(run.time()))
                .of(snapshot.state().runs().all().stream().filter(run -> snapshot.entersDatabase(run.database())));
    }

    private ResultBuilder loads() {
        return new Listing<Load>()
                .column("ID", BIGINT, Load::id)
                .column("LABEL", varchar(64), Load::label)
                .nulls(varchar(64), "PROFILE_ID")
                .column("DB_NAME", varchar(64), Load::database)
                .column("TABLE_NAME", varchar(64), Load::table)
                .column("USER", varchar(64), Load::user)
                .constant("WAREHOUSE", varchar(64), "default_warehouse")
                .column("STATE", varchar(64), Load::state)
                .column("PROGRESS", varchar(64), Load::progress)
                .column("TYPE", varchar(64), Load::kind)
                .constant("PRIORITY", varchar(64), "NORMAL")
                .constant("SCAN_ROWS", BIGINT, 0)
                .constant("SCAN_BYTES", BIGINT, 0)
                .constant("FILTERED_ROWS", BIGINT, 0)
                .constant("UNSELECTED_ROWS", BIGINT, 0)
                .constant("SINK_ROWS", BIGINT, 0)
                .constant("RUNTIME_DETAILS", JSON, "{}")
                .column("CREATE_TIME", DATETIME, load -> SessionSnapshot.time(load.time()))
                .column("LOAD_START_TIME", DATETIME, load -> SessionSnapshot.time(load.time()))
                .column("LOAD_COMMIT_TIME", DATETIME, load -> SessionSnapshot.time(load.time()))
                .column("LOAD_FINISH_TIME", DATETIME, load -> SessionSnapshot.time(load.time()))
                .constant("PROPERTIES", JSON, "{}")
                .nulls(varchar(64), "ERROR_MSG", "TRACKING_SQL", "REJECTED_RECORD_PATH")
                .column("JOB_ID", BIGINT, Load::id)
                .of(snapshot.state().loads().all().stream());
    }
}
