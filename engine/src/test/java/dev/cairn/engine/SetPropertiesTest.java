package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks ALTER TABLE … SET, which changes the properties of a table. */
class SetPropertiesTest {
    private final EngineClient client = OrdersTable.clientWithTable(KeyModel.DUPLICATE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        replicated_storage      | false  | false
        write_quorum            | one    | ONE
        enable_load_profile     | TRUE   | true
        default.replication_num | 3      | 3
        default.storage_medium  | ssd    | SSD
        unique_constraints      | id     | default_catalog.t.orders.id
        colocate_with           | g      | g
        labels.location         | *      | *
        table_query_timeout     | 100    | 100
        """)
    void aPropertyIsStoredInItsNormalForm(String name, String value, String shown) {
        client.execute("ALTER TABLE orders SET ('" + name + "' = '" + value + "')");
        assertThat(client.findProperty("orders", name.replace("default.", ""))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        'unknown' = 'x'                                    | 5064 | PropertyRule.UNKNOWN_PROPERTIES
        'compression' = 'ZSTD'                             | 5064 | PropertyRule.UNKNOWN_PROPERTIES
        'storage_medium' = 'SSD'                           | 5064 | PropertyRule.UNKNOWN_PROPERTIES
        'write_quorum' = 'ONE', 'enable_load_profile' = 'true' | 5064 | AlterRule.SEVERAL_PROPERTIES
        'write_quorum' = 'MANY'                            | 5064 | CommonRule.NOT_ONE_OF
        'replicated_storage' = 'yes'                       | 5064 | CommonRule.NOT_BOOLEAN
        'storage_type' = 'row'                             | 5064 | PropertyRule.NOT_ALTERABLE
        'compaction_strategy' = 'real_time'                | 5064 | CommonRule.ONLY_IN_SHARED_DATA
        'partition_live_number' = '2'                      | 1064 | CommonRule.REQUIREMENT_MISSING
        'bucket_size' = '1073741824'                       | 1064 | CommonRule.SUPPORTED_ONLY_FOR
        'default.replication_num' = '5'                    | 1064 | PropertyRule.TOO_MANY_REPLICAS
        'flat_json.null.factor' = '0.1'                    | 5064 | CommonRule.REQUIREMENT_MISSING
        """)
    void invalidPropertiesAreRefused(String properties, int errno, String rule) {
        String statement = "ALTER TABLE orders SET (" + properties + ")";
        assertThat(client.refusalOf(statement).errno()).isEqualTo(errno);
        assertThat(client.ruleOf(statement)).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "write_quorum",
        "default.replication_num",
        "bloom_filter_columns",
        "unique_constraints",
        "colocate_with",
        "flat_json.enable"
    })
    void aPlaceholderIsStoredVerbatim(String name) {
        client.execute(
                "ALTER TABLE orders SET ('" + name + "' = '${later}')",
                "ALTER TABLE orders RENAME COLUMN units TO amount",
                "ALTER TABLE orders RENAME sales");
        assertThat(client.findProperty("sales", name.replace("default.", ""))).isEqualTo("${later}");
        assertThat(client.ruleOf("ALTER TABLE sales SET ('unknown' = '${later}')"))
                .isEqualTo("PropertyRule.UNKNOWN_PROPERTIES");
    }

    @Test
    void version3RefusesPropertiesOfLaterVersions() {
        EngineClient oldClient =
                EngineClient.of(EngineClient.SERVER_3_5).execute(OrdersTable.createTableSql(KeyModel.DUPLICATE));
        assertThat(oldClient.ruleOf("ALTER TABLE orders SET ('table_query_timeout' = '100')"))
                .isEqualTo("PropertyRule.UNKNOWN_PROPERTIES");
    }

    @Test
    void flatJsonHasAllItsPropertiesOnceItIsOn() {
        client.execute(
                "ALTER TABLE orders SET ('flat_json.enable' = 'true')",
                "ALTER TABLE orders SET ('flat_json.null.factor' = '0.1')");
        assertThat(client.findProperty("orders", "flat_json.null.factor")).isEqualTo("0.1");
        assertThat(client.findProperty("orders", "flat_json.column.max")).isEqualTo("100");
    }

    @Test
    void theTablesOfAGroupAreDistributedAlike() {
        client.execute(
                "CREATE TABLE sales (id BIGINT) DISTRIBUTED BY HASH(id) BUCKETS 3 PROPERTIES('colocate_with' = 'g')");
        assertThat(client.refusalOf("ALTER TABLE orders SET ('colocate_with' = 'g')")
                        .errno())
                .isEqualTo(5063);
        client.execute(
                "ALTER TABLE sales SET ('colocate_with' = '')", "ALTER TABLE orders SET ('colocate_with' = 'g')");
        assertThat(client.findProperty("orders", "colocate_with")).isEqualTo("g");
        assertThat(client.findProperty("sales", "colocate_with")).isEmpty();
    }

    @Test
    void existingPartitionsKeepTheirReplicas() {
        client.execute(
                "CREATE TABLE visits (day DATE) PARTITION BY RANGE(day) (PARTITION p1 VALUES LESS THAN ('2024-01-01'))"
                        + " DISTRIBUTED BY HASH(day)",
                "ALTER TABLE visits SET ('default.replication_num' = '3')",
                "ALTER TABLE visits ADD PARTITION p2 VALUES LESS THAN ('2025-01-01')");
        assertThat(client.findLine("visits", "(PARTITION p1 ")).contains("(\"replication_num\" = \"1\")");
        assertThat(client.findLine("visits", "PARTITION p2 ")).doesNotContain("replication_num");
    }

    @Test
    void dynamicPartitionsNeedAUnitAndAnEnd() {
        client.execute("CREATE TABLE visits (day DATE) PARTITION BY RANGE(day) () DISTRIBUTED BY HASH(day)");
        assertThat(client.ruleOf("ALTER TABLE visits SET ('dynamic_partition.enable' = 'true')"))
                .isEqualTo("CommonRule.REQUIREMENT_MISSING");
        client.execute("ALTER TABLE visits SET ('dynamic_partition.enable' = 'true',"
                + " 'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.end' = '3',"
                + " 'dynamic_partition.prefix' = 'p')");
        assertThat(client.findProperty("visits", "dynamic_partition.end")).isEqualTo("3");
        assertThat(client.ruleOf("ALTER TABLE visits ADD PARTITION p1 VALUES LESS THAN ('2024-01-01')"))
                .startsWith("PartitionRule.DYNAMIC_PARTITIONS_CHANGED");
    }
}
