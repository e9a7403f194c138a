package dev.cairn.engine.cluster;

import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Writes random CREATE statements of cluster objects, all of which a server accepts.
 *
 * @param table the table of Routine Loads, dictionaries and tasks
 * @param valueColumns the columns that may be values of a dictionary; the column {@code k} is its key
 */
public record RandomClusterObject(Random random, String table, List<String> valueColumns) {
    /** The usual table of Routine Loads, dictionaries and tasks. */
    public static final String LOADED_TABLE =
            "CREATE TABLE loaded (k INT NOT NULL, v VARCHAR(10), w INT) DUPLICATE KEY(k)"
                    + " DISTRIBUTED BY HASH(k) BUCKETS 1 PROPERTIES ('replication_num' = '1')";

    /** Renames of columns, which apply if a table has a column of the old name and gets one of the new name instead. */
    public static final Map<String, String> COLUMN_RENAMES = Map.of("city", "town", "town", "city");

    RandomClusterObject(Random random) {
        this(random, "loaded", List.of("v", "w"));
    }

    /**
     * Returns the statement that creates an object.
     *
     * @param name the name of the object; for a table of an external catalog, with its catalog and database
     */
    public String createStatement(ClusterObjectKind kind, String name) {
        return switch (kind) {
            case RESOURCE_GROUP -> writeGroup(name);
            case STORAGE_VOLUME -> writeVolume(name);
            case EXTERNAL_CATALOG -> writeCatalog(name);
            case ROUTINE_LOAD -> writeLoad(name);
            case DICTIONARY -> writeDictionary(name);
            case FUNCTION, GLOBAL_FUNCTION -> writeFunction(kind, name);
            case ICEBERG_TABLE -> writeIcebergTable(name);
            case TASK -> writeTask(name);
        };
    }

    /** Returns the name that a statement without a selected database needs. */
    static String toStatementName(ClusterObjectKind kind, String name) {
        return kind.isNamedInExternalDatabase() ? "lake.d." + name : name;
    }

    /** Returns the name under which a catalog keeps an object, which a statement calls by the given name. */
    static String toStoredName(ClusterObjectKind kind, String name) {
        return kind.hasFeature(ClusterObjectKind.Feature.OVERLOADED) ? name + "(STRING, INT)" : name;
    }

    private String writeGroup(String name) {
        List<String> properties = new ArrayList<>(List.of("'mem_limit' = '" + pick("20%", "0.3", "35.5%", "1") + "'"));
        properties.add(pick(
                "'cpu_weight' = '1'",
                "'cpu_core_limit' = '1'",
                "'cpu_weight_percent' = '7'",
                "'cpu_weight_percent' = '90'"));
        addAtRandom(properties, "'concurrency_limit' = '" + random.nextInt(3) + "'");
        addAtRandom(properties, "'big_query_mem_limit' = '" + 1_000 * random.nextInt(3) + "'");
        addAtRandom(properties, "'big_query_scan_rows_limit' = '" + random.nextInt(3) + "'");
        addAtRandom(properties, "'big_query_cpu_second_limit' = '" + random.nextInt(3) + "'");
        addAtRandom(properties, "'spill_mem_limit_threshold' = '" + pick("0.5", "80%", "33.333%") + "'");
        boolean isForViews = random.nextInt(5) == 0;
        if (isForViews) {
            properties.add("'type' = 'mv'");
        }
        return "CREATE RESOURCE GROUP " + name + (isForViews ? "" : " TO " + writeClassifiers()) + " WITH ("
                + String.join(", ", properties) + ")";
    }

