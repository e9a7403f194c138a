package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.StoredProperties.Setting;
import dev.cairn.refusal.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Creating, copying and truncating whole tables. */
class TableDdlTest {
    private final EngineClient client = EngineClient.ofDefaultServer();

    @Test
    void aTableNameMustBeUnique() {
        client.execute("CREATE TABLE a (k INT)", "CREATE TABLE IF NOT EXISTS a (other DATE)");
        assertThat(client.findColumnDefinition("a", "k")).isNotEmpty();
        assertThat(client.refusalOf("CREATE TABLE a (k INT)"))
                .returns(1050, Refusal::errno)
                .returns("42S01", Refusal::sqlState)
                .hasMessage("Getting analyzing error. Detail message: Table 'a' already exists.");
    }

    @Test
    void ifNotExistsDoesNotSuppressOtherErrors() {
        client.execute("CREATE TABLE a (k INT)");
        assertThat(client.ruleOf("CREATE TABLE IF NOT EXISTS a (k DOUBLE)"))
                .isEqualTo("ColumnRule.FIRST_COLUMN_NOT_INDEXABLE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        CREATE TABLE a (k INT) ENGINE=innodb                 | CommonRule.NOT_FOUND
        CREATE TABLE a (k INT) CHARSET latin1                | ColumnRule.CHARSET_UNSUPPORTED
        CREATE TEMPORARY TABLE a (k INT) ENGINE=mysql        | CommonRule.SUPPORTED_ONLY_FOR
        CREATE EXTERNAL TABLE a (k INT)                      | CommonRule.REQUIREMENT_MISSING
        CREATE TABLE a (k INT, v TIME)                       | ColumnRule.INVALID_TYPE
        CREATE TABLE a (k INT, v ARRAY<TIME>)                | ColumnRule.INVALID_TYPE
        CREATE TABLE a (k BIGINT, l BIGINT AUTO_INCREMENT, m BIGINT AUTO_INCREMENT) | TableRule.SEVERAL_AUTO_INCREMENTS
        CREATE TABLE a (k INT, l INT AUTO_INCREMENT)         | TableRule.AUTO_INCREMENT_NOT_BIGINT
        CREATE TABLE a (k INT, v INT) ROLLUP (r (nope))      | CommonRule.NOT_FOUND
        CREATE TABLE a (k INT, v INT) ROLLUP (a (k))         | CommonRule.ALREADY_EXISTS
        """)
    void unsupportedTablesAreRefused(String statement, String rule) {
        assertThat(client.ruleOf(statement)).isEqualTo(rule);
    }

    @Test
    void aTemporaryTableHidesATableOfTheSameName() {
        client.execute("CREATE TABLE a (k INT)", "CREATE TEMPORARY TABLE a (k DATE)");
        assertThat(client.showCreate("a"))
                .startsWith("CREATE TEMPORARY TABLE `a`")
                .contains("`k` date");
        client.execute("DROP TABLE a");
        assertThat(client.findColumnDefinition("a", "k")).isEqualTo("`k` int(11) NULL");
    }

    @Test
    void aTemporaryTableIsInNoColocationGroup() {
        client.execute("CREATE TEMPORARY TABLE a (k INT) DISTRIBUTED BY HASH(k) PROPERTIES('colocate_with' = 'g')");
        assertThat(client.findProperty("a", "colocate_with")).isEmpty();
    }

    @Test
    void tablesOfOtherEnginesAreIgnoredByTheCatalog() {
        client.execute("CREATE TABLE a (k INT) ENGINE=file PROPERTIES('path' = 'p', 'format' = 'orc')");
        assertThat(client.catalog().findTable("t", "a")).isEmpty();
    }

    @Test
    void aCopyHasTheDefinitionThatTheOriginalShows() {
        client.execute(
                "CREATE TABLE a (k INT COMMENT 'c', v INT, INDEX ix (v)) COMMENT 't' ROLLUP (r (v))"
                        + " PROPERTIES('compression' = 'ZSTD')",
                "CREATE TABLE b LIKE a");
        assertThat(client.showCreate("b")).isEqualTo(client.showCreate("a").replace("`a`", "`b`"));
        assertThat(client.findTable("b").rollups()).isEmpty();
        assertThat(client.findTable("b").properties().settingByName())
                .containsEntry("compression", new Setting("ZSTD", false))
                .containsEntry("replication_num", new Setting("1", true));
    }

    @Test
    void aCopyMayHaveItsOwnPartitionsAndDistribution() {
        client.execute(
                "CREATE TABLE a (k INT, d DATE) DISTRIBUTED BY HASH(k) BUCKETS 3",
                "CREATE TABLE b PARTITION BY date_trunc('day', d) DISTRIBUTED BY HASH(d) BUCKETS 5"
                        + " PROPERTIES('compression' = 'ZSTD') LIKE a");
        assertThat(client.findLine("b", "DISTRIBUTED BY")).isEqualTo("DISTRIBUTED BY HASH(`d`) BUCKETS 5");
        assertThat(client.findProperty("b", "compression")).isEqualTo("ZSTD");
        assertThat(client.findTable("b").partitioning())
                .isInstanceOfSatisfying(
                        Partitioning.ExpressionRange.class,
                        partitioning -> assertThat(partitioning.isAutomatic()).isFalse());
    }

    @Test
    void aCopyNeedsAnOriginal() {
        assertThat(client.ruleOf("CREATE TABLE b LIKE nope")).isEqualTo("NameRule.TABLE_NOT_FOUND");
        assertThat(EngineClient.of(EngineClient.SERVER_3_5).ruleOf("CREATE TABLE b LIKE nope"))
                .isEqualTo("NameRule.TABLE_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        TRUNCATE TABLE nope                              | NameRule.TABLE_NOT_FOUND
        TRUNCATE TABLE nope.a                            | ServerError.UNKNOWN_DATABASE
        TRUNCATE TABLE a PARTITION (p9)                  | CommonRule.NOT_FOUND
        TRUNCATE TABLE a TEMPORARY PARTITION (p1)        | CommonRule.UNSUPPORTED
        TRUNCATE TABLE a PARTITION (k = 1, n = 2, k = 3) | CommonRule.DUPLICATE
        """)
    void truncatingAMissingTableOrPartitionIsRefused(String statement, String rule) {
        client.execute("CREATE TABLE a (k INT) PARTITION BY RANGE(k) (PARTITION p1 VALUES LESS THAN ('1'))");
        assertThat(client.ruleOf(statement)).isEqualTo(rule);
    }

    @Test
    void truncatingKeepsTheDefinition() {
        client.execute("CREATE TABLE a (k INT) PARTITION BY RANGE(k) (PARTITION p1 VALUES LESS THAN ('1'))");
        String definitionBefore = client.showCreate("a");
        client.execute("TRUNCATE TABLE a", "TRUNCATE TABLE a PARTITION (P1)", "TRUNCATE TABLE a PARTITION (k = 1)");
        assertThat(client.showCreate("a")).isEqualTo(definitionBefore);
    }
}
