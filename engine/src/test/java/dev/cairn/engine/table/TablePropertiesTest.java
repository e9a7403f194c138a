package dev.cairn.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties.Setting;
import dev.cairn.engine.Client;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Validation, normalization and defaults of the properties of a new table. */
class TablePropertiesTest {
    private final Client client = Client.connected();

    private static String duplicate(String properties) {
        return "CREATE TABLE a (k INT, v INT, s STRING, f FLOAT) DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)"
                + " PROPERTIES(" + properties + ")";
    }

    private static String ranged(String properties) {
        return "CREATE TABLE a (d DATE, v INT) DUPLICATE KEY(d) PARTITION BY RANGE(d) () DISTRIBUTED BY HASH(d)"
                + " BUCKETS 4 PROPERTIES(" + properties + ")";
    }

    @Test
    void missingPropertiesHaveDefaults() {
        client.execute("CREATE TABLE a (k INT) PROPERTIES('compression' = 'LZ4')");
        Map<String, Setting> settings = client.table("a").properties().settings();
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
        client.execute(duplicate("'" + name + "' = '" + value + "'"));
        assertThat(client.property("a", name)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        'nope' = '1'                                   | Unknown properties: {nope=1}
        'compression' = 'nope'                         | unknown compression type: nope
        'replication_num' = '0'                        | Replication num should larger than 0.
        'replication_num' = 'x'                        | For input string: "x" table=a, properties.replication_num=x
        'write_quorum' = 'x'                           | unknown write quorum: x
        'bloom_filter_columns' = 'nope'                | Invalid bloom filter column 'nope': not exists
        'bloom_filter_columns' = 'f'                   | Invalid bloom filter column 'f': unsupported type FLOAT
        'bucket_size' = '1024'                         | Setting bucket size is not allowed: only supported for tables with RANDOM distribution and when 'enable_automatic_bucket' is enabled.
        'storage_type' = 'x'                           | x for DUP_KEYS table not supported
        'storage_cooldown_time' = '2030-01-01'         | Invalid data property. storage medium property is not found
        'labels.location' = 'rack:r1'                  | Cannot find any backend with location: rack:r1.
        'datacache.enable' = 'true'                    | Unknown properties: {datacache.enable=true}
        'short_key' = '3'                              | Short key is too large. should less than: 1
        'base_compaction_forbidden_time_ranges'='-1 * * * *' | Invalid crontab format. The minute field must be '*'.
        'dynamic_partition.enable' = 'true'            | Only support dynamic partition properties on range partition table
        'foreign_key_constraints'='(v) REFERENCES b(k)' | catalog:default_catalog, database: t, table:b do not exist.
        """)
    void invalidPropertiesAreRefusedInTheServersWords(String properties, String words) {
        assertThat(client.messageOf(duplicate(properties))).isEqualTo(words);
    }

    @Test
    void aTableHasNoMoreReplicasThanThereAreBackends() {
        assertThat(client.messageOf(duplicate("'replication_num' = '4'")))
                .isEqualTo("Table replication num should be less than of equal to the number of available BE nodes."
                        + " You can change this default by setting the replication_num table properties. Current alive"
                        + " backend is [10001,10002,10003]..");
    }

    @Test
    void dynamicPartitionsAreCompletedToAllThatTheyNeed() {
        client.execute(ranged("'dynamic_partition.enable' = 'true', 'dynamic_partition.time_unit' = 'day',"
                + " 'dynamic_partition.end' = '3'"));
        assertThat(client.shown("a")).contains("""
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
        'dynamic_partition.end' = '3'                                                                                                            | 1064 | Must assign dynamic_partition.time_unit properties
        'dynamic_partition.time_unit' = 'DAY'                                                                                                    | 1064 | Must assign dynamic_partition.end properties
        'dynamic_partition.time_unit' = 'DECADE', 'dynamic_partition.end' = '3'                                                                  | 5065 | Unsupported time unit DECADE. Expect DAY/WEEK/MONTH/YEAR.
        'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.end' = '0'                                                                     | 5066 | Dynamic partition end must greater than 0
        'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.end' = '1', 'dynamic_partition.start' = '1'                                    | 5066 | Dynamic partition start must less than 0
        'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.end' = '1', 'dynamic_partition.enable' = 'maybe'                               | 5068 | Invalid dynamic partition enable: maybe. Expected true or false
        """)
    void invalidDynamicPartitionsAreRefused(String properties, int errno, String words) {
        Refusal refusal = client.refusalOf(ranged(properties));
        assertThat(refusal.errno()).isEqualTo(errno);
        assertThat(refusal).hasMessage(words);
    }

    @Test
    void aForeignKeyPointsToAUniqueOne() {
        client.execute(
                "CREATE TABLE b (id INT) PRIMARY KEY(id)",
                duplicate("'foreign_key_constraints' = '(k) REFERENCES b(id)'"));
        assertThat(client.property("a", "foreign_key_constraints")).isEqualTo("(k) REFERENCES default_catalog.t.b(id)");
    }

    @Test
    void aPlaceholderIsNotCheckedAndStoredAsItIs() {
        client.execute(duplicate("'replication_num' = '${replicas:3}', 'bloom_filter_columns' = '${filtered}'"));
        assertThat(client.table("a").properties().settings())
                .containsEntry("replication_num", new Setting("${replicas:3}", false))
                .containsEntry("bloom_filter_columns", new Setting("${filtered}", false));
        assertThat(client.messageOf("CREATE TABLE c (k INT) PROPERTIES('nope' = '${x}')"))
                .isEqualTo("Unknown properties: {nope=${x}}");
        assertThat(client.messageOf("CREATE TABLE c (k INT) PROPERTIES('write_quorum' = '$${x}')"))
                .isEqualTo("unknown write quorum: $${x}");
    }

    @Test
    void aPlaceholderSatisfiesARequiredProperty() {
        client.execute(ranged("'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.end' = '${ahead}'"));
        assertThat(client.property("a", "dynamic_partition.end")).isEqualTo("${ahead}");
        client.execute("CREATE TABLE c (k INT) DISTRIBUTED BY HASH(k) BUCKETS ${buckets}");
        assertThat(client.line("c", "DISTRIBUTED BY")).isEqualTo("DISTRIBUTED BY HASH(`k`) BUCKETS ${buckets}");
    }

    @Test
    void aSharedDataServerHasPropertiesOfItsOwn() {
        Client lake = Client.of(Client.SHARED_DATA);
        lake.execute(duplicate("'datacache.enable' = 'false'"));
        assertThat(lake.property("a", "datacache.enable")).isEqualTo("false");
        assertThat(lake.property("a", "storage_volume")).isEqualTo("builtin_storage_volume");
        assertThat(lake.property("a", "replicated_storage")).isEmpty();
    }

    @Test
    void aServerOf35KnowsFewerProperties() {
        Client old = Client.of(Client.SERVER_3_5);
        assertThat(old.messageOf(duplicate("'table_query_timeout' = '10'")))
                .isEqualTo("Unknown properties: {table_query_timeout=10}");
        old.execute("CREATE TABLE b (k INT)");
        assertThat(old.property("b", "bucket_size")).isEqualTo("4294967296");
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
        Client old = Client.of(Client.SHARED_DATA_3_5);
        String quoted = "'" + property.replace("=", "' = '") + "'";
        assertThat(old.messageOf(duplicate(quoted))).isEqualTo("Unknown properties: {" + property + "}");
        old.execute("CREATE TABLE b (k INT) PRIMARY KEY (k)");
        assertThat(old.shown("b")).doesNotContain(property.substring(0, property.indexOf('=')));
        assertThat(old.refusalOf("ALTER TABLE b SET (" + quoted + ")").errno()).isEqualTo(5064);
    }

    @Test
    void aSharedDataServerOf35RefusesTablesInMemory() {
        Client old = Client.of(Client.SHARED_DATA_3_5).execute("CREATE TABLE b (k INT)");
        assertThat(old.refusalOf("ALTER TABLE b SET ('in_memory' = 'true')").errno())
                .isEqualTo(1064);
        assertThat(old.messageOf("ALTER TABLE b MODIFY PARTITION b SET ('in_memory' = 'false')"))
                .isEqualTo("Lake table not support alter in_memory.");
        old.execute("ALTER TABLE b SET ('in_memory' = 'false')");
        Client.of(Client.SHARED_DATA)
                .execute(
                        "CREATE TABLE b (k INT)",
                        "ALTER TABLE b SET ('in_memory' = 'true')",
                        "ALTER TABLE b MODIFY PARTITION b SET ('in_memory' = 'true')");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        day > current_date() - INTERVAL 1 MONTH | accepted
        nope > current_date()                   | Column 'nope' cannot be resolved
        k > 3                                   | Column `k` in the partition condition is not
        """)
    void aRetentionConditionMayOnlyUsePartitionColumns(String condition, String answer) {
        String table = "CREATE TABLE t (k INT, day DATE) DUPLICATE KEY (k) PARTITION BY date_trunc('day', day)"
                + " DISTRIBUTED BY HASH (k) BUCKETS 1";
        String view = "CREATE MATERIALIZED VIEW m PARTITION BY day REFRESH MANUAL%s AS SELECT day, k FROM t";
        String properties = " PROPERTIES ('partition_retention_condition' = \"" + condition + "\")";
        Client client = Client.connected().execute(table, view.formatted(""));
        for (String statement : new String[] {
            table.replace("TABLE t", "TABLE u") + properties,
            view.replace("VIEW m", "VIEW n").formatted(properties),
            "ALTER TABLE t SET ('partition_retention_condition' = \"" + condition + "\")",
            "ALTER MATERIALIZED VIEW m SET ('partition_retention_condition' = \"" + condition + "\")",
        }) {
            if (answer.equals("accepted")) {
                client.execute(statement);
            } else {
                assertThat(client.messageOf(statement)).contains(answer);
            }
        }
    }
}
