package dev.cairn.engine.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Column;
import dev.cairn.engine.EngineClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that can't be changed while a rollup aggregates or filters them. */
class RollupProtectedColumnsTest {
    private static final String CREATE_SALE =
            "CREATE TABLE sale (shop INT, day DATE, qty INT, price INT, note VARCHAR(10),"
                    + " area STRUCT<a INT>) DUPLICATE KEY (shop) DISTRIBUTED BY RANDOM BUCKETS 1";
    private static final String CREATE_SUM_VIEW =
            "CREATE MATERIALIZED VIEW m AS SELECT shop, sum(qty * 2) AS q FROM sale WHERE price > 3 GROUP BY shop";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP COLUMN qty",
                "MODIFY COLUMN qty BIGINT",
                "MODIFY COLUMN qty INT COMMENT 'pieces'",
                "RENAME COLUMN qty TO pieces",
                "RENAME COLUMN QTY TO pieces",
                "DROP COLUMN price",
                "MODIFY COLUMN price BIGINT",
                "RENAME COLUMN price TO cost",
                "RENAME COLUMN shop TO place",
                "MODIFY COLUMN shop BIGINT KEY",
            })
    void aColumnThatARollupReadsCannotBeChanged(String clause) {
        EngineClient client = EngineClient.ofDefaultServer().execute(CREATE_SALE, CREATE_SUM_VIEW);

        assertThat(client.ruleOf("ALTER TABLE sale " + clause)).isEqualTo("CatalogRule.COLUMN_USED_BY_ROLLUP");
        client.execute("DROP MATERIALIZED VIEW m", "ALTER TABLE sale " + clause);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP COLUMN note",
                "MODIFY COLUMN qty COMMENT 'pieces'",
                "ADD COLUMN more INT AFTER qty",
                "MODIFY COLUMN QTY BIGINT",
            })
    void otherChangesOfATableWithARollupAreAccepted(String clause) {
        assertThat(EngineClient.ofDefaultServer()
                        .execute(CREATE_SALE, CREATE_SUM_VIEW, "ALTER TABLE sale " + clause)
                        .catalog())
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT shop, qty + 1 AS q FROM sale                       | qty
        SELECT shop, day FROM sale GROUP BY shop, day             | day
        SELECT shop, sum(qty) FROM sale GROUP BY shop             | price
        """)
    void aRollupDoesNotProtectColumnsThatItNeitherAggregatesNorFilters(String query, String column) {
        EngineClient client =
                EngineClient.ofDefaultServer().execute(CREATE_SALE, "CREATE MATERIALIZED VIEW m AS " + query);

        client.execute("ALTER TABLE sale DROP COLUMN " + column);

        assertThat(client.findTable("sale").findColumn(column)).isEmpty();
    }

    @Test
    void anAggregateTableProtectsOnlyFilteredColumns() {
        EngineClient client = EngineClient.ofDefaultServer()
                .execute(
                        "CREATE TABLE visit (page INT, day DATE, hits INT SUM) AGGREGATE KEY (page, day)"
                                + " DISTRIBUTED BY HASH (page) BUCKETS 1",
                        "CREATE MATERIALIZED VIEW m AS SELECT page, sum(hits) FROM visit WHERE day > '2024-01-01'"
                                + " GROUP BY page",
                        "ALTER TABLE visit RENAME COLUMN hits TO views");

        assertThat(client.ruleOf("ALTER TABLE visit RENAME COLUMN day TO date"))
                .contains("CatalogRule.COLUMN_USED_BY_ROLLUP");
    }

    @Test
    void eachRollupOfAUniqueKeyTableProtectsItsColumns() {
        EngineClient client = EngineClient.ofDefaultServer()
                .execute("CREATE TABLE visit (page INT, hits INT, note INT) UNIQUE KEY (page)"
                        + " DISTRIBUTED BY HASH (page) BUCKETS 1 ROLLUP (few (page, hits))");

        assertThat(client.ruleOf("ALTER TABLE visit DROP COLUMN hits")).contains("CatalogRule.COLUMN_USED_BY_ROLLUP");
        assertThat(client.ruleOf("ALTER TABLE visit DROP COLUMN hits FROM few"))
                .contains("CatalogRule.COLUMN_USED_BY_ROLLUP");
        client.execute("ALTER TABLE visit DROP COLUMN note");
    }

    @Test
    void aRollupKeepsTheOldNameOfAColumn() {
        EngineClient client = EngineClient.ofDefaultServer()
                .execute(
                        CREATE_SALE,
                        "ALTER TABLE sale ADD ROLLUP r (shop, qty)",
                        "ALTER TABLE sale RENAME COLUMN qty TO pieces");

        assertThat(client.findTable("sale").rollups().get(0).columns())
                .extracting(Column::name)
                .containsExactly("shop", "qty");
    }
}
