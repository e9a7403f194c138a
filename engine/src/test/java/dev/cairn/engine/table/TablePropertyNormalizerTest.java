package dev.cairn.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.StoredProperties.Setting;
import dev.cairn.engine.EngineClient;
import dev.cairn.refusal.Refusal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the validation, the normalization and the defaults of the properties of a new table. */
class TablePropertyNormalizerTest {
    private final EngineClient client = EngineClient.ofDefaultServer();

    private static String duplicateKeyTableSql(String properties) {
        return "CREATE TABLE a (k INT, v INT, s STRING, f FLOAT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)"
                + " PROPERTIES(" + properties + ")";
    }

    private static String rangeTableSql(String properties) {
        return "CREATE TABLE a (d DATE, v INT) DUPLICATE KEY(d) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d)"
                + " BUCKETS 4 PROPERTIES(" + properties + ")";
    }

    @Test
    void missingPropertiesHaveDefaults() {
        client.execute("CREATE TABLE a (k INT) PROPERTIES('compression' = 'LZ4')");
        Map<String, Setting> settings = client.findTable("a").properties().settingByName();
        assertThat(settings)
                .containsEntry("compression", new Setting("LZ4", false))
                .containsEntry("replication_num", new Setting("1", true))
                .containsEntry("bucket_size", new Setting("1073741824", true))
                .containsEntry("fast_schema_evolution", new Setting("true", true))
                .containsEntry("replicated_storage", new Setting("true", true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        compression            | zstd                  | ZSTD
        compression            | zstd(5)               | ZSTD(5)
        compression            | snappy                | SNAPPY
        storage_medium         | ssd                   | SSD
        fast_schema_evolution  | FALSE                 | false
        replicated_storage     | no                    | false
        write_quorum           | one                   | ONE
        write_quorum           | majority              | ^^
        bloom_filter_columns   | S,k                   | k, s
        partition_live_number  | 3                     | 3
        enable_load_profile    | true                  | true
        in_memory              | true                  | ^^
        storage_format         | v2                    | ^^
        unique_constraints     | k                     | default_catalog.t.a.k
        """)
    void aValueIsShownInItsNormalForm(String name, String value, String shown) {
        client.execute(duplicateKeyTableSql("'" + name + "' = '" + value + "'"));
        assertThat(client.findProperty("a", name)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        'nope' = '1'                                   | PropertyRule.UNKNOWN_PROPERTIES
        'compression' = 'nope'                         | PropertyRule.INVALID_VALUE
        'replication_num' = '0'                        | CommonRule.MUST_BE_POSITIVE
        'replication_num' = 'x'                        | CommonRule.NOT_A_NUMBER
        'write_quorum' = 'x'                           | CommonRule.NOT_ONE_OF
        'bloom_filter_columns' = 'nope'                | CommonRule.NOT_FOUND
        'bloom_filter_columns' = 'f'                   | IndexRule.COLUMN_TYPE_UNSUPPORTED
        'bucket_size' = '1024'                         | CommonRule.SUPPORTED_ONLY_FOR
        'storage_type' = 'x'                           | CommonRule.UNSUPPORTED
        'storage_cooldown_time' = '2030-01-01'         | CommonRule.REQUIREMENT_MISSING
        'labels.location' = 'rack:r1'                  | PropertyRule.NO_BACKEND_AT_LOCATION
        'datacache.enable' = 'true'                    | PropertyRule.UNKNOWN_PROPERTIES
        'short_key' = '3'                              | TableRule.SHORT_KEY_TOO_LARGE
        'base_compaction_forbidden_time_ranges'='-1 * * * *' | ValueRule.CRONTAB_FORMAT
        'dynamic_partition.enable' = 'true'            | CommonRule.REQUIREMENT_MISSING
        'foreign_key_constraints'='(v) REFERENCES b(k)' | CommonRule.NOT_FOUND
        """)
    void invalidPropertiesAreRefusedByTheServersRules(String properties, String rule) {
        assertThat(client.ruleOf(duplicateKeyTableSql(properties))).isEqualTo(rule);
    }

    @Test
    void aTableHasNoMoreReplicasThanThereAreBackends() {
        assertThat(client.ruleOf(duplicateKeyTableSql("'replication_num' = '4'")))
                .isEqualTo("PropertyRule.TOO_MANY_REPLICAS");
    }

    @Test
    void missingPropertiesOfDynamicPartitionsHaveDefaults() {
        client.execute(rangeTableSql("'dynamic_partition.enable' = 'true', 'dynamic_partition.time_unit' = 'day',"
                + " 'dynamic_partition.end' = '3'"));
        assertThat(client.showCreate("a")).contains("""
            "dynamic_partition.enable" = "true",
            "dynamic_partition.end" = "3",
            "dynamic_partition.history_partition_num" = "0",
            "dynamic_partition.prefix" = "p",
            "dynamic_partition.start" = "-2147483648",
            "dynamic_partition.time_unit" = "day",
            "dynamic_partition.time_zone" = "Asia/Shanghai",
            """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        'dynamic_partition.end' = '3'                                                                                                            | 1064 | CommonRule.REQUIREMENT_MISSING
        'dynamic_partition.time_unit' = 'DAY'                                                                                                    | 1064 | CommonRule.REQUIREMENT_MISSING
        'dynamic_partition.time_unit' = 'DECADE', 'dynamic_partition.end' = '3'                                                                  | 5065 | ServerError.UNSUPPORTED_DYNAMIC_TIME_UNIT
        'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.end' = '0'                                                                     | 5066 | ServerError.INVALID_DYNAMIC_BOUND
        'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.end' = '1', 'dynamic_partition.start' = '1'                                    | 5066 | ServerError.INVALID_DYNAMIC_BOUND
        'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.end' = '1', 'dynamic_partition.enable' = 'maybe'                               | 5068 | ServerError.INVALID_DYNAMIC_ENABLE
        """)
    void invalidDynamicPartitionsAreRefused(String properties, int errno, String rule) {
        Refusal refusal = client.refusalOf(rangeTableSql(properties));
        assertThat(refusal.errno()).isEqualTo(errno);
        assertThat(EngineClient.ruleName(refusal)).isEqualTo(rule);
    }

    @Test
    void aForeignKeyReferencesAUniqueKey() {
        client.execute(
                "CREATE TABLE b (id INT) PRIMARY KEY(id)",
                duplicateKeyTableSql("'foreign_key_constraints' = '(k) REFERENCES b(id)'"));
        assertThat(client.findProperty("a", "foreign_key_constraints"))
                .isEqualTo("(k) REFERENCES default_catalog.t.b(id)");
    }

    @Test
    void aPlaceholderIsStoredVerbatimWithoutChecks() {
        client.execute(
                duplicateKeyTableSql("'replication_num' = '${replicas:3}', 'bloom_filter_columns' = '${filtered}'"));
        assertThat(client.findTable("a").properties().settingByName())
                .containsEntry("replication_num", new Setting("${replicas:3}", false))
                .containsEntry("bloom_filter_columns", new Setting("${filtered}", false));
        assertThat(client.ruleOf("CREATE TABLE c (k INT) PROPERTIES('nope' = '${x}')"))
                .isEqualTo("PropertyRule.UNKNOWN_PROPERTIES");
        assertThat(client.ruleOf("CREATE TABLE c (k INT) PROPERTIES('write_quorum' = '$${x}')"))
                .isEqualTo("CommonRule.NOT_ONE_OF");
    }

    @Test
    void aPlaceholderSatisfiesARequiredProperty() {
        client.execute(rangeTableSql("'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.end' = '${ahead}'"));
        assertThat(client.findProperty("a", "dynamic_partition.end")).isEqualTo("${ahead}");
        client.execute("CREATE TABLE c (k INT) DISTRIBUTED BY HASH(k) BUCKETS ${buckets}");
        assertThat(client.findLine("c", "DISTRIBUTED BY")).isEqualTo("DISTRIBUTED BY HASH(`k`) BUCKETS ${buckets}");
    }

    @Test
    void aSharedDataServerHasPropertiesOfItsOwn() {
        EngineClient sharedDataClient = EngineClient.of(EngineClient.SHARED_DATA);
        sharedDataClient.execute(duplicateKeyTableSql("'datacache.enable' = 'false'"));
        assertThat(sharedDataClient.findProperty("a", "datacache.enable")).isEqualTo("false");
        assertThat(sharedDataClient.findProperty("a", "storage_volume")).isEqualTo("builtin_storage_volume");
        assertThat(sharedDataClient.findProperty("a", "replicated_storage")).isEmpty();
    }

    @Test
    void aServerOf35KnowsFewerProperties() {
        EngineClient oldClient = EngineClient.of(EngineClient.SERVER_3_5);
        assertThat(oldClient.ruleOf(duplicateKeyTableSql("'table_query_timeout' = '10'")))
                .isEqualTo("PropertyRule.UNKNOWN_PROPERTIES");
        oldClient.execute("CREATE TABLE b (k INT)");
        assertThat(oldClient.findProperty("b", "bucket_size")).isEqualTo("4294967296");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cloud_native_fast_schema_evolution_v2=true",
                "compaction_strategy=DEFAULT",
                "file_bundling=true",
                "lake_compaction_max_parallel=3"
            })
    void aSharedDataServerOf35KnowsFewerProperties(String property) {
        EngineClient oldClient = EngineClient.of(EngineClient.SHARED_DATA_3_5);
        String quotedProperty = "'" + property.replace("=", "' = '") + "'";
        assertThat(oldClient.ruleOf(duplicateKeyTableSql(quotedProperty))).isEqualTo("PropertyRule.UNKNOWN_PROPERTIES");
        oldClient.execute("CREATE TABLE b (k INT) PRIMARY KEY (k)");
        assertThat(oldClient.showCreate("b")).doesNotContain(property.substring(0, property.indexOf('=')));
        assertThat(oldClient
                        .refusalOf("ALTER TABLE b SET (" + quotedProperty + ")")
                        .errno())
                .isEqualTo(5064);
    }

    @Test
    void aSharedDataServerOf35RefusesTablesInMemory() {
        EngineClient oldClient = EngineClient.of(EngineClient.SHARED_DATA_3_5).execute("CREATE TABLE b (k INT)");
        assertThat(oldClient
                        .refusalOf("ALTER TABLE b SET ('in_memory' = 'true')")
                        .errno())
                .isEqualTo(1064);
        assertThat(oldClient.ruleOf("ALTER TABLE b MODIFY PARTITION b SET ('in_memory' = 'false')"))
                .isEqualTo("CommonRule.NOT_IN_SHARED_DATA");
        oldClient.execute("ALTER TABLE b SET ('in_memory' = 'false')");
        EngineClient.of(EngineClient.SHARED_DATA)
                .execute(
                        "CREATE TABLE b (k INT)",
                        "ALTER TABLE b SET ('in_memory' = 'true')",
                        "ALTER TABLE b MODIFY PARTITION b SET ('in_memory' = 'true')");
    }

    @Test
    void aRetentionConditionOnListsMayCallAnyFunction() {
        EngineClient.ofDefaultServer()
                .execute(
                        "CREATE TABLE t (k INT, day DATE NOT NULL) DUPLICATE KEY (k) PARTITION BY LIST (day) () DISTRIBUTED BY"
                                + " HASH (k) BUCKETS 1 PROPERTIES ('partition_retention_condition' = 'month(day) > 3')");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        day > current_date() - INTERVAL 1 MONTH | accepted
        nope > current_date()                   | TypeRule.COLUMN_NOT_FOUND
        k > 3                                   | PartitionRule.CONDITION_WITHOUT_PARTITION_COLUMN
        date_format(day, '%Y-%m') > '2020-01'   | accepted
        date_format(day, '%m-%Y') > '01-2020'   | PartitionRule.RETENTION_NOT_MONOTONIC
        date_format(day, 'yyyyMMdd') > '2020'   | accepted
        day > now() - INTERVAL month(now()) MONTH | accepted
        to_days(day) + 1 > 5 AND day IS NOT NULL | accepted
        to_days(day) % 7 = 1                    | PartitionRule.RETENTION_NOT_MONOTONIC
        -to_days(day) > -5                      | PartitionRule.RETENTION_NOT_MONOTONIC
        NOT (month(day) = 3)                    | PartitionRule.RETENTION_NOT_MONOTONIC
        if(day > now(), true, false)            | PartitionRule.RETENTION_NOT_MONOTONIC
        CASE WHEN day > now() THEN true END     | PartitionRule.RETENTION_NOT_MONOTONIC
        year(day) BETWEEN 2020 AND 2021         | accepted
        """)
    void aRetentionConditionUsesPartitionColumnsInMonotonicFunctions(String condition, String answer) {
        String createTableSql = "CREATE TABLE t (k INT, day DATE) DUPLICATE KEY (k) PARTITION BY date_trunc('day', day)"
                + " DISTRIBUTED BY HASH (k) BUCKETS 1";
        String viewTemplate = "CREATE MATERIALIZED VIEW m PARTITION BY day REFRESH MANUAL%s AS SELECT day, k FROM t";
        String properties = " PROPERTIES ('partition_retention_condition' = \"" + condition + "\")";
        EngineClient client = EngineClient.ofDefaultServer().execute(createTableSql, viewTemplate.formatted(""));
        for (String statement : new String[] {
            createTableSql.replace("TABLE t", "TABLE u") + properties,
            viewTemplate.replace("VIEW m", "VIEW n").formatted(properties),
            "ALTER TABLE t SET ('partition_retention_condition' = \"" + condition + "\")",
            "ALTER MATERIALIZED VIEW m SET ('partition_retention_condition' = \"" + condition + "\")",
        }) {
            if (answer.equals("accepted")) {
                client.execute(statement);
            } else {
                assertThat(client.ruleOf(statement)).contains(answer);
            }
        }
    }
}
