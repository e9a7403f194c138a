package dev.cairn.processor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sources for each attribute of an annotation, such as {@code Table.name}, with a sign in the place of its value. */
final class AttributeSources {
    /** For each attribute, records in which § is its value. */
    static final Map<String, String> RECORDS_BY_ATTRIBUTE = new LinkedHashMap<>();

    private static void putRecords(String attribute, String records) {
        RECORDS_BY_ATTRIBUTE.put(attribute, records);
    }

    static {
        String base = "\n"
                + "@Table @DuplicateKey(\"id\") record Base(long id, LocalDate day, @Varchar(40) String city,"
                + " double v) {}";
        String record = " record R(long id, LocalDate day, @Varchar(40) String city) {}";
        putRecords(
                "Aggregate.value",
                "@Table @AggregateKey(\"id\") @DistributedByHash(\"id\") record R(long id, @Aggregate(§) long v) {}");
        putRecords(
                "AggregateKey.value",
                "@Table @AggregateKey(§) @DistributedByHash(\"id\") record R(long id, @Aggregate(SUM) long v) {}");
        putRecords("Allow.value", "@Table @Allow(§)" + record);
        putRecords("Allow.reason", "@Table @Allow(value = \"single-bucket\", reason = §)" + record);
        putRecords("BloomFilter.value", "@Table @BloomFilter(§)" + record);
        putRecords("BloomFilter.falsePositives", "@Table @BloomFilter(value = \"id\", falsePositives = §)" + record);
        putRecords("Char.value", "@Table record R(long id, @Char(§) String c) {}");
        putRecords(
                "ColocateWith.value",
                "@Table @DistributedByHash(value = \"id\", buckets = 2) @ColocateWith(§)" + record);
        putRecords("Column.name", "@Table record R(long id, @Column(name = §) int c) {}");
        putRecords("Column.comment", "@Table record R(long id, @Column(comment = §) int c) {}");
        putRecords("Decimal.precision", "@Table record R(long id, @Decimal(precision = §) BigDecimal c) {}");
        putRecords("Decimal.scale", "@Table record R(long id, @Decimal(precision = 10, scale = §) BigDecimal c) {}");
        putRecords(
                "Default.value",
                "@Table record R(long id, @Default(§) int c, @Default(§) @Varchar(10) String d, @Default(§) LocalDate"
                        + " e) {}");
        putRecords("Check.value", "@Table @PrimaryKey(\"id\") @Check(§) record R(long id) {}");
        putRecords(
                "Check.name", "@Table @PrimaryKey(\"id\") @Check(value = \"id > 0\", name = §) record R(long id) {}");
        putRecords("Unique.value", "@Table @PrimaryKey(\"id\") @Unique(§)" + record);
        putRecords("Unique.name", "@Table @PrimaryKey(\"id\") @Unique(value = \"id\", name = §)" + record);
        String references = "@Table @PrimaryKey(\"id\") @References(value = Base.class, ";
        putRecords("References.column", references + "to = \"id\", column = §)" + record + base);
        putRecords("References.to", references + "column = \"id\", to = §)" + record + base);
        putRecords("References.name", references + "column = \"id\", to = \"id\", name = §)" + record + base);
        putRecords("Fresh.column", "@Table @PrimaryKey(\"id\") @Fresh(column = §, within = \"P1D\")" + record);
        putRecords("Fresh.within", "@Table @PrimaryKey(\"id\") @Fresh(column = \"day\", within = §)" + record);
        putRecords(
                "Fresh.name",
                "@Table @PrimaryKey(\"id\") @Fresh(column = \"day\", within = \"P1D\", name = §)" + record);
        putRecords("Seed.columns", "@Table @PrimaryKey(\"id\") @Seed(columns = §, rows = \"1\") record R(long id) {}");
        putRecords("Seed.rows", "@Table @PrimaryKey(\"id\") @Seed(columns = \"id\", rows = §) record R(long id) {}");
        putRecords("Default.sql", "@Table record R(long id, @Default(sql = §) @Varchar(10) String d) {}");
        putRecords("DistributedByHash.value", "@Table @DistributedByHash(§)" + record);
        putRecords("DistributedByHash.buckets", "@Table @DistributedByHash(value = \"id\", buckets = §)" + record);
        putRecords(
                "DistributedByHash.bucketsFrom", "@Table @DistributedByHash(value = \"id\", bucketsFrom = §)" + record);
        putRecords("DistributedByRandom.buckets", "@Table @DistributedByRandom(buckets = §)" + record);
        putRecords("DistributedByRandom.bucketsFrom", "@Table @DistributedByRandom(bucketsFrom = §)" + record);
        putRecords("DuplicateKey.value", "@Table @DuplicateKey(§)" + record);
        putRecords(
                "Embedded.prefix", "@Table record R(long id, @Embedded(prefix = §) E e) {} record E(int a, int b) {}");
        putRecords("External.value", "@Table" + record + " @External(§) record X(long id) {}");
        putRecords("GeneratedAs.value", "@Table record R(long id, @GeneratedAs(§) Long c) {}");
        putRecords("Index.name", "@Table @Index(name = §, columns = \"id\")" + record);
        putRecords("Index.columns", "@Table @Index(name = \"i\", columns = §)" + record);
        putRecords("Index.using", "@Table @Index(name = \"i\", columns = \"city\", using = §)" + record);
        putRecords("Index.comment", "@Table @Index(name = \"i\", columns = \"id\", comment = §)" + record);
        putRecords(
                "Index.properties",
                "@Table @Index(name = \"i\", columns = \"city\", using = NGRAMBF, properties = @Property(name = §,"
                        + " value = \"4\"))"
                        + record);
        putRecords(
                "MaterializedView.name",
                "@MaterializedView(name = §, query = \"SELECT id FROM base\") @Refresh(mode = MANUAL) record R(long"
                        + " id) {}"
                        + base);
        putRecords(
                "MaterializedView.database",
                "@MaterializedView(database = §, query = \"SELECT id FROM base\") @Refresh(mode = MANUAL) record"
                        + " R(long id) {}"
                        + base);
        putRecords(
                "MaterializedView.comment",
                "@MaterializedView(comment = §, query = \"SELECT id FROM base\") @Refresh(mode = MANUAL) record R(long"
                        + " id) {}"
                        + base);
        putRecords(
                "MaterializedView.query",
                "@MaterializedView(query = §) @Refresh(mode = MANUAL) record R(long id) {}" + base);
        putRecords(
                "MaterializedView.columns",
                "@MaterializedView(columns = §, query = \"SELECT id FROM base\") @Refresh(mode = MANUAL) record R(long"
                        + " id) {}"
                        + base);
        putRecords("OrderBy.value", "@Table @OrderBy(§)" + record);
        putRecords(
                "Partition.name",
                "@Table @PartitionByRange(value = \"day\", partitions = @Partition(name = §, values = \"LESS THAN"
                        + " ('2026-01-01')\"))"
                        + record);
        putRecords(
                "Partition.values",
                "@Table @PartitionByList(value = \"city\", partitions = @Partition(name = \"p\", values = §)) record"
                        + " R(@NotNull @Varchar(40) String city) {}");
        putRecords(
                "Partition.batch",
                "@Table @PartitionByRange(value = \"day\", partitions = @Partition(batch = §))" + record);
        putRecords(
                "Partition.properties",
                "@Table @PartitionByRange(value = \"day\", partitions = @Partition(name = \"p\", values = \"LESS THAN"
                        + " ('2026-01-01')\", properties = @Property(name = \"replication_num\", value = §)))"
                        + record);
        putRecords("PartitionBy.value", "@Table @PartitionBy(§)" + record);
        putRecords(
                "PartitionBy.partitions",
                "@Table @PartitionBy(value = \"date_trunc('day', day)\", partitions = @Partition(batch = §))" + record);
        putRecords(
                "PartitionByList.value",
                "@Table @PartitionByList(value = §, partitions = {}) record R(@NotNull @Varchar(40) String city,"
                        + " @NotNull LocalDate day) {}");
        putRecords(
                "PartitionByList.partitions",
                "@Table @PartitionByList(value = \"city\", partitions = {@Partition(name = \"p\", values = \"IN"
                        + " ('a')\"), @Partition(name = \"q\", values = §)}) record R(@NotNull @Varchar(40) String city,"
                        + " @NotNull LocalDate day) {}");
        putRecords("PartitionByRange.value", "@Table @PartitionByRange(value = §, partitions = {})" + record);
        putRecords(
                "PartitionByRange.partitions",
                "@Table @PartitionByRange(value = \"id\", partitions = {@Partition(name = \"p\", values = \"LESS THAN"
                        + " ('1')\"), @Partition(name = \"q\", values = §)})"
                        + record);
        putRecords("PrimaryKey.value", "@Table @PrimaryKey(§)" + record);
        putRecords("Property.name", "@Table @Property(name = §, value = \"1\")" + record);
        putRecords("Property.value", "@Table @Property(name = \"compression\", value = §)" + record);
        putRecords(
                "Refresh.mode",
                "@MaterializedView(query = \"SELECT id FROM base\") @DistributedByHash(\"id\") @Refresh(mode = §)"
                        + " record R(long id) {}"
                        + base);
        putRecords(
                "Refresh.moment",
                "@MaterializedView(query = \"SELECT id FROM base\") @Refresh(mode = ASYNC, moment = §) record R(long"
                        + " id) {}"
                        + base);
        putRecords(
                "Refresh.start",
                "@MaterializedView(query = \"SELECT id FROM base\") @Refresh(mode = ASYNC, start = §, every = \"1"
                        + " DAY\") record R(long id) {}"
                        + base);
        putRecords(
                "Refresh.every",
                "@MaterializedView(query = \"SELECT id FROM base\") @Refresh(mode = ASYNC, every = §) record R(long"
                        + " id) {}"
                        + base);
        putRecords("RenamedFrom.value", "@Table @RenamedFrom(§) record R(long id, @RenamedFrom(§) int b) {}");
        putRecords("Rollup.name", "@Table @DuplicateKey(\"id\") @Rollup(name = §, columns = \"id\")" + record);
        putRecords("Rollup.columns", "@Table @DuplicateKey(\"id\") @Rollup(name = \"u\", columns = §)" + record);
        putRecords(
                "Rollup.duplicateKey",
                "@Table @DuplicateKey(\"id\") @Rollup(name = \"u\", columns = {\"id\", \"city\"}, duplicateKey = §)"
                        + record);
        putRecords(
                "Rollup.from",
                "@Table @DuplicateKey(\"id\") @Rollup(name = \"u\", columns = {\"id\", \"city\"}) @Rollup(name ="
                        + " \"w\", columns = \"id\", from = §)"
                        + record);
        putRecords(
                "Rollup.properties",
                "@Table @DuplicateKey(\"id\") @Rollup(name = \"u\", columns = \"id\", properties = @Property(name ="
                        + " \"timeout\", value = §))"
                        + record);
        putRecords(
                "SnapshotTable.name",
                "@SnapshotTable(name = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        putRecords(
                "SnapshotTable.database",
                "@SnapshotTable(database = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        putRecords(
                "SnapshotTable.comment",
                "@SnapshotTable(comment = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        putRecords("SnapshotTable.query", "@SnapshotTable(query = §) record R(long id) {}" + base);
        putRecords(
                "SnapshotTable.columns",
                "@SnapshotTable(columns = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        putRecords("SqlType.value", "@Table record R(long id, @SqlType(§) String c) {}");
        putRecords(
                "StateOf.value",
                "@Table @AggregateKey(\"id\") @DistributedByHash(\"id\") record R(long id, @StateOf(§) State c) {}");
        putRecords("Table.name", "@Table(name = §)" + record);
        putRecords("Table.database", "@Table(database = §)" + record);
        putRecords("Table.comment", "@Table(comment = §)" + record);
        putRecords("UniqueKey.value", "@Table @UniqueKey(§) @DistributedByHash(\"id\")" + record);
        putRecords("Varbinary.value", "@Table record R(long id, @Varbinary(§) byte[] c) {}");
        putRecords("Varchar.value", "@Table record R(long id, @Varchar(§) String c) {}");
        putRecords("Variant.on", "@Table @Variant(on = §, distributedByHash = @DistributedByHash(\"id\"))" + record);
        putRecords(
                "Variant.query",
                "@View(query = \"SELECT id FROM base WHERE id > 0\") @Variant(on = \"4.1\", query = §) record R(long"
                        + " id) {}"
                        + base);
        putRecords(
                "Variant.properties",
                "@Table @Variant(on = \"4.1\", properties = @Property(name = \"compression\", value = §))" + record);
        putRecords("Variant.partitionBy", "@Table @Variant(on = \"4.1\", partitionBy = @PartitionBy(§))" + record);
        putRecords(
                "Variant.partitionByRange",
                "@Table @Variant(on = \"4.1\", partitionByRange = @PartitionByRange(value = §, partitions = {}))"
                        + record);
        putRecords(
                "Variant.partitionByList",
                "@Table @Variant(on = \"4.1\", partitionByList = @PartitionByList(value = §, partitions = {})) record"
                        + " R(@NotNull @Varchar(40) String city, @NotNull LocalDate day) {}");
        putRecords(
                "Variant.distributedByHash",
                "@Table @Variant(on = \"4.1\", distributedByHash = @DistributedByHash(§))" + record);
        putRecords(
                "Variant.distributedByRandom",
                "@Table @Variant(on = \"4.1\", distributedByRandom = @DistributedByRandom(bucketsFrom = §))" + record);
        putRecords("View.name", "@View(name = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        putRecords("View.database", "@View(database = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        putRecords("View.comment", "@View(comment = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        putRecords("View.security", "@View(security = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        putRecords("View.query", "@View(query = §) record R(long id) {}" + base);
        putRecords("View.columns", "@View(columns = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
    }

    private static final String SCHEMA_WITH_ROLE = "@Schema(name = \"s\", value = R.class, roles = A.class)";

    private static final String KAFKA_BROKERS = "@Property(name = \"kafka_broker_list\", value = \"k:9092\")";

    /** For each attribute, the annotations of the root, after those of its roles; § is its value. */
    static final Map<String, String> ROOTS_BY_ATTRIBUTE = new LinkedHashMap<>(Map.ofEntries(
            Map.entry("Schema.name", "@Schema(name = §, value = R.class)"),
            Map.entry("Schema.server", "@Schema(name = \"s\", server = §, value = R.class)"),
            Map.entry("Schema.runMode", "@Schema(name = \"s\", runMode = §, value = R.class)"),
            Map.entry(
                    "Schema.Target.server",
                    "@Schema(name = \"s\", targets = @Schema.Target(server = §), value = R.class)"),
            Map.entry(
                    "Schema.Target.runMode",
                    "@Schema(name = \"s\", targets = @Schema.Target(server = \"4.1\", runMode = §), value = R.class)"),
            Map.entry("Schema.experimental", "@Schema(name = \"s\", experimental = §, value = R.class)"),
            Map.entry("Schema.functions", "@Schema(name = \"s\", functions = §, value = R.class)"),
            Map.entry("Role.name", "@Role(name = §) interface A {} " + SCHEMA_WITH_ROLE),
            Map.entry("Role.comment", "@Role(comment = §) interface A {} " + SCHEMA_WITH_ROLE),
            Map.entry("Role.includesNamed", "@Role(includesNamed = §) interface A {} " + SCHEMA_WITH_ROLE),
            Map.entry("Grant.value", "@Role @Grant(value = §, on = R.class) interface A {} " + SCHEMA_WITH_ROLE),
            Map.entry(
                    "Grant.onAll", "@Role @Grant(value = Privilege.ALL, onAll = §) interface A {} " + SCHEMA_WITH_ROLE),
            Map.entry(
                    "Grant.onObject",
                    "@Role @Grant(value = Privilege.DROP, onObject = §) interface A {} " + SCHEMA_WITH_ROLE),
            Map.entry("GrantedTo.value", "@Role @GrantedTo(§) interface A {} " + SCHEMA_WITH_ROLE),
            Map.entry("GrantedTo.groups", "@Role @GrantedTo(groups = §) interface A {} " + SCHEMA_WITH_ROLE),
            Map.entry("Schema.migrations", "@Schema(name = \"s\", migrations = §, value = R.class)"),
            Map.entry(
                    "Schema.properties",
                    "@Schema(name = \"s\", properties = @Property(name = \"compression\", value = §), value ="
                            + " R.class)")));

    private static void putResourceGroup(String attribute, String otherAttributes) {
        putClusterObject(
                "ResourceGroup." + attribute,
                "@ResourceGroup(" + attribute + " = §, " + otherAttributes
                        + "classifiers = @Classifier(role = \"root\"))");
    }

    private static void putClassifier(String attribute) {
        putClusterObject(
                "ResourceGroup.Classifier." + attribute,
                "@ResourceGroup(cpuWeight = 1, memLimit = \"20%\", classifiers = @Classifier(" + attribute + " = §))");
    }

    private static void putRoutineLoad(String attribute, String attributeText) {
        putClusterObject(
                "RoutineLoad." + attribute,
                "@RoutineLoad(table = R.class, source = {" + KAFKA_BROKERS
                        + ", @Property(name = \"kafka_topic\", value = \"t\")}, " + attributeText + ")");
    }

    private static void putClusterObject(String attribute, String annotation) {
        ROOTS_BY_ATTRIBUTE.put(
                attribute, annotation + " interface A {} @Schema(name = \"s\", value = R.class, cluster = A.class)");
    }

    static {
        String cpu = "cpuWeight = 1, ";
        String memory = "memLimit = \"20%\", ";
        putResourceGroup("name", cpu + memory);
        putResourceGroup("memLimit", cpu);
        for (String attribute : List.of("cpuWeight", "cpuWeightPercent", "exclusiveCpuCores", "exclusiveCpuPercent")) {
            putResourceGroup(attribute, memory);
        }
        for (String attribute : List.of(
                "maxCpuCores",
                "concurrencyLimit",
                "bigQueryCpuSecondLimit",
                "bigQueryScanRowsLimit",
                "bigQueryMemLimit",
                "spillMemLimitThreshold")) {
            putResourceGroup(attribute, cpu + memory);
        }
        for (String attribute :
                List.of("user", "role", "queryType", "db", "sourceIp", "planCpuCostRange", "planMemCostRange")) {
            putClassifier(attribute);
        }
        String group = "@ResourceGroup(cpuWeight = 1, memLimit = \"20%\", ";
        putClusterObject(
                "ResourceGroup.classifiers", group + "classifiers = @Classifier(db = §, queryType = \"select\"))");
        putClusterObject(
                "ResourceGroup.properties",
                group + "classifiers = @Classifier(db = \"x\"), properties = @Property(name = §, value = \"1\"))");
        String volume = "@StorageVolume(";
        putClusterObject("StorageVolume.name", volume + "type = \"S3\", locations = \"s3://b\", name = §)");
        putClusterObject("StorageVolume.type", volume + "type = §, locations = \"s3://b\")");
        putClusterObject("StorageVolume.locations", volume + "type = \"S3\", locations = §)");
        putClusterObject("StorageVolume.comment", volume + "type = \"S3\", locations = \"s3://b\", comment = §)");
        putClusterObject(
                "StorageVolume.properties",
                volume + "type = \"S3\", locations = \"s3://b\", properties = @Property(name = §, value = \"1\"))");
        putClusterObject("ExternalCatalog.name", "@ExternalCatalog(type = \"hive\", name = §)");
        putClusterObject("ExternalCatalog.type", "@ExternalCatalog(type = §)");
        putClusterObject("ExternalCatalog.comment", "@ExternalCatalog(type = \"hive\", comment = §)");
        putClusterObject(
                "ExternalCatalog.properties",
                "@ExternalCatalog(type = \"hive\", properties = @Property(name = §, value = \"1\"))");
        for (String attribute :
                List.of("name", "columnSeparator", "rowSeparator", "columns", "partitions", "where", "from")) {
            putRoutineLoad(attribute, attribute + " = §");
        }
        putRoutineLoad("properties", "properties = @Property(name = §, value = \"1\")");
        putClusterObject(
                "RoutineLoad.source",
                "@RoutineLoad(table = R.class, source = {" + KAFKA_BROKERS
                        + ", @Property(name = \"kafka_topic\", value = §)})");
        String dictionary = "@dev.cairn.annotation.cluster.Dictionary(table = R.class, ";
        putClusterObject("Dictionary.name", dictionary + "keys = \"id\", values = \"ID\", name = §)");
        putClusterObject("Dictionary.keys", dictionary + "keys = §, values = \"id\")");
        putClusterObject("Dictionary.values", dictionary + "keys = \"id\", values = §)");
        putClusterObject(
                "Dictionary.properties",
                dictionary + "keys = \"id\", values = \"ID\", properties = @Property(name = §, value = \"1\"))");
        String every = "every = \"1 DAY\", ";
        String statement = "statement = \"INSERT INTO BLACKHOLE() SELECT 1\"";
        putClusterObject("Task.name", "@Task(" + every + statement + ", name = §)");
        putClusterObject("Task.start", "@Task(" + every + statement + ", start = §)");
        putClusterObject("Task.every", "@Task(every = §, " + statement + ")");
        putClusterObject("Task.statement", "@Task(" + every + "statement = §)");
        putClusterObject(
                "Task.properties", "@Task(" + every + statement + ", properties = @Property(name = §, value = \"1\"))");
    }

    private static void putFunction(String annotation) {
        for (String attribute : List.of("file", "returns", "symbol")) {
            String otherMembers = Stream.of("file = \"${jar}\"", "returns = \"INT\"", "symbol = \"p.F\"")
                    .filter(other -> !other.startsWith(attribute))
                    .collect(Collectors.joining(", "));
            putClusterObject(
                    annotation + "." + attribute, "@" + annotation + "(" + otherMembers + ", " + attribute + " = §)");
        }
        String required = "@" + annotation + "(file = \"${jar}\", returns = \"INT\", symbol = \"p.F\", ";
        for (String attribute : List.of("name", "arguments", "isolation", "md5", "variant")) {
            putClusterObject(annotation + "." + attribute, required + attribute + " = §)");
        }
        putClusterObject(annotation + ".properties", required + "properties = @Property(name = §, value = \"1\"))");
    }

    static {
        putFunction("Function");
        putFunction("GlobalFunction");
        putIcebergTable("comment", "comment = §");
        putIcebergTable("partitionBy", "partitionBy = §");
        putIcebergTable("orderBy", "orderBy = §");
        putIcebergTable("properties", "properties = @Property(name = §, value = \"1\")");
    }

    private static void putIcebergTable(String attribute, String members) {
        ROOTS_BY_ATTRIBUTE.put(
                "IcebergTable." + attribute,
                "@External(\"lake.sales.customer\") @IcebergTable(" + members + ") record C(long id, String city) {}"
                        + " @Schema(name = \"s\", value = {R.class, C.class}, cluster = C.class)");
    }

    private AttributeSources() {}
}
