package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Column;
import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks where ADD COLUMN puts a column, and which columns it refuses. */
class AddColumnTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        ADD COLUMN x INT                                    | id,code,units,note,day,price,x
        ADD COLUMN x INT AFTER units                        | id,code,units,x,note,day,price
        ADD COLUMN x INT KEY DEFAULT '0'                    | id,code,x,units,note,day,price
        ADD COLUMN x INT KEY DEFAULT '0' FIRST              | x,id,code,units,note,day,price
        ADD COLUMN (x INT, y INT)                           | id,code,units,note,day,price,x,y
        ADD COLUMN x INT AFTER units, ADD COLUMN y INT AFTER x | id,code,units,x,y,note,day,price
        """)
    void aColumnIsAddedAtTheRequestedPosition(String clauses, String columns) {
        EngineClient client = OrdersTable.clientWithTable(KeyModel.DUPLICATE).execute("ALTER TABLE orders " + clauses);
        assertThat(client.findTable("orders").columns().stream().map(Column::name))
                .containsExactly(columns.split(","));
    }

    @Test
    void aKeyColumnMakesTheKeyLonger() {
        EngineClient client = OrdersTable.clientWithTable(KeyModel.UNIQUE)
                .execute("ALTER TABLE orders ADD COLUMN x INT KEY DEFAULT '0'");
        assertThat(client.findLine("orders", "UNIQUE KEY")).isEqualTo("UNIQUE KEY(`id`, `code`, `x`)");
    }

    @Test
    void aNewColumnWithoutAggregationIsAKeyOfAnAggregateTable() {
        EngineClient client =
                OrdersTable.clientWithTable(KeyModel.AGGREGATE).execute("ALTER TABLE orders ADD COLUMN x INT");
        assertThat(client.findLine("orders", "AGGREGATE KEY")).isEqualTo("AGGREGATE KEY(`id`, `code`, `x`)");
        assertThat(EngineClient.of(EngineClient.SERVER_3_5)
                        .execute(OrdersTable.createTableSql(KeyModel.AGGREGATE))
                        .ruleOf("ALTER TABLE orders ADD COLUMN x VARBINARY(9)"))
                .isEqualTo("ColumnRule.KEY_TYPE_UNSUPPORTED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        DUPLICATE | x INT FIRST       | ColumnRule.VALUE_BEFORE_KEY
        DUPLICATE | x INT AFTER id    | ColumnRule.VALUE_BEFORE_KEY
        DUPLICATE | x INT AFTER nope  | CommonRule.NOT_FOUND
        DUPLICATE | units INT         | CommonRule.ALREADY_EXISTS
        DUPLICATE | x INT SUM         | ColumnRule.VALUE_WITH_AGGREGATION
        DUPLICATE | x STRING NOT NULL | ColumnRule.FIELD_WITHOUT_DEFAULT
        DUPLICATE | x INT DEFAULT 'a' | ExpressionRule.INVALID_NUMBER
        DUPLICATE | x INT TO orders   | AlterRule.ROLLUP_NAMED
        PRIMARY   | x INT FIRST       | ColumnRule.VALUE_BEFORE_KEY
        AGGREGATE | x INT AFTER units | ColumnRule.VALUE_BEFORE_KEY
        """)
    void invalidNewColumnsAreRefused(KeyModel model, String column, String rule) {
        EngineClient client = OrdersTable.clientWithTable(model);
        assertThat(client.ruleOf("ALTER TABLE orders ADD COLUMN " + column)).isEqualTo(rule);
    }

    @Test
    void theOldNameOfARenamedColumnStaysReserved() {
        EngineClient client = OrdersTable.clientWithTable(KeyModel.DUPLICATE)
                .execute("ALTER TABLE orders RENAME COLUMN units TO amount");
        assertThat(client.ruleOf("ALTER TABLE orders ADD COLUMN units INT")).isEqualTo("AlterRule.FORMER_COLUMN_NAME");
    }

    @Test
    void aColumnCannotBeDroppedAndAddedByOneStatement() {
        EngineClient client = OrdersTable.clientWithTable(KeyModel.DUPLICATE);
        assertThat(client.ruleOf("ALTER TABLE orders DROP COLUMN units, ADD COLUMN units BIGINT"))
                .startsWith("CommonRule.ALREADY_EXISTS");
    }
}
