package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Rollup;
import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks ADD ROLLUP, DROP ROLLUP and the changes of a rollup's columns. */
class RollupChangesTest {
    @Test
    void aRollupCanBeAddedRenamedAndDropped() {
        EngineClient client = OrdersTable.clientWithTable(KeyModel.DUPLICATE)
                .execute("ALTER TABLE orders ADD ROLLUP by_code (code, units)");
        assertThat(client.findTable("orders").rollups().stream().map(Rollup::name))
                .containsExactly("by_code");
        client.execute("ALTER TABLE orders RENAME ROLLUP by_code codes", "ALTER TABLE orders DROP ROLLUP codes");
        assertThat(client.findTable("orders").rollups()).isEmpty();
    }

    @Test
    void aColumnMayBeAddedToARollup() {
        EngineClient client = OrdersTable.clientWithTable(KeyModel.DUPLICATE)
                .execute(
                        "ALTER TABLE orders ADD ROLLUP by_code (code, units)",
                        "ALTER TABLE orders ADD COLUMN x INT TO by_code");
        assertThat(client.findTable("orders").rollups().get(0).columns())
                .extracting("name")
                .containsExactly("code", "units", "x");
        assertThat(client.findTable("orders").findColumn("x")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        PRIMARY   | ADD ROLLUP r (code, units)  | TableRule.ROLLUP_OF_PRIMARY_KEY
        UNIQUE    | ADD ROLLUP r (id, units)    | ColumnRule.ROLLUP_WITHOUT_UNIQUE_KEYS
        AGGREGATE | ADD ROLLUP r (units, id)    | ColumnRule.VALUE_BEFORE_KEY
        DUPLICATE | DROP ROLLUP nope            | CommonRule.NOT_FOUND_IN
        DUPLICATE | RENAME ROLLUP nope r        | CommonRule.NOT_FOUND
        """)
    void theModelLimitsRollups(KeyModel model, String clause, String rule) {
        assertThat(OrdersTable.clientWithTable(model).ruleOf("ALTER TABLE orders " + clause))
                .isEqualTo(rule);
    }
}
