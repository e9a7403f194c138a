package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Column;
import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks which changes of a column MODIFY COLUMN accepts. */
class ModifyColumnTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        INT            | BIGINT          | bigint(20)
        INT            | DOUBLE          | double
        INT            | VARCHAR(20)     | varchar(20)
        INT            | DATE            | date
        DATE           | DATETIME        | datetime
        DATETIME       | DATE            | date
        FLOAT          | DOUBLE          | double
        DECIMAL(10, 2) | DECIMAL(12, 2)  | decimal(12, 2)
        DECIMAL(10, 2) | DECIMAL(20, 4)  | decimal(20, 4)
        DECIMAL(10, 2) | VARCHAR(20)     | varchar(20)
        VARCHAR(20)    | STRING          | varchar(65533)
        VARCHAR(20)    | INT             | int(11)
        VARCHAR(20)    | JSON            | json
        CHAR(10)       | VARCHAR(20)     | varchar(20)
        JSON           | STRING          | varchar(65533)
        """)
    void compatibleTypeChangesAreAccepted(String oldType, String newType, String shown) {
        EngineClient client = EngineClient.ofDefaultServer()
                .execute(
                        "CREATE TABLE a (k INT, v " + oldType + ") DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                        "ALTER TABLE a MODIFY COLUMN v " + newType);
        assertThat(client.findColumnDefinition("a", "v")).isEqualTo("`v` " + shown + " NULL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        INT            | SMALLINT       | ColumnRule.TYPE_CHANGE_UNSUPPORTED
        INT            | FLOAT          | ColumnRule.TYPE_CHANGE_UNSUPPORTED
        INT            | JSON           | ColumnRule.TYPE_CHANGE_UNSUPPORTED
        BIGINT         | INT            | ColumnRule.TYPE_CHANGE_UNSUPPORTED
        BOOLEAN        | VARCHAR(20)    | ColumnRule.TYPE_CHANGE_UNSUPPORTED
        DATE           | VARCHAR(20)    | ColumnRule.TYPE_CHANGE_UNSUPPORTED
        DECIMAL(10, 2) | DECIMAL(8, 2)  | ColumnRule.TYPE_CHANGE_UNSUPPORTED
        DECIMAL(10, 2) | DECIMAL(10, 4) | ColumnRule.TYPE_CHANGE_UNSUPPORTED
        DECIMAL(10, 2) | DOUBLE         | ColumnRule.TYPE_CHANGE_UNSUPPORTED
        VARCHAR(20)    | CHAR(10)       | ColumnRule.TYPE_CHANGE_UNSUPPORTED
        VARCHAR(20)    | VARCHAR(10)    | ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED
        ARRAY<INT>     | VARCHAR(20)    | ColumnRule.TYPE_CHANGE_UNSUPPORTED
        JSON           | VARCHAR(20)    | ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED
        """)
    void incompatibleTypeChangesAreRefused(String oldType, String newType, String rule) {
        EngineClient client = EngineClient.ofDefaultServer()
                .execute("CREATE TABLE a (k INT, v " + oldType + ") DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)");
        assertThat(client.ruleOf("ALTER TABLE a MODIFY COLUMN v " + newType)).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        DUPLICATE | units BIGINT NOT NULL    | ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED
        DUPLICATE | units INT DEFAULT '3'    | ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED
        DUPLICATE | note VARCHAR(100)        | ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED
        DUPLICATE | code VARCHAR(40)         | ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED
        DUPLICATE | id BIGINT KEY            | AlterRule.FIXED_COLUMN_CHANGED
        DUPLICATE | nope BIGINT              | CommonRule.NOT_FOUND
        DUPLICATE | units BIGINT SUM         | ColumnRule.VALUE_WITH_AGGREGATION
        PRIMARY   | code VARCHAR(40)         | AlterRule.KEY_COLUMN_CHANGED
        AGGREGATE | units INT REPLACE        | ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED
        """)
    void invalidColumnModificationsAreRefused(KeyModel model, String column, String rule) {
        assertThat(OrdersTable.clientWithTable(model).ruleOf("ALTER TABLE orders MODIFY COLUMN " + column))
                .isEqualTo(rule);
    }

    @Test
    void aKeyColumnCanBeWidened() {
        EngineClient client = OrdersTable.clientWithTable(KeyModel.AGGREGATE)
                .execute("ALTER TABLE orders MODIFY COLUMN code VARCHAR(40)");
        assertThat(client.findColumnDefinition("orders", "code")).isEqualTo("`code` varchar(40) NULL");
        client = OrdersTable.clientWithTable(KeyModel.DUPLICATE)
                .execute("ALTER TABLE orders MODIFY COLUMN code VARCHAR(40) KEY");
        assertThat(client.findColumnDefinition("orders", "code")).isEqualTo("`code` varchar(40) NULL");
    }

    @Test
    void aColumnMayMoveAsItChanges() {
        EngineClient client = OrdersTable.clientWithTable(KeyModel.DUPLICATE)
                .execute("ALTER TABLE orders MODIFY COLUMN units BIGINT AFTER note");
        assertThat(client.findTable("orders").columns().stream().map(Column::name))
                .containsExactly("id", "code", "note", "units", "day", "price");
    }

    @Test
    void aCommentMayChangeAlone() {
        EngineClient client = OrdersTable.clientWithTable(KeyModel.PRIMARY)
                .execute("ALTER TABLE orders MODIFY COLUMN note COMMENT 'what was said'");
        assertThat(client.findColumnDefinition("orders", "note"))
                .isEqualTo("`note` varchar(50) NULL DEFAULT \"x\" COMMENT \"what was said\"");
        assertThat(client.ruleOf("ALTER TABLE orders MODIFY COLUMN units COMMENT 'a', ADD COLUMN x INT"))
                .isEqualTo("AlterRule.OPERATIONS_CONFLICT");
    }
}
