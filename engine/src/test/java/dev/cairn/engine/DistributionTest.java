package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.show.ShowCreate;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Distribution of rows over buckets, and colocation groups. */
class DistributionTest {
    private final EngineClient client = EngineClient.ofDefaultServer();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            DUPLICATE KEY(a)                                   | DISTRIBUTED BY RANDOM
            PRIMARY KEY(a, b)                                  | DISTRIBUTED BY HASH(`a`, `b`)
            DUPLICATE KEY(a) DISTRIBUTED BY HASH(B)            | DISTRIBUTED BY HASH(`b`)
            DUPLICATE KEY(a) DISTRIBUTED BY HASH(a) BUCKETS 0  | DISTRIBUTED BY HASH(`a`)
            DUPLICATE KEY(a) DISTRIBUTED BY HASH(a) BUCKETS 7  | DISTRIBUTED BY HASH(`a`) BUCKETS 7
            DUPLICATE KEY(a) DISTRIBUTED BY RANDOM BUCKETS 7   | DISTRIBUTED BY RANDOM BUCKETS 7
            DUPLICATE KEY(a) DISTRIBUTED BY HASH(c)            | DISTRIBUTED BY HASH(`c`)
            """)
    void theDefaultDistributionDependsOnTheKeyModel(String key, String shown) {
        client.execute("CREATE TABLE t1 (a INT, b INT, c DATE) " + key);
        assertThat(client.findLine("t1", "DISTRIBUTED BY")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            UNIQUE KEY(a)                             | PartitionRule.NO_DEFAULT_DISTRIBUTION
            PRIMARY KEY(a) DISTRIBUTED BY RANDOM      | PartitionRule.RANDOM_DISTRIBUTION_UNSUPPORTED
            UNIQUE KEY(a) DISTRIBUTED BY HASH(c)      | PartitionRule.DISTRIBUTION_COLUMN_NOT_KEY
            DUPLICATE KEY(a) DISTRIBUTED BY HASH(f)   | PartitionRule.DISTRIBUTION_COLUMN_TYPE_UNSUPPORTED
            DUPLICATE KEY(a) DISTRIBUTED BY HASH(x)   | CommonRule.NOT_FOUND
            """)
    void distributionColumnsMustBeHashableAndUnaggregated(String key, String rule) {
        assertThat(client.ruleOf("CREATE TABLE t1 (a INT, c DATE, f DOUBLE) " + key))
                .isEqualTo(rule);
    }

    @Test
    void theNumberOfBucketsIsLimitedForPartitionedTablesOnly() {
        client.execute("CREATE TABLE t1 (a INT) DISTRIBUTED BY HASH(a) BUCKETS 2000");
        Refusal refusal =
                client.refusalOf("CREATE TABLE t2 (a INT) PARTITION BY (a) DISTRIBUTED BY HASH(a) BUCKETS 2000");
        assertThat(refusal.errno()).isEqualTo(5510);
    }

    @Test
    void aColocationGroupExistsWhileATableOfItCanBeRecovered() {
        String groupTable =
                "CREATE TABLE t1 (a INT) DISTRIBUTED BY HASH(a) BUCKETS 2 PROPERTIES('colocate_with' = 'g')";
        client.execute(groupTable);
        client.execute("DROP TABLE t1");
        client.execute(groupTable);
        client.execute("ALTER TABLE t1 SET ('colocate_with' = '')");

        assertThat(client.refusalOf("CREATE TABLE t2 (a INT) DISTRIBUTED BY HASH(a) BUCKETS 3"
                                + " PROPERTIES('colocate_with' = 'g')")
                        .errno())
                .isEqualTo(5063);
    }

    @Test
    void aColocationGroupExistsWhileADatabaseWithATableOfItCanBeRecovered() {
        String createSql =
                "CREATE TABLE d.t (a INT) DISTRIBUTED BY HASH(a) BUCKETS %d" + " PROPERTIES('colocate_with' = 'g')";
        client.execute("CREATE DATABASE d", createSql.formatted(3), "DROP DATABASE d", "CREATE DATABASE d");
        assertThat(client.ruleOf(createSql.formatted(4))).isEqualTo("ServerError.COLOCATE_DIFFERS");
        client.execute("DROP DATABASE d FORCE");
        client.execute("CREATE DATABASE d", createSql.formatted(3));
    }

    @Test
    void theFirstTableOfAColocationGroupDeterminesItsDistribution() {
        client.execute("CREATE TABLE t1 (a INT, b DATE) DISTRIBUTED BY HASH(a) PROPERTIES('colocate_with' = 'g')");
        assertThat(client.findLine("t1", "DISTRIBUTED BY")).isEqualTo("DISTRIBUTED BY HASH(`a`) BUCKETS 6");
        client.execute("CREATE TABLE t2 (x INT) DISTRIBUTED BY HASH(x) BUCKETS 6 PROPERTIES('colocate_with' = 'g')");
        assertThat(client.refusalOf("CREATE TABLE t3 (x INT) DISTRIBUTED BY HASH(x) BUCKETS 4"
                        + " PROPERTIES('colocate_with' = 'g')"))
                .returns(5063, Refusal::errno)
                .returns(Optional.of(ServerError.COLOCATE_DIFFERS), Refusal::rule);
        assertThat(client.refusalOf("CREATE TABLE t3 (x DATE) DISTRIBUTED BY HASH(x) BUCKETS 6"
                        + " PROPERTIES('colocate_with' = 'g')"))
                .returns(Optional.of(ServerError.COLOCATE_DIFFERS), Refusal::rule);
        assertThat(client.refusalOf("CREATE TABLE t3 (x INT) DISTRIBUTED BY HASH(x) BUCKETS 6"
                        + " PROPERTIES('colocate_with' = 'g', 'replication_num' = '3')"))
                .returns(Optional.of(ServerError.COLOCATE_DIFFERS), Refusal::rule);
    }

    /** The number that the server chooses depends on its backends, so it agrees with any declared number. */
    @Test
    void anAssumedNumberOfBucketsRefusesNoDeclaredOne() {
        client.execute("CREATE TABLE t1 (a INT) DISTRIBUTED BY HASH(a) PROPERTIES('colocate_with' = 'g')");
        assertThat(client.refusalOf("CREATE TABLE t2 (a INT) DISTRIBUTED BY HASH(a) PROPERTIES('colocate_with' = 'g')"))
                .returns(5063, Refusal::errno)
                .extracting(Refusal::getMessage)
                .asString()
                .contains("number of buckets, and t1 already determines it");
        client.execute("CREATE TABLE t2 (a INT) DISTRIBUTED BY HASH(a) BUCKETS 10 PROPERTIES('colocate_with' = 'g')");
        // The number that t2 declares is now that of the group.
        assertThat(client.refusalOf("CREATE TABLE t3 (a INT) DISTRIBUTED BY HASH(a) BUCKETS 6"
                        + " PROPERTIES('colocate_with' = 'g')"))
                .extracting(Refusal::getMessage)
                .asString()
                .contains("number of buckets, 10");
    }

    @Test
    void theFirstViewOfAColocationGroupGetsANumberOfBuckets() {
        String view = "CREATE MATERIALIZED VIEW %s DISTRIBUTED BY HASH(a)%s REFRESH MANUAL"
                + " PROPERTIES('colocate_with' = 'g') AS SELECT a FROM t1";
        client.execute("CREATE TABLE t1 (a INT) DISTRIBUTED BY HASH(a) BUCKETS 2", view.formatted("m", ""));
        assertThat(ShowCreate.render(
                        EngineClient.SERVER,
                        client.catalog().findMaterializedView("t", "m").orElseThrow()))
                .contains("DISTRIBUTED BY HASH(`a`) BUCKETS 6 \n");
        assertThat(client.refusalOf(view.formatted("n", "")).errno()).isEqualTo(5063);
        client.execute(view.formatted("n", " BUCKETS 6"));
        assertThat(client.refusalOf(view.formatted("o", " BUCKETS 7")).errno()).isEqualTo(5063);
        client.execute("DROP MATERIALIZED VIEW m", "DROP MATERIALIZED VIEW n", view.formatted("o", " BUCKETS 7"));
    }

    @Test
    void dynamicPartitionsOfAnAssumedNumberOfBucketsHaveAnyNumber() {
        String table = "CREATE TABLE t%d (d DATE) PARTITION BY RANGE(d)() DISTRIBUTED BY HASH(d)"
                + " PROPERTIES('colocate_with' = 'g', 'dynamic_partition.enable' = 'true',"
                + " 'dynamic_partition.time_unit' = 'DAY', 'dynamic_partition.end' = '3',"
                + " 'dynamic_partition.prefix' = 'p'%s)";
        assertThat(client.ruleOf(table.formatted(1, ""))).isEqualTo("CommonRule.UNSUPPORTED");
        client.execute(table.formatted(2, ", 'dynamic_partition.buckets' = '10'"));
    }

    @Test
    void theFirstTableToJoinAColocationGroupGetsANumberOfBuckets() {
        client.execute(
                "CREATE TABLE t1 (a INT, b DATE) DISTRIBUTED BY HASH(a)",
                "CREATE TABLE t2 (a INT, b DATE) DISTRIBUTED BY HASH(a)",
                "ALTER TABLE t1 SET ('colocate_with' = 'g')");
        assertThat(client.findLine("t1", "DISTRIBUTED BY")).isEqualTo("DISTRIBUTED BY HASH(`a`) BUCKETS 6");
        assertThat(client.refusalOf("ALTER TABLE t2 SET ('colocate_with' = 'g')")
                        .errno())
                .isEqualTo(5063);
        client.execute("ALTER TABLE t1 SET ('colocate_with' = '')");
        assertThat(client.findLine("t1", "DISTRIBUTED BY")).isEqualTo("DISTRIBUTED BY HASH(`a`) BUCKETS 6");
    }

    @Test
    void groupsOfTheSameNameInOtherDatabasesAreDistributedAlike() {
        client.execute(
                "CREATE TABLE t1 (a INT) DISTRIBUTED BY HASH(a) BUCKETS 3 PROPERTIES('colocate_with' = 'g')",
                "CREATE DATABASE other",
                "USE other");
        assertThat(client.refusalOf("CREATE TABLE t2 (a INT) DISTRIBUTED BY HASH(a) PROPERTIES('colocate_with' = 'g')")
                        .errno())
                .isEqualTo(5063);
        client.execute("CREATE TABLE t2 (a INT) DISTRIBUTED BY HASH(a) BUCKETS 2");
        assertThat(client.refusalOf("ALTER TABLE t2 SET ('colocate_with' = 'g')")
                        .errno())
                .isEqualTo(5063);
        client.execute("CREATE TABLE t3 (a INT) DISTRIBUTED BY HASH(a) BUCKETS 3 PROPERTIES('colocate_with' = 'g')");
    }

    @Test
    void aColocationGroupExistsAsLongAsOneOfItsTables() {
        client.execute(
                "CREATE TABLE t1 (a INT) DISTRIBUTED BY HASH(a) BUCKETS 2 PROPERTIES('colocate_with' = 'g')",
                "DROP TABLE t1 FORCE",
                "CREATE TABLE t2 (a DATE) DISTRIBUTED BY HASH(a) BUCKETS 3 PROPERTIES('colocate_with' = 'g')");
        assertThat(client.findProperty("t2", "colocate_with")).isEqualTo("g");
    }

    @Test
    void aMaterializedViewIsDistributedLikeTheTablesOfItsColocationGroup() {
        EngineClient sharedDataClient = EngineClient.of(EngineClient.SHARED_DATA)
                .execute("CREATE TABLE t1 (a INT, b DATE) DISTRIBUTED BY HASH(a) BUCKETS 2"
                        + " PROPERTIES('colocate_with' = 'g')");
        String viewTemplate = "CREATE MATERIALIZED VIEW %s DISTRIBUTED BY %s REFRESH MANUAL%s AS SELECT a, b FROM t1";
        String groupProperty = " PROPERTIES('colocate_with' = 'g')";
        assertThat(sharedDataClient.refusalOf(viewTemplate.formatted("m", "HASH(a) BUCKETS 3", groupProperty)))
                .returns(Optional.of(ServerError.COLOCATE_DIFFERS), Refusal::rule);
        assertThat(sharedDataClient.refusalOf(viewTemplate.formatted("m", "HASH(b) BUCKETS 2", groupProperty)))
                .returns(Optional.of(ServerError.COLOCATE_DIFFERS), Refusal::rule);
        sharedDataClient.execute(
                viewTemplate.formatted("m", "HASH(a) BUCKETS 2", groupProperty),
                viewTemplate.formatted("n", "HASH(a) BUCKETS 3", ""),
                viewTemplate.formatted("o", "RANDOM", ""));
        assertThat(sharedDataClient.refusalOf("ALTER MATERIALIZED VIEW n SET ('colocate_with' = 'g')"))
                .returns(Optional.of(ServerError.COLOCATE_DIFFERS), Refusal::rule);
        assertThat(sharedDataClient.refusalOf("ALTER MATERIALIZED VIEW o SET ('colocate_with' = 'g')"))
                .returns(Optional.of(ServerError.COLOCATE_DIFFERS), Refusal::rule);
        assertThat(sharedDataClient.ruleOf("ALTER MATERIALIZED VIEW o SET ('colocate_with' = 'h')"))
                .isEqualTo("CommonRule.UNSUPPORTED");
    }

    @Test
    void aColocationGroupRequiresAHashDistribution() {
        assertThat(client.ruleOf("CREATE TABLE t1 (a INT) PROPERTIES('colocate_with' = 'g')"))
                .isEqualTo("PartitionRule.COLOCATION_WITHOUT_DISTRIBUTION");
        assertThat(client.ruleOf("CREATE TABLE t1 (a INT) DISTRIBUTED BY RANDOM PROPERTIES('colocate_with' = 'g')"))
                .isEqualTo("CommonRule.UNSUPPORTED");
    }
}
