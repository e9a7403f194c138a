package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks which columns can be dropped, and what is dropped with them. */
class DropColumnTest {
    @Test
    void theLastColumnsOfADuplicateKeyCanBeDropped() {
        EngineClient client =
                OrdersTable.clientWithTable(KeyModel.DUPLICATE).execute("ALTER TABLE orders DROP COLUMN code");
        assertThat(client.findLine("orders", "DUPLICATE KEY")).isEqualTo("DUPLICATE KEY(`id`)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        DUPLICATE | id    | AlterRule.FIXED_COLUMN_CHANGED
        UNIQUE    | code  | AlterRule.KEY_COLUMN_CHANGED
        PRIMARY   | code  | AlterRule.KEY_COLUMN_CHANGED
        AGGREGATE | code  | AlterRule.KEY_COLUMN_CHANGED
        DUPLICATE | nope  | CommonRule.NOT_FOUND
        """)
    void requiredColumnsCannotBeDropped(KeyModel model, String column, String rule) {
        assertThat(OrdersTable.clientWithTable(model).ruleOf("ALTER TABLE orders DROP COLUMN " + column))
                .isEqualTo(rule);
    }

    @Test
    void partitionSortAndReferencedColumnsCannotBeDropped() {
        EngineClient client = EngineClient.ofDefaultServer()
                .execute("CREATE TABLE visits (day DATE, page INT, hits INT, twice BIGINT AS (hits * 2))"
                        + " DUPLICATE KEY(day, page) PARTITION BY date_trunc('day', day)"
                        + " DISTRIBUTED BY HASH(page) ORDER BY (page, day)");
        assertThat(client.ruleOf("ALTER TABLE visits DROP COLUMN day")).isEqualTo("AlterRule.FIXED_COLUMN_CHANGED");
        assertThat(client.ruleOf("ALTER TABLE visits DROP COLUMN hits"))
                .isEqualTo("AlterRule.COLUMN_READ_BY_GENERATED_COLUMN");
        client.execute("ALTER TABLE visits DROP COLUMN twice", "ALTER TABLE visits DROP COLUMN hits");
    }

    @Test
    void droppingAColumnDropsItsFilterAndIndexes() {
        EngineClient client = EngineClient.ofDefaultServer()
                .execute(
                        "CREATE TABLE logs (id INT, line STRING, host STRING, INDEX i (line) USING BITMAP)"
                                + " DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)"
                                + " PROPERTIES('bloom_filter_columns' = 'host')",
                        "ALTER TABLE logs DROP COLUMN host");
        assertThat(client.findProperty("logs", "bloom_filter_columns")).isEmpty();
        client.execute("ALTER TABLE logs DROP COLUMN line");
        assertThat(client.findTable("logs").indexes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        ADD COLUMN host STRING                    | host, line
        ADD COLUMN HOST STRING                    | HOST, line
        ADD COLUMN other STRING                   | line
        SET ('bloom_filter_columns' = 'id') ; ADD COLUMN host STRING | id
        RENAME COLUMN line TO host                | host
        ADD COLUMN host STRING ; DROP COLUMN host |  line
        """)
    void theFilterOfADroppedColumnReturnsWithItsName(String changes, String filters) {
        EngineClient client = EngineClient.ofDefaultServer()
                .execute(
                        "CREATE TABLE logs (id INT, line STRING, host STRING) DUPLICATE KEY(id)"
                                + " DISTRIBUTED BY HASH(id) PROPERTIES('bloom_filter_columns' = 'host, line')",
                        "ALTER TABLE logs DROP COLUMN host");
        for (String change : changes.split(" ; ", -1)) {
            client.execute("ALTER TABLE logs " + change);
        }
        assertThat(client.findProperty("logs", "bloom_filter_columns")).isEqualTo(filters);
    }

    @Test
    void theFilterOfADroppedColumnReturnsWithItsFalsePositiveRate() {
        EngineClient client = EngineClient.ofDefaultServer()
                .execute(
                        "CREATE TABLE logs (id INT, host STRING) DUPLICATE KEY(id)"
                                + " DISTRIBUTED BY HASH(id) PROPERTIES('bloom_filter_columns' = 'host',"
                                + " 'bloom_filter_fpp' = '0.01')",
                        "ALTER TABLE logs DROP COLUMN host",
                        "ALTER TABLE logs ADD COLUMN host STRING");
        assertThat(client.findProperty("logs", "bloom_filter_columns")).isEqualTo("host");
        assertThat(client.ruleOf("ALTER TABLE logs SET ('bloom_filter_fpp' = '0.01')"))
                .isEqualTo("AlterRule.BLOOM_FILTER_UNCHANGED");
    }
}
