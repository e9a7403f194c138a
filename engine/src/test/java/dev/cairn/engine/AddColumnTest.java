package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Column;
import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void aColumnStandsWhereItIsPut(String clauses, String columns) {
        Client client = Orders.known(KeyModel.DUPLICATE).execute("ALTER TABLE orders " + clauses);
        assertThat(client.table("orders").columns().stream().map(Column::name)).containsExactly(columns.split(","));
    }

    @Test
    void aKeyColumnMakesTheKeyLonger() {
        Client client = Orders.known(KeyModel.UNIQUE).execute("ALTER TABLE orders ADD COLUMN x INT KEY DEFAULT '0'");
        assertThat(client.line("orders", "UNIQUE KEY")).isEqualTo("UNIQUE KEY(`id`, `code`, `x`)");
    }

    @Test
    void aNewColumnWithoutAggregationIsAKeyOfAnAggregateTable() {
        Client client = Orders.known(KeyModel.AGGREGATE).execute("ALTER TABLE orders ADD COLUMN x INT");
        assertThat(client.line("orders", "AGGREGATE KEY")).isEqualTo("AGGREGATE KEY(`id`, `code`, `x`)");
        assertThat(Client.of(Client.SERVER_3_5)
                        .execute(Orders.of(KeyModel.AGGREGATE))
                        .messageOf("ALTER TABLE orders ADD COLUMN x VARBINARY(9)"))
                .endsWith("VARBINARY(9) type can not be key column");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        DUPLICATE | x INT FIRST       | Invalid column order. value should be after key. index[orders]
        DUPLICATE | x INT AFTER id    | Invalid column order. value should be after key. index[orders]
        DUPLICATE | x INT AFTER nope  | Column[nope] does not found
        DUPLICATE | units INT         | Can not add column which already exists in base table: units
        DUPLICATE | x INT SUM         | Can not assign aggregation method on column in Duplicate data model table: x
        DUPLICATE | x STRING NOT NULL | Field 'x' is not null but doesnt have a default value.
        DUPLICATE | x INT DEFAULT 'a' | Column definition is wrong. Invalid default value for 'x': Invalid number format: a.
        DUPLICATE | x INT TO orders   | Do not need to assign base index[orders] to do schema change
        PRIMARY   | x INT FIRST       | Cannot add value column[x] at first.
        AGGREGATE | x INT AFTER units | Invalid column order. value should be after key. index[orders]
        """)
    void theServerSaysWhatIsWrong(KeyModel model, String column, String words) {
        Client client = Orders.known(model);
        assertThat(client.messageOf("ALTER TABLE orders ADD COLUMN " + column)).isEqualTo(words);
    }

    @Test
    void theNameOfARenamedColumnIsNotFreeAgain() {
        Client client = Orders.known(KeyModel.DUPLICATE).execute("ALTER TABLE orders RENAME COLUMN units TO amount");
        assertThat(client.messageOf("ALTER TABLE orders ADD COLUMN units INT"))
                .isEqualTo("Can not add column which already exists in column id: units, you can remove"
                        + " `amount` int(11) NULL COMMENT \"\" and try again.");
    }

    @Test
    void aColumnCannotBeDroppedAndAddedByOneStatement() {
        Client client = Orders.known(KeyModel.DUPLICATE);
        assertThat(client.messageOf("ALTER TABLE orders DROP COLUMN units, ADD COLUMN units BIGINT"))
                .startsWith("Can not add column which already exists in column id: units");
    }
}
