package dev.cairn.embedded.look;

import static dev.cairn.embedded.protocol.ResultColumnType.BIGINT;
import static dev.cairn.embedded.protocol.ResultColumnType.BOOLEAN;
import static dev.cairn.embedded.protocol.ResultColumnType.DATETIME;
import static dev.cairn.embedded.protocol.ResultColumnType.DOUBLE;
import static dev.cairn.embedded.protocol.ResultColumnType.INT;
import static dev.cairn.embedded.protocol.ResultColumnType.varchar;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.ServerError;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.query.InMemoryRelation;
import dev.cairn.embedded.query.TableLookup;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.sql.ast.Buckets;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of {@code information_schema} as a session sees them. Their names are case-insensitive. */
public final class InformationSchema implements TableLookup {
    static final String NAME = "information_schema";
    static final List<String> TABLES = Stream.concat(
                    Stream.of(
                            "columns",
                            "loads",
                            "materialized_views",
                            "partitions_meta",
                            "schemata",
                            "tables",
                            "tables_config",
                            "task_runs",
                            "views"),
                    EmptyTables.NAMES.stream())
            .sorted()
            .toList();

    private final SessionSnapshot snapshot;

    public InformationSchema(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
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
            return foreign(database, name);
        }
        return listing.relation();
    }

    private @Nullable ResultBuilder listing(String table) {
        return switch (table) {
            case "columns" -> new ColumnTable(snapshot).listing();
            case "loads" -> new ActivityTables(snapshot).loads();
            case "materialized_views" -> new MaterializedViewListing(snapshot).table();
            case "partitions_meta" -> new PartitionTable(snapshot).listing();
            case "schemata" -> new ObjectTables(snapshot).schemata();
            case "tables" -> new ObjectTables(snapshot).tables();
            case "tables_config" -> new ConfigTable(snapshot).listing();
            case "task_runs" -> new ActivityTables(snapshot).taskRuns();
            case "views" -> new ViewTables(snapshot).views();
            default -> EmptyTables.listing(table);
        };
    }

    private InMemoryRelation foreign(String database, QualifiedName name) {
        if (!database.equalsIgnoreCase(NAME)) {
            snapshot.existingDatabase(database);
        }
        String words = database + "." + name.last().text();
        if (database.equalsIgnoreCase(NAME) || snapshot.object(name).isEmpty()) {
            throw Refusal.analysis(name.span(), ServerError.UNKNOWN_TABLE, words);
        }
        throw Refusal.analysis(name.span(), "The embedded server holds no rows: it can't read " + words);
    }

    /** The table {@code information_schema.views}. */
    private static final class ViewTables {
        private final SessionSnapshot snapshot;

        ViewTables(SessionSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        ResultBuilder views() {
            ResultBuilder listing = new ResultBuilder()
                    .column("TABLE_CATALOG", varchar(512))
                    .column("TABLE_SCHEMA", varchar(64))
                    .column("TABLE_NAME", varchar(64))
                    .column("VIEW_DEFINITION", varchar(65535))
                    .column("CHECK_OPTION", varchar(8))
                    .column("IS_UPDATABLE", varchar(3))
                    .column("DEFINER", varchar(77))
                    .column("SECURITY_TYPE", varchar(7))
                    .column("CHARACTER_SET_CLIENT", varchar(32))
                    .column("COLLATION_CONNECTION", varchar(32));
            for (Map.Entry<String, Database> entry : snapshot.catalog().databases()) {
                for (DatabaseObject object : snapshot.visible(entry.getValue())) {
                    if (object instanceof DatabaseObject.OfView view) {
                        String text = view.view().definition().query().text();
                        listing.row(
                                "def",
                                entry.getKey(),
                                object.name(),
                                text,
                                "NONE",
                                "NO",
                                "",
                                "",
                                "utf8",
                                "utf8_general_ci");
                    }
                }
            }
            return listing;
        }
    }

    /** The table {@code information_schema.tables_config}. */
    private static final class ConfigTable {
        private final SessionSnapshot snapshot;

        ConfigTable(SessionSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        ResultBuilder listing() {
            ResultBuilder listing = new ResultBuilder()
                    .column("TABLE_SCHEMA", varchar(64))
                    .column("TABLE_NAME", varchar(64))
                    .column("TABLE_ENGINE", varchar(64))
                    .column("TABLE_MODEL", varchar(64))
                    .column("PRIMARY_KEY", varchar(64))
                    .column("PARTITION_KEY", varchar(64))
                    .column("DISTRIBUTE_KEY", varchar(64))
                    .column("DISTRIBUTE_TYPE", varchar(64))
                    .column("DISTRIBUTE_BUCKET", INT)
                    .column("SORT_KEY", varchar(64))
                    .column("PROPERTIES", varchar(65535))
                    .column("TABLE_ID", BIGINT);
            for (Map.Entry<String, Database> entry : snapshot.catalog().databases()) {
                for (DatabaseObject object : snapshot.visible(entry.getValue())) {
                    if (object instanceof DatabaseObject.OfTable table) {
                        row(listing, entry.getKey(), table.table());
                    }
                }
            }
            return listing;
        }

        private void row(ResultBuilder listing, String database, Table table) {
            String key = quoted(table.columns().stream()
                    .filter(Column::key)
                    .map(Column::name)
                    .toList());
            boolean unique = table.model() == KeyModel.PRIMARY || table.model() == KeyModel.UNIQUE;
            PartitionListing partitions = new PartitionListing(snapshot, database, table);
            listing.row(
                    database,
                    table.name(),
                    snapshot.profile().sharedData() ? "CLOUD_NATIVE" : "OLAP",
                    model(table.model()),
                    unique ? key : "",
                    quoted(partitions.keyColumns()),
                    table.distribution() instanceof Distribution.Hash hash
                            ? quoted(hash.columns().stream()
                                    .map(column -> column.text())
                                    .toList())
                            : "",
                    table.distribution() instanceof Distribution.Hash ? "HASH" : "RANDOM",
                    table.distribution().buckets() instanceof Buckets.Count count ? count.value() : 0,
                    table.sortKey().isEmpty() ? key : quoted(table.sortKey()),
                    properties(table),
                    snapshot.id(database, table.name()));
        }

        private static String model(KeyModel model) {
            return switch (model) {
                case DUPLICATE -> "DUP_KEYS";
                case AGGREGATE -> "AGG_KEYS";
                case UNIQUE -> "UNIQUE_KEYS";
                case PRIMARY -> "PRIMARY_KEYS";
            };
        }

        private static String properties(Table table) {
            Map<String, String> values = new LinkedHashMap<>();
            table.properties().settings().forEach((name, setting) -> values.put(name, setting.value()));
            return JsonPrinter.object(values);
        }

        private static String quoted(List<String> names) {
            return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        }
    }

    /**
     * Tables of {@code information_schema} about features that StarRocks lacks. Drivers query them; they are always
     * empty.
     */
    private static final class EmptyTables {
        private static final Map<String, List<String>> COLUMNS = columns();

        static final List<String> NAMES = List.copyOf(COLUMNS.keySet());

        private EmptyTables() {}

        private static Map<String, List<String>> columns() {
            Map<String, List<String>> tables = new TreeMap<>();
            tables.put(
                    "statistics",
                    List.of(
                            "TABLE_CATALOG",
                            "TABLE_SCHEMA",
                            "TABLE_NAME",
                            "NON_UNIQUE",
                            "INDEX_SCHEMA",
                            "INDEX_NAME",
                            "SEQ_IN_INDEX",
                            "COLUMN_NAME",
                            "COLLATION",
                            "CARDINALITY",
                            "SUB_PART",
                            "PACKED",
                            "NULLABLE",
                            "INDEX_TYPE",
                            "COMMENT"));
            tables.put(
                    "key_column_usage",
                    List.of(
                            "CONSTRAINT_CATALOG",
                            "CONSTRAINT_SCHEMA",
                            "CONSTRAINT_NAME",
                            "TABLE_CATALOG",
                            "TABLE_SCHEMA",
                            "TABLE_NAME",
                            "COLUMN_NAME",
                            "ORDINAL_POSITION",
                            "POSITION_IN_UNIQUE_CONSTRAINT",
                            "REFERENCED_TABLE_SCHEMA",
                            "REFERENCED_TABLE_NAME",
                            "REFERENCED_COLUMN_NAME"));
            tables.put(
                    "table_constraints",
                    List.of(
                            "CONSTRAINT_CATALOG",
                            "CONSTRAINT_SCHEMA",
                            "CONSTRAINT_NAME",
                            "TABLE_SCHEMA",
                            "TABLE_NAME",
                            "CONSTRAINT_TYPE"));
            tables.put(
                    "referential_constraints",
                    List.of(
                            "CONSTRAINT_CATALOG",
                            "CONSTRAINT_SCHEMA",
                            "CONSTRAINT_NAME",
                            "UNIQUE_CONSTRAINT_NAME",
                            "UPDATE_RULE",
                            "DELETE_RULE",
                            "TABLE_NAME",
                            "REFERENCED_TABLE_NAME"));
            tables.put(
                    "routines",
                    List.of(
                            "SPECIFIC_NAME",
                            "ROUTINE_CATALOG",
                            "ROUTINE_SCHEMA",
                            "ROUTINE_NAME",
                            "ROUTINE_TYPE",
                            "ROUTINE_COMMENT"));
            tables.put("parameters", List.of("SPECIFIC_SCHEMA", "SPECIFIC_NAME", "ORDINAL_POSITION", "PARAMETER_NAME"));
            tables.put("triggers", List.of("TRIGGER_CATALOG", "TRIGGER_SCHEMA", "TRIGGER_NAME", "EVENT_OBJECT_TABLE"));
            tables.put("events", List.of("EVENT_CATALOG", "EVENT_SCHEMA", "EVENT_NAME"));
            tables.put(
                    "table_privileges",
                    List.of(
                            "GRANTEE",
                            "TABLE_CATALOG",
                            "TABLE_SCHEMA",
                            "TABLE_NAME",
                            "PRIVILEGE_TYPE",
                            "IS_GRANTABLE"));
            return tables;
        }

        static @Nullable ResultBuilder listing(String table) {
            List<String> columns = COLUMNS.get(table);
            return columns == null ? null : ResultBuilder.of(columns.toArray(String[]::new));
        }
    }

    /** The table {@code information_schema.partitions_meta}. */
    private static final class PartitionTable {
        private final SessionSnapshot snapshot;

        PartitionTable(SessionSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        ResultBuilder listing() {
            ResultBuilder listing = new ResultBuilder()
                    .column("DB_NAME", varchar(64))
                    .column("TABLE_NAME", varchar(64))
                    .column("PARTITION_NAME", varchar(64))
                    .column("PARTITION_ID", BIGINT)
                    .column("COMPACT_VERSION", BIGINT)
                    .column("VISIBLE_VERSION", BIGINT)
                    .column("VISIBLE_VERSION_TIME", DATETIME)
                    .column("NEXT_VERSION", BIGINT)
                    .column("DATA_VERSION", BIGINT)
                    .column("VERSION_EPOCH", BIGINT)
                    .column("VERSION_TXN_TYPE", varchar(64))
                    .column("PARTITION_KEY", varchar(64))
                    .column("PARTITION_VALUE", varchar(64))
                    .column("DISTRIBUTION_KEY", varchar(64))
                    .column("BUCKETS", INT)
                    .column("REPLICATION_NUM", INT)
                    .column("STORAGE_MEDIUM", varchar(64))
                    .column("COOLDOWN_TIME", DATETIME)
                    .column("LAST_CONSISTENCY_CHECK_TIME", DATETIME)
                    .column("IS_IN_MEMORY", BOOLEAN)
                    .column("IS_TEMP", BOOLEAN)
                    .column("DATA_SIZE", BIGINT)
                    .column("ROW_COUNT", BIGINT)
                    .column("ENABLE_DATACACHE", BOOLEAN)
                    .column("AVG_CS", DOUBLE)
                    .column("P50_CS", DOUBLE)
                    .column("MAX_CS", DOUBLE)
                    .column("STORAGE_PATH", varchar(64))
                    .column("STORAGE_SIZE", BIGINT)
                    .column("TABLET_BALANCED", BOOLEAN)
                    .column("METADATA_SWITCH_VERSION", BIGINT);
            for (Map.Entry<String, Database> entry : snapshot.catalog().databases()) {
                for (DatabaseObject object : snapshot.visible(entry.getValue())) {
                    if (object instanceof DatabaseObject.OfTable table) {
                        rows(listing, entry.getKey(), table.table());
                    }
                }
            }
            return listing;
        }

        private void rows(ResultBuilder listing, String database, Table table) {
            PartitionListing partitions = new PartitionListing(snapshot, database, table);
            partitions.all(false).forEach(look -> row(listing, database, table, partitions, look));
            partitions.all(true).forEach(look -> row(listing, database, table, partitions, look));
        }

        private static void row(
                ResultBuilder listing,
                String database,
                Table table,
                PartitionListing partitions,
                PartitionListing.Look look) {
            listing.row(
                    database,
                    table.name(),
                    look.name(),
                    look.id(),
                    0,
                    1,
                    partitions.visibleSince(),
                    2,
                    1,
                    look.id(),
                    "TXN_NORMAL",
                    String.join(", ", partitions.keyColumns()),
                    look.values(),
                    partitions.distributionKey(),
                    partitions.buckets(),
                    partitions.replicas(look),
                    "HDD",
                    "9999-12-31 15:59:59",
                    null,
                    false,
                    look.temporary(),
                    0,
                    0,
                    false,
                    0.0,
                    0.0,
                    0.0,
                    "",
                    0,
                    true,
                    0);
        }
    }
}
