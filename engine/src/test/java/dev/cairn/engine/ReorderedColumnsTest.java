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
        Client client = Orders.known(KeyModel.DUPLICATE)
                .execute("ALTER TABLE orders ORDER BY (code, id, price, units, note, day)");
        assertThat(client.table("orders").columns().stream().map(Column::name))
                .containsExactly("code", "id", "price", "units", "note", "day");
        assertThat(client.line("orders", "DUPLICATE KEY")).isEqualTo("DUPLICATE KEY(`code`, `id`)");
    }

    @Test
    void someColumnsBecomeTheSortKey() {
        Client client = Orders.known(KeyModel.PRIMARY).execute("ALTER TABLE orders ORDER BY (units, id)");
        assertThat(client.line("orders", "ORDER BY")).isEqualTo("ORDER BY(`units`, `id`)");
        assertThat(client.messageOf("ALTER TABLE orders DROP COLUMN units"))
                .isEqualTo("Can not drop sort column in primary data model table");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        DUPLICATE | nope                           | Column[nope] not exists
        AGGREGATE | units                          | The sort columns of AGGREGATE KEY table must be same with key columns
        UNIQUE    | units                          | The sort columns of UNIQUE KEY table must be same with key columns
        DUPLICATE | units, id, code, note, day, price | Invalid column order. value should be after key. index[orders]
        PRIMARY   | id, code, units, note, day, price | Primary key table do not support reorder table schema. Please confirm if you want to modify the sorting columns.
        """)
    void theKeyModelLimitsTheColumnOrder(KeyModel model, String columns, String words) {
        assertThat(Orders.known(model).messageOf("ALTER TABLE orders ORDER BY (" + columns + ")"))
                .isEqualTo(words);
    }
}
