package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Column;
import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ALTER TABLE … ORDER BY reorders the columns or sets the sort key. */
class ReorderedColumnsTest {
    @Test
    void allColumnsCanBeReordered() {
        EngineClient client = OrdersTable.clientWithTable(KeyModel.DUPLICATE)
                .execute("ALTER TABLE orders ORDER BY (code, id, price, units, note, day)");
        assertThat(client.findTable("orders").columns().stream().map(Column::name))
                .containsExactly("code", "id", "price", "units", "note", "day");
        assertThat(client.findLine("orders", "DUPLICATE KEY")).isEqualTo("DUPLICATE KEY(`code`, `id`)");
    }

    @Test
    void someColumnsBecomeTheSortKey() {
        EngineClient client =
                OrdersTable.clientWithTable(KeyModel.PRIMARY).execute("ALTER TABLE orders ORDER BY (units, id)");
        assertThat(client.findLine("orders", "ORDER BY")).isEqualTo("ORDER BY(`units`, `id`)");
        assertThat(client.ruleOf("ALTER TABLE orders DROP COLUMN units")).isEqualTo("AlterRule.KEY_COLUMN_CHANGED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        DUPLICATE | nope                           | CommonRule.NOT_FOUND
        AGGREGATE | units                          | TableRule.SORT_COLUMNS_NOT_KEY
        UNIQUE    | units                          | TableRule.SORT_COLUMNS_NOT_KEY
        DUPLICATE | units, id, code, note, day, price | ColumnRule.VALUE_BEFORE_KEY
        PRIMARY   | id, code, units, note, day, price | AlterRule.PRIMARY_KEY_REORDERED
        """)
    void theKeyModelLimitsTheColumnOrder(KeyModel model, String columns, String rule) {
        assertThat(OrdersTable.clientWithTable(model).ruleOf("ALTER TABLE orders ORDER BY (" + columns + ")"))
                .isEqualTo(rule);
    }
}