    private String writeClassifiers() {
        List<String> classifiers = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            List<String> conditions = new ArrayList<>(List.of("user = 'user" + random.nextInt(3) + "'"));
            addAtRandom(conditions, "ROLE = 'role" + random.nextInt(2) + "'");
            addAtRandom(
                    conditions,
                    "query_type IN (" + pick("'select'", "'INSERT'", "'select', 'insert'", "'insert','select'") + ")");
            addAtRandom(conditions, "source_ip = '192.168." + random.nextInt(3) + ".0/24'");
            addAtRandom(conditions, "plan_cpu_cost_range = '" + pick("[0, 10)", "[1.5,2)", "[ -1 , 1e3 )") + "'");
            addAtRandom(conditions, "plan_mem_cost_range = '" + pick("[0, 10)", "[100, 20000000)") + "'");
            classifiers.add("(" + String.join(", ", conditions) + ")");
        }
        return String.join(", ", classifiers);
    }

    /** The locations follow from the name, because no statement changes them. */
    private String writeVolume(String name) {
        List<String> properties = new ArrayList<>(List.of(
                "'aws.s3.region' = '" + pick("eu", "us") + "'",
                "'aws.s3.endpoint' = 'http://" + pick("one", "two") + "'",
                "'aws.s3.access_key' = '" + pick("a-key", "another") + "'",
                "'aws.s3.secret_key' = 'hidden'"));
        addAtRandom(properties, "'enabled' = '" + pick("true", "FALSE") + "'");
        String locations = "'s3://" + name.length() + "-a/'" + (name.endsWith("b") ? ", 's3://b/c'" : "");
        return "CREATE STORAGE VOLUME " + name + " TYPE = " + pick("S3", "s3") + " LOCATIONS = (" + locations + ")"
                + " COMMENT '" + pick("x", "it\\'s \\\"here\\\"") + "' PROPERTIES (" + String.join(", ", properties)
                + ")";
    }

    private String writeCatalog(String name) {
        List<String> properties = new ArrayList<>(List.of(pick(
                "'type' = 'hive', 'hive.metastore.uris' = 'thrift://127.0.0.1:9083'",
                "'type' = 'hive', 'hive.metastore.uris' = 'thrift://127.0.0.2:9083'",
                "'type' = 'iceberg', 'iceberg.catalog.type' = 'hadoop', 'iceberg.catalog.warehouse' = 'file:///tmp/lake'",
                "'type' = 'es', 'hosts' = 'http://127.0.0.1:9200'")));
        addAtRandom(properties, "'note' = '" + pick("a", "b") + "'");
        addAtRandom(properties, "'aws.s3.secret_key' = '" + pick("secret", "another secret") + "'");
        addAtRandom(properties, "'es.net.ssl' = '" + pick("true", "false") + "'");
        return "CREATE EXTERNAL CATALOG " + name + writeComment() + " PROPERTIES (" + String.join(", ", properties)
                + ")";
    }

    /** The topic and the offsets are always the same, because no statement changes them. */
    private String writeLoad(String name) {
        List<String> clauses = new ArrayList<>();
        addAtRandom(clauses, "COLUMNS TERMINATED BY '" + pick(",", "\\\\x01", "\\t", "|") + "'");
        addAtRandom(clauses, "ROWS TERMINATED BY '" + pick(";", "\\n") + "'");
        if (random.nextBoolean()) {
            clauses.add(
                    "COLUMNS (" + pick("k, v", "k, raw, w = (raw + 1) * 2", "`k`, x, v = CONCAT(x, 'it\\'s')") + ")");
            clauses.add("WHERE " + pick("k > 1", "k > 1 AND (v = 'a' OR v IS NULL)", "NOT k IN (1, 2)"));
        }
        List<String> properties = new ArrayList<>();
        addAtRandom(properties, "'desired_concurrent_number' = '" + (1 + random.nextInt(3)) + "'");
        addAtRandom(properties, "'max_filter_ratio' = '" + pick("0.5", "1", "0") + "'");
        addAtRandom(properties, "'task_consume_second' = '" + pick("5", "15") + "'");
        addAtRandom(properties, "'task_timeout_second' = '" + pick("60", "100") + "'");
        addAtRandom(properties, "'strict_mode' = '" + pick("true", "FALSE") + "'");
        addAtRandom(properties, "'max_batch_rows' = '" + pick("200000", "300000") + "'");
        properties.add(pick("'enclose' = '|'", "'format' = 'json'", "'escape' = '#'"));
        List<String> kafkaProperties = new ArrayList<>(List.of(
                "'kafka_broker_list' = '" + pick("k:9092", "k:9092, l:9092") + "'",
                "'kafka_topic' = 'clicks'",
                "'kafka_partitions' = '0, 1'",
                "'kafka_offsets' = '5,OFFSET_END'",
                "'property.security.protocol' = '" + pick("SASL_SSL", "PLAINTEXT") + "'",
                "'property.sasl.password' = 'hidden'"));
        kafkaProperties.add("'property.group.id' = '" + pick("one", "two") + "'");
        return "CREATE ROUTINE LOAD " + name + " ON " + table + " " + String.join(", ", clauses) + " PROPERTIES ("
                + String.join(", ", properties) + ") FROM KAFKA (" + String.join(", ", kafkaProperties) + ")";
    }

    private String writeDictionary(String name) {
        List<String> properties = new ArrayList<>(List.of("'dictionary_warm_up' = '" + pick("true", "FALSE") + "'"));
        addAtRandom(properties, "'dictionary_memory_limit' = '" + pick("10MB", "2147483648", "1g", "5000") + "'");
        addAtRandom(properties, "'dictionary_refresh_interval' = '" + pick("0", "60", "600") + "'");
        addAtRandom(properties, "'DICTIONARY_READ_LATEST' = '" + pick("TRUE", "false") + "'");
        addAtRandom(properties, "'dictionary_ignore_failed_refresh' = '" + pick("TRUE", "false") + "'");
        List<String> columns = new ArrayList<>(valueColumns);
        Collections.shuffle(columns, random);
        List<String> columnRoles = new ArrayList<>(List.of("k KEY", columns.remove(0) + " VALUE"));
        columns.forEach(column -> addAtRandom(columnRoles, column + pick(" KEY", " VALUE")));
        Collections.shuffle(columnRoles, random);
        return "CREATE DICTIONARY " + name + " USING " + table + " (" + String.join(", ", columnRoles)
                + ") PROPERTIES (" + String.join(", ", properties) + ")";
    }

    private String writeFunction(ClusterObjectKind kind, String name) {
        List<String> properties = new ArrayList<>(List.of(
                "'symbol' = 'shop." + pick("Mask", "Hide") + "'",
                "'type' = '" + pick("StarrocksJar", "STARROCKSJAR") + "'",
                "'file' = 'http://jars/" + pick("one", "two") + ".jar'"));
        addAtRandom(properties, "'ISOLATION' = '" + pick("shared", "isolated") + "'");
        addAtRandom(
                properties,
                "'md5' = '" + pick("d932cc50d3395da4d795c35e26c8fabc", "D932CC50D3395DA4D795C35E26C8FABC") + "'");
        addAtRandom(properties, "'analytic' = '" + pick("true", "false") + "'");
        addAtRandom(properties, "'ignored' = 'x'");
        Collections.shuffle(properties, random);
        return "CREATE " + kind.createWords(pick("", "AGGREGATE", "TABLE")) + " "
                + pick(name, name.toUpperCase(Locale.ROOT))
                + " (" + pick("STRING", "CHAR(3)", "VARCHAR(10)") + ", INT) RETURNS "
                + pick("INT", "VARCHAR(10)", "ARRAY<STRING>") + " PROPERTIES (" + String.join(", ", properties) + ")";
    }

    /**
     * The types, the first four columns, the order of rows and the names of the properties are always the same, because
     * no statement changes them back and forth.
     */
    private String writeIcebergTable(String name) {
        List<String> columns = new ArrayList<>();
        addAtRandom(columns, "v int" + writeColumnComment());
        addAtRandom(columns, pick("city", "town") + " varchar(40)" + writeColumnComment());
        addAtRandom(columns, "created datetime" + writeColumnComment());
        addAtRandom(columns, "amount decimal(10, 2)" + writeColumnComment());
        Collections.shuffle(columns, random);
        List<String> partitionElements = new ArrayList<>();
        addAtRandom(partitionElements, "bucket(id, " + pick("4", "8") + ")");
        addAtRandom(partitionElements, pick("day(seen)", "month(seen)"));
        addAtRandom(partitionElements, "truncate(code, 2)");
        return "CREATE TABLE " + name + " (id bigint NOT NULL, tags array<int>, seen date, code string"
                + columns.stream().map(column -> ", " + column).collect(Collectors.joining()) + ")" + writeComment()
                + (partitionElements.isEmpty() ? "" : " PARTITION BY (" + String.join(", ", partitionElements) + ")")
                + " ORDER BY (seen DESC, id) PROPERTIES ('write.format.default' = '" + pick("orc", "parquet")
                + "', 'note' = '" + pick("a", "b") + "')";
    }

    private String writeColumnComment() {
        return random.nextBoolean() ? "" : " COMMENT '" + pick("x", "it\\'s \\\"here\\\"") + "'";
    }

    private String writeTask(String name) {
        List<String> clauses = new ArrayList<>(List.of("SCHEDULE "
                + pick("", "START('2026-01-02 03:00:00') ", "START(\"20260102030000\") ")
                + "EVERY(INTERVAL " + pick("10 SECOND", "1 day", "5 MINUTE", "12 HOUR") + ")"));
        List<String> properties = new ArrayList<>(List.of("'session.query_timeout' = '" + pick("60", "7200") + "'"));
        addAtRandom(properties, "'session.enable_profile' = '" + pick("true", "false") + "'");
        addAtRandom(clauses, "PROPERTIES (" + String.join(", ", properties) + ")");
        Collections.shuffle(clauses, random);
        String query = "SELECT k, " + String.join(", ", valueColumns) + " FROM " + table
                + pick("", " WHERE k > 1", " -- all\n");
        return "SUBMIT TASK " + name + " " + String.join(" ", clauses) + " AS "
                + pick(
                        "CREATE TABLE IF NOT EXISTS " + name + "_rows AS " + query,
                        "INSERT INTO BLACKHOLE()\n  " + query,
                        "INSERT /*+ SET_VAR(query_timeout = 5) */ INTO BLACKHOLE() " + query);
    }

    private String writeComment() {
        return random.nextBoolean() ? "" : " COMMENT '" + pick("x", "it\\'s \\\"here\\\"", "") + "'";
    }

    private void addAtRandom(List<String> items, String item) {
        if (random.nextBoolean()) {
            items.add(item);
        }
    }

    private String pick(String... alternatives) {
        return alternatives[random.nextInt(alternatives.length)];
    }
}
