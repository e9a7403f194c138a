package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.annotation.Table;
import dev.cairn.annotation.access.Role;
import dev.cairn.annotation.cluster.ResourceGroup;
import dev.cairn.annotation.datatest.Check;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Bad values in every attribute of every annotation: what is accepted is DDL that the server can read. */
class AttributeValuesTest {
    private static final List<String> TEXTS = List.of(
            "",
            "id",
            "day",
            "a'b",
            "a\"b",
            "a`b",
            "a\\b",
            "a\nb",
            "a\0b",
            "é😀",
            "-3",
            ";",
            "id; DROP TABLE r",
            "SELECT id FROM base; SELECT 1",
            "DELETE FROM base",
            "NULL",
            "id)",
            "${x}",
            "${x:1}",
            "$${x}",
            "x".repeat(1025));

    private static final List<Integer> NUMBERS =
            List.of(Integer.MIN_VALUE, -3, -1, 0, 1, 2, 38, 39, 65533, 1048577, Integer.MAX_VALUE);

    /** For each attribute, records in which § is its value. */
    private static final Map<String, String> RECORDS = new LinkedHashMap<>();

    private static void in(String attribute, String records) {
        RECORDS.put(attribute, records);
    }

    static {
        String base = "\n"
                + "@Table @DuplicateKey(\"id\") record Base(long id, LocalDate day, @Varchar(40) String city,"
                + " double v) {}";
        String record = " record R(long id, LocalDate day, @Varchar(40) String city) {}";
        in(
                "Aggregate.value",
                "@Table @AggregateKey(\"id\") @DistributedByHash(\"id\") record R(long id, @Aggregate(§) long v) {}");
        in(
                "AggregateKey.value",
                "@Table @AggregateKey(§) @DistributedByHash(\"id\") record R(long id, @Aggregate(SUM) long v) {}");
        in("Allow.value", "@Table @Allow(§)" + record);
        in("Allow.reason", "@Table @Allow(value = \"single-bucket\", reason = §)" + record);
        in("BloomFilter.value", "@Table @BloomFilter(§)" + record);
        in("BloomFilter.falsePositives", "@Table @BloomFilter(value = \"id\", falsePositives = §)" + record);
        in("Char.value", "@Table record R(long id, @Char(§) String c) {}");
        in("ColocateWith.value", "@Table @DistributedByHash(value = \"id\", buckets = 2) @ColocateWith(§)" + record);
        in("Column.name", "@Table record R(long id, @Column(name = §) int c) {}");
        in("Column.comment", "@Table record R(long id, @Column(comment = §) int c) {}");
        in("Decimal.precision", "@Table record R(long id, @Decimal(precision = §) BigDecimal c) {}");
        in("Decimal.scale", "@Table record R(long id, @Decimal(precision = 10, scale = §) BigDecimal c) {}");
        in(
                "Default.value",
                "@Table record R(long id, @Default(§) int c, @Default(§) @Varchar(10) String d, @Default(§) LocalDate"
                        + " e) {}");
        in("Check.value", "@Table @PrimaryKey(\"id\") @Check(§) record R(long id) {}");
        in("Check.name", "@Table @PrimaryKey(\"id\") @Check(value = \"id > 0\", name = §) record R(long id) {}");
        in("Unique.value", "@Table @PrimaryKey(\"id\") @Unique(§)" + record);
        in("Unique.name", "@Table @PrimaryKey(\"id\") @Unique(value = \"id\", name = §)" + record);
        String references = "@Table @PrimaryKey(\"id\") @References(value = Base.class, ";
        in("References.column", references + "to = \"id\", column = §)" + record + base);
        in("References.to", references + "column = \"id\", to = §)" + record + base);
        in("References.name", references + "column = \"id\", to = \"id\", name = §)" + record + base);
        in("Fresh.column", "@Table @PrimaryKey(\"id\") @Fresh(column = §, within = \"P1D\")" + record);
        in("Fresh.within", "@Table @PrimaryKey(\"id\") @Fresh(column = \"day\", within = §)" + record);
        in("Fresh.name", "@Table @PrimaryKey(\"id\") @Fresh(column = \"day\", within = \"P1D\", name = §)" + record);
        in("Seed.columns", "@Table @PrimaryKey(\"id\") @Seed(columns = §, rows = \"1\") record R(long id) {}");
        in("Seed.rows", "@Table @PrimaryKey(\"id\") @Seed(columns = \"id\", rows = §) record R(long id) {}");
        in("Default.sql", "@Table record R(long id, @Default(sql = §) @Varchar(10) String d) {}");
        in("DistributedByHash.value", "@Table @DistributedByHash(§)" + record);
        in("DistributedByHash.buckets", "@Table @DistributedByHash(value = \"id\", buckets = §)" + record);
        in("DistributedByHash.bucketsFrom", "@Table @DistributedByHash(value = \"id\", bucketsFrom = §)" + record);
        in("DistributedByRandom.buckets", "@Table @DistributedByRandom(buckets = §)" + record);
        in("DistributedByRandom.bucketsFrom", "@Table @DistributedByRandom(bucketsFrom = §)" + record);
        in("DuplicateKey.value", "@Table @DuplicateKey(§)" + record);
        in("Embedded.prefix", "@Table record R(long id, @Embedded(prefix = §) E e) {} record E(int a, int b) {}");
        in("External.value", "@Table" + record + " @External(§) record X(long id) {}");
        in("GeneratedAs.value", "@Table record R(long id, @GeneratedAs(§) Long c) {}");
        in("Index.name", "@Table @Index(name = §, columns = \"id\")" + record);
        in("Index.columns", "@Table @Index(name = \"i\", columns = §)" + record);
        in("Index.using", "@Table @Index(name = \"i\", columns = \"city\", using = §)" + record);
        in("Index.comment", "@Table @Index(name = \"i\", columns = \"id\", comment = §)" + record);
        in(
                "Index.properties",
                "@Table @Index(name = \"i\", columns = \"city\", using = NGRAMBF, properties = @Property(name = §,"
                        + " value = \"4\"))"
                        + record);
        in(
                "MaterializedView.name",
                "@MaterializedView(name = §, query = \"SELECT id FROM base\") @Refresh(mode = MANUAL) record R(long"
                        + " id) {}"
                        + base);
        in(
                "MaterializedView.database",
                "@MaterializedView(database = §, query = \"SELECT id FROM base\") @Refresh(mode = MANUAL) record"
                        + " R(long id) {}"
                        + base);
        in(
                "MaterializedView.comment",
                "@MaterializedView(comment = §, query = \"SELECT id FROM base\") @Refresh(mode = MANUAL) record R(long"
                        + " id) {}"
                        + base);
        in(
                "MaterializedView.query",
                "@MaterializedView(query = §) @Refresh(mode = MANUAL) record R(long id) {}" + base);
        in(
                "MaterializedView.columns",
                "@MaterializedView(columns = §, query = \"SELECT id FROM base\") @Refresh(mode = MANUAL) record R(long"
                        + " id) {}"
                        + base);
        in("OrderBy.value", "@Table @OrderBy(§)" + record);
        in(
                "Partition.name",
                "@Table @PartitionByRange(value = \"day\", partitions = @Partition(name = §, values = \"LESS THAN"
                        + " ('2026-01-01')\"))"
                        + record);
        in(
                "Partition.values",
                "@Table @PartitionByList(value = \"city\", partitions = @Partition(name = \"p\", values = §)) record"
                        + " R(@NotNull @Varchar(40) String city) {}");
        in("Partition.batch", "@Table @PartitionByRange(value = \"day\", partitions = @Partition(batch = §))" + record);
        in(
                "Partition.properties",
                "@Table @PartitionByRange(value = \"day\", partitions = @Partition(name = \"p\", values = \"LESS THAN"
                        + " ('2026-01-01')\", properties = @Property(name = \"replication_num\", value = §)))"
                        + record);
        in("PartitionBy.value", "@Table @PartitionBy(§)" + record);
        in(
                "PartitionBy.partitions",
                "@Table @PartitionBy(value = \"date_trunc('day', day)\", partitions = @Partition(batch = §))" + record);
        in(
                "PartitionByList.value",
                "@Table @PartitionByList(value = §, partitions = {}) record R(@NotNull @Varchar(40) String city,"
                        + " @NotNull LocalDate day) {}");
        in(
                "PartitionByList.partitions",
                "@Table @PartitionByList(value = \"city\", partitions = {@Partition(name = \"p\", values = \"IN"
                        + " ('a')\"), @Partition(name = \"q\", values = §)}) record R(@NotNull @Varchar(40) String city,"
                        + " @NotNull LocalDate day) {}");
        in("PartitionByRange.value", "@Table @PartitionByRange(value = §, partitions = {})" + record);
        in(
                "PartitionByRange.partitions",
                "@Table @PartitionByRange(value = \"id\", partitions = {@Partition(name = \"p\", values = \"LESS THAN"
                        + " ('1')\"), @Partition(name = \"q\", values = §)})"
                        + record);
        in("PrimaryKey.value", "@Table @PrimaryKey(§)" + record);
        in("Property.name", "@Table @Property(name = §, value = \"1\")" + record);
        in("Property.value", "@Table @Property(name = \"compression\", value = §)" + record);
        in(
                "Refresh.mode",
                "@MaterializedView(query = \"SELECT id FROM base\") @DistributedByHash(\"id\") @Refresh(mode = §)"
                        + " record R(long id) {}"
                        + base);
        in(
                "Refresh.moment",
                "@MaterializedView(query = \"SELECT id FROM base\") @Refresh(mode = ASYNC, moment = §) record R(long"
                        + " id) {}"
                        + base);
        in(
                "Refresh.start",
                "@MaterializedView(query = \"SELECT id FROM base\") @Refresh(mode = ASYNC, start = §, every = \"1"
                        + " DAY\") record R(long id) {}"
                        + base);
        in(
                "Refresh.every",
                "@MaterializedView(query = \"SELECT id FROM base\") @Refresh(mode = ASYNC, every = §) record R(long"
                        + " id) {}"
                        + base);
        in("RenamedFrom.value", "@Table @RenamedFrom(§) record R(long id, @RenamedFrom(§) int b) {}");
        in("Rollup.name", "@Table @DuplicateKey(\"id\") @Rollup(name = §, columns = \"id\")" + record);
        in("Rollup.columns", "@Table @DuplicateKey(\"id\") @Rollup(name = \"u\", columns = §)" + record);
        in(
                "Rollup.duplicateKey",
                "@Table @DuplicateKey(\"id\") @Rollup(name = \"u\", columns = {\"id\", \"city\"}, duplicateKey = §)"
                        + record);
        in(
                "Rollup.from",
                "@Table @DuplicateKey(\"id\") @Rollup(name = \"u\", columns = {\"id\", \"city\"}) @Rollup(name ="
                        + " \"w\", columns = \"id\", from = §)"
                        + record);
        in(
                "Rollup.properties",
                "@Table @DuplicateKey(\"id\") @Rollup(name = \"u\", columns = \"id\", properties = @Property(name ="
                        + " \"timeout\", value = §))"
                        + record);
        in(
                "SnapshotTable.name",
                "@SnapshotTable(name = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        in(
                "SnapshotTable.database",
                "@SnapshotTable(database = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        in(
                "SnapshotTable.comment",
                "@SnapshotTable(comment = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        in("SnapshotTable.query", "@SnapshotTable(query = §) record R(long id) {}" + base);
        in(
                "SnapshotTable.columns",
                "@SnapshotTable(columns = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        in("SqlType.value", "@Table record R(long id, @SqlType(§) String c) {}");
        in(
                "StateOf.value",
                "@Table @AggregateKey(\"id\") @DistributedByHash(\"id\") record R(long id, @StateOf(§) State c) {}");
        in("Table.name", "@Table(name = §)" + record);
        in("Table.database", "@Table(database = §)" + record);
        in("Table.comment", "@Table(comment = §)" + record);
        in("UniqueKey.value", "@Table @UniqueKey(§) @DistributedByHash(\"id\")" + record);
        in("Varbinary.value", "@Table record R(long id, @Varbinary(§) byte[] c) {}");
        in("Varchar.value", "@Table record R(long id, @Varchar(§) String c) {}");
        in("Variant.on", "@Table @Variant(on = §, distributedByHash = @DistributedByHash(\"id\"))" + record);
        in(
                "Variant.query",
                "@View(query = \"SELECT id FROM base WHERE id > 0\") @Variant(on = \"4.1\", query = §) record R(long"
                        + " id) {}"
                        + base);
        in(
                "Variant.properties",
                "@Table @Variant(on = \"4.1\", properties = @Property(name = \"compression\", value = §))" + record);
        in("Variant.partitionBy", "@Table @Variant(on = \"4.1\", partitionBy = @PartitionBy(§))" + record);
        in(
                "Variant.partitionByRange",
                "@Table @Variant(on = \"4.1\", partitionByRange = @PartitionByRange(value = §, partitions = {}))"
                        + record);
        in(
                "Variant.partitionByList",
                "@Table @Variant(on = \"4.1\", partitionByList = @PartitionByList(value = §, partitions = {})) record"
                        + " R(@NotNull @Varchar(40) String city, @NotNull LocalDate day) {}");
        in(
                "Variant.distributedByHash",
                "@Table @Variant(on = \"4.1\", distributedByHash = @DistributedByHash(§))" + record);
        in(
                "Variant.distributedByRandom",
                "@Table @Variant(on = \"4.1\", distributedByRandom = @DistributedByRandom(bucketsFrom = §))" + record);
        in("View.name", "@View(name = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        in("View.database", "@View(database = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        in("View.comment", "@View(comment = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        in("View.security", "@View(security = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
        in("View.query", "@View(query = §) record R(long id) {}" + base);
        in("View.columns", "@View(columns = §, query = \"SELECT id FROM base\") record R(long id) {}" + base);
    }

    private static final String WITH_ROLE = "@Schema(name = \"s\", value = R.class, roles = A.class)";

    private static final String SERVERS = "@Property(name = \"kafka_broker_list\", value = \"k:9092\")";

    /** The annotation of the root, behind those of its roles; § is the value. */
    private static final Map<String, String> ROOTS = new LinkedHashMap<>(Map.ofEntries(
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
            Map.entry("Role.name", "@Role(name = §) interface A {} " + WITH_ROLE),
            Map.entry("Role.comment", "@Role(comment = §) interface A {} " + WITH_ROLE),
            Map.entry("Role.includesNamed", "@Role(includesNamed = §) interface A {} " + WITH_ROLE),
            Map.entry("Grant.value", "@Role @Grant(value = §, on = R.class) interface A {} " + WITH_ROLE),
            Map.entry("Grant.onAll", "@Role @Grant(value = Privilege.ALL, onAll = §) interface A {} " + WITH_ROLE),
            Map.entry(
                    "Grant.onObject", "@Role @Grant(value = Privilege.DROP, onObject = §) interface A {} " + WITH_ROLE),
            Map.entry("GrantedTo.value", "@Role @GrantedTo(§) interface A {} " + WITH_ROLE),
            Map.entry("GrantedTo.groups", "@Role @GrantedTo(groups = §) interface A {} " + WITH_ROLE),
            Map.entry("Schema.migrations", "@Schema(name = \"s\", migrations = §, value = R.class)"),
            Map.entry(
                    "Schema.properties",
                    "@Schema(name = \"s\", properties = @Property(name = \"compression\", value = §), value ="
                            + " R.class)")));

    private static void inGroup(String attribute, String more) {
        inCluster(
                "ResourceGroup." + attribute,
                "@ResourceGroup(" + attribute + " = §, " + more + "classifiers = @Classifier(role = \"root\"))");
    }

    private static void inClassifier(String attribute) {
        inCluster(
                "ResourceGroup.Classifier." + attribute,
                "@ResourceGroup(cpuWeight = 1, memLimit = \"20%\", classifiers = @Classifier(" + attribute + " = §))");
    }

    private static void inLoad(String attribute, String written) {
        inCluster(
                "RoutineLoad." + attribute,
                "@RoutineLoad(table = R.class, source = {" + SERVERS
                        + ", @Property(name = \"kafka_topic\", value = \"t\")}, " + written + ")");
    }

    private static void inCluster(String attribute, String annotation) {
        ROOTS.put(attribute, annotation + " interface A {} @Schema(name = \"s\", value = R.class, cluster = A.class)");
    }

    static {
        String cpu = "cpuWeight = 1, ";
        String memory = "memLimit = \"20%\", ";
        inGroup("name", cpu + memory);
        inGroup("memLimit", cpu);
        for (String attribute : List.of("cpuWeight", "cpuWeightPercent", "exclusiveCpuCores", "exclusiveCpuPercent")) {
            inGroup(attribute, memory);
        }
        for (String attribute : List.of(
                "maxCpuCores",
                "concurrencyLimit",
                "bigQueryCpuSecondLimit",
                "bigQueryScanRowsLimit",
                "bigQueryMemLimit",
                "spillMemLimitThreshold")) {
            inGroup(attribute, cpu + memory);
        }
        for (String attribute :
                List.of("user", "role", "queryType", "db", "sourceIp", "planCpuCostRange", "planMemCostRange")) {
            inClassifier(attribute);
        }
        String group = "@ResourceGroup(cpuWeight = 1, memLimit = \"20%\", ";
        inCluster("ResourceGroup.classifiers", group + "classifiers = @Classifier(db = §, queryType = \"select\"))");
        inCluster(
                "ResourceGroup.properties",
                group + "classifiers = @Classifier(db = \"x\"), properties = @Property(name = §, value = \"1\"))");
        String volume = "@StorageVolume(";
        inCluster("StorageVolume.name", volume + "type = \"S3\", locations = \"s3://b\", name = §)");
        inCluster("StorageVolume.type", volume + "type = §, locations = \"s3://b\")");
        inCluster("StorageVolume.locations", volume + "type = \"S3\", locations = §)");
        inCluster("StorageVolume.comment", volume + "type = \"S3\", locations = \"s3://b\", comment = §)");
        inCluster(
                "StorageVolume.properties",
                volume + "type = \"S3\", locations = \"s3://b\", properties = @Property(name = §, value = \"1\"))");
        inCluster("ExternalCatalog.name", "@ExternalCatalog(type = \"hive\", name = §)");
        inCluster("ExternalCatalog.type", "@ExternalCatalog(type = §)");
        inCluster("ExternalCatalog.comment", "@ExternalCatalog(type = \"hive\", comment = §)");
        inCluster(
                "ExternalCatalog.properties",
                "@ExternalCatalog(type = \"hive\", properties = @Property(name = §, value = \"1\"))");
        for (String attribute :
                List.of("name", "columnSeparator", "rowSeparator", "columns", "partitions", "where", "from")) {
            inLoad(attribute, attribute + " = §");
        }
        inLoad("properties", "properties = @Property(name = §, value = \"1\")");
        inCluster(
                "RoutineLoad.source",
                "@RoutineLoad(table = R.class, source = {" + SERVERS
                        + ", @Property(name = \"kafka_topic\", value = §)})");
        String dictionary = "@dev.cairn.annotation.cluster.Dictionary(table = R.class, ";
        inCluster("Dictionary.name", dictionary + "keys = \"id\", values = \"ID\", name = §)");
        inCluster("Dictionary.keys", dictionary + "keys = §, values = \"id\")");
        inCluster("Dictionary.values", dictionary + "keys = \"id\", values = §)");
        inCluster(
                "Dictionary.properties",
                dictionary + "keys = \"id\", values = \"ID\", properties = @Property(name = §, value = \"1\"))");
        String every = "every = \"1 DAY\", ";
        String statement = "statement = \"INSERT INTO BLACKHOLE() SELECT 1\"";
        inCluster("Task.name", "@Task(" + every + statement + ", name = §)");
        inCluster("Task.start", "@Task(" + every + statement + ", start = §)");
        inCluster("Task.every", "@Task(every = §, " + statement + ")");
        inCluster("Task.statement", "@Task(" + every + "statement = §)");
        inCluster(
                "Task.properties", "@Task(" + every + statement + ", properties = @Property(name = §, value = \"1\"))");
    }

    private static void inFunction(String annotation) {
        for (String attribute : List.of("file", "returns", "symbol")) {
            String others = Stream.of("file = \"${jar}\"", "returns = \"INT\"", "symbol = \"p.F\"")
                    .filter(other -> !other.startsWith(attribute))
                    .collect(Collectors.joining(", "));
            inCluster(annotation + "." + attribute, "@" + annotation + "(" + others + ", " + attribute + " = §)");
        }
        String required = "@" + annotation + "(file = \"${jar}\", returns = \"INT\", symbol = \"p.F\", ";
        for (String attribute : List.of("name", "arguments", "isolation", "md5", "variant")) {
            inCluster(annotation + "." + attribute, required + attribute + " = §)");
        }
        inCluster(annotation + ".properties", required + "properties = @Property(name = §, value = \"1\"))");
    }

    static {
        inFunction("Function");
        inFunction("GlobalFunction");
        inIcebergTable("comment", "comment = §");
        inIcebergTable("partitionBy", "partitionBy = §");
        inIcebergTable("orderBy", "orderBy = §");
        inIcebergTable("properties", "properties = @Property(name = §, value = \"1\")");
    }

    private static void inIcebergTable(String attribute, String members) {
        ROOTS.put(
                "IcebergTable." + attribute,
                "@External(\"lake.sales.customer\") @IcebergTable(" + members + ") record C(long id, String city) {}"
                        + " @Schema(name = \"s\", value = {R.class, C.class}, cluster = C.class)");
    }

    /** Attributes that are not SQL, contain other annotations, or have no DDL. */
    private static final Set<String> APART = Set.of(
            "Schema.targets",
            "Schema.value",
            "Schema.roles",
            "Schema.cluster",
            "RoutineLoad.table",
            "Dictionary.table",
            "Grant.List.value",
            "Grant.on",
            "Grant.withGrantOption",
            "Role.includes",
            "Role.shared",
            "Queries.role",
            "Check.List.value",
            "Fresh.List.value",
            "References.List.value",
            "References.value",
            "Unique.List.value",
            "Index.List.value",
            "Property.List.value",
            "Rollup.List.value",
            "Variant.List.value",
            "Queries.value",
            "Query.value",
            "Query.unchecked",
            "Execute.value",
            "Execute.unchecked");

    private static List<Method> attributes() throws IOException {
        List<Method> attributes = new ArrayList<>();
        for (Class<?> annotation : annotations()) {
            for (Method attribute : annotation.getDeclaredMethods()) {
                if (!annotation.getSimpleName().endsWith("Migration") && !APART.contains(name(attribute))) {
                    attributes.add(attribute);
                }
            }
        }
        return attributes;
    }

    /** All annotations: those of the packages, and those that are nested in them. */
    private static List<Class<?>> annotations() throws IOException {
        List<Class<?>> all = new ArrayList<>(annotations(Table.class));
        all.addAll(annotations(Role.class));
        all.addAll(annotations(Check.class));
        all.addAll(annotations(ResourceGroup.class));
        return all;
    }

    /** The annotations of a package, and those that are nested in them. */
    private static List<Class<?>> annotations(Class<?> one) throws IOException {
        Path folder =
                Path.of("../annotations/src/main/java", one.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("package-info"))
                    .sorted()
                    .map(name -> type(one.getPackageName() + "." + name))
                    .flatMap(type -> Stream.concat(Stream.of(type), Stream.of(type.getDeclaredClasses())))
                    .filter(Class::isAnnotation)
                    .<Class<?>>map(type -> type)
                    .toList();
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException missing) {
            throw new AssertionError(missing);
        }
    }

    /** The name of a type as in source, such as {@code Schema.Target}. */
    private static String name(Class<?> type) {
        return type.getCanonicalName().substring(type.getPackageName().length() + 1);
    }

    private static List<String> values(Method attribute) {
        Class<?> type = attribute.getReturnType();
        Class<?> element = type.isArray() ? type.getComponentType() : type;
        List<String> values = new ArrayList<>();
        if (element == int.class || element == long.class) {
            NUMBERS.forEach(number -> values.add(String.valueOf(number)));
        } else if (element.isEnum()) {
            for (Object constant : element.getEnumConstants()) {
                values.add(name(element) + "." + constant);
            }
        } else {
            TEXTS.forEach(text -> values.add(literal(text)));
        }
        if (type.isArray() && !element.isAnnotation()) {
            List<String> one = List.copyOf(values);
            values.add("{}");
            one.subList(0, Math.min(5, one.size())).forEach(value -> values.add("{" + one.get(2) + ", " + value + "}"));
        }
        return values;
    }

    private static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> literal.append('\\').append(c);
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                default -> literal.append(c < ' ' || c > '~' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        return literal.append('"').toString();
    }

    @TestFactory
    Stream<DynamicTest> everyValueIsRefusedOrBecomesDdl() throws IOException {
        return attributes().stream()
                .map(attribute -> DynamicTest.dynamicTest(name(attribute), () -> {
                    AcceptedSchemas schemas = schemas(attribute);
                    schemas.compile();
                    assertThat(schemas.findMistakes()).isEmpty();
                }));
    }

    private static String name(Method attribute) {
        return name(attribute.getDeclaringClass()) + "." + attribute.getName();
    }

    private static AcceptedSchemas schemas(Method attribute) {
        AcceptedSchemas schemas = new AcceptedSchemas();
        String records = RECORDS.get(name(attribute));
        String root = ROOTS.get(name(attribute));
        assertThat(records != null || root != null).as("a template").isTrue();
        for (String value : values(attribute)) {
            if (root == null) {
                schemas.add(records.replace("§", value), others(records));
            } else {
                schemas.addWithRoot("@Table record R(long id) {}", root.replace("§", value));
            }
        }
        return schemas;
    }

    /** Annotations on one column, each pair of which is written on one component. */
    private static final Map<String, String> ON_COLUMNS = new LinkedHashMap<>();

    static {
        ON_COLUMNS.put("Aggregate", "@Aggregate(SUM)");
        ON_COLUMNS.put("AutoIncrement", "@AutoIncrement");
        ON_COLUMNS.put("Char", "@Char(3)");
        ON_COLUMNS.put("Column", "@Column(name = \"x\", comment = \"y\")");
        ON_COLUMNS.put("Decimal", "@Decimal(precision = 10, scale = 2)");
        ON_COLUMNS.put("Default", "@Default(\"3\")");
        ON_COLUMNS.put("Embedded", "@Embedded");
        ON_COLUMNS.put("GeneratedAs", "@GeneratedAs(\"id + 1\")");
        ON_COLUMNS.put("Index", "@Index(name = \"i\")");
        ON_COLUMNS.put("Json", "@Json");
        ON_COLUMNS.put("NotNull", "@NotNull");
        ON_COLUMNS.put("RenamedFrom", "@RenamedFrom(\"z\")");
        ON_COLUMNS.put("SqlType", "@SqlType(\"bigint\")");
        ON_COLUMNS.put("StateOf", "@StateOf(\"avg(bigint)\")");
        ON_COLUMNS.put("Varbinary", "@Varbinary(3)");
        ON_COLUMNS.put("Varchar", "@Varchar(3)");
    }

    @TestFactory
    Stream<DynamicTest> eachPairOnOneColumnIsRefusedOrBecomesDdl() {
        List<String> all = List.copyOf(ON_COLUMNS.values());
        return all.stream()
                .map(first -> DynamicTest.dynamicTest(first, () -> {
                    AcceptedSchemas schemas = new AcceptedSchemas();
                    for (String second : all.subList(all.indexOf(first), all.size())) {
                        String both = first.equals(second) ? first : first + " " + second;
                        for (String type : List.of("Long", "String", "State")) {
                            schemas.add("@Table @PrimaryKey(\"id\") record R(long id, " + both + " " + type + " c) {}");
                            schemas.add("@Table @AggregateKey(\"id\") @DistributedByHash(\"id\") record R(long id, "
                                    + both + " " + type + " c) {}");
                        }
                    }
                    schemas.compile();
                    assertThat(schemas.findMistakes()).isEmpty();
                }));
    }

    private static String[] others(String records) {
        return Stream.of("Base", "X")
                .filter(name -> records.contains(" record " + name + "("))
                .toArray(String[]::new);
    }
}
