package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Column;
import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void compatibleTypeChangesAreAccepted(String from, String to, String shown) {
        Client client = Client.connected()
                .execute(
                        "CREATE TABLE a (k INT, v " + from + ") DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)",
                        "ALTER TABLE a MODIFY COLUMN v " + to);
        assertThat(client.column("a", "v")).isEqualTo("`v` " + shown + " NULL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        INT            | SMALLINT       | Can not change INT to SMALLINT
        INT            | FLOAT          | Can not change INT to FLOAT
        INT            | JSON           | Can not change INT to JSON
        BIGINT         | INT            | Can not change BIGINT to INT
        BOOLEAN        | VARCHAR(20)    | Can not change BOOLEAN to VARCHAR(20)
        DATE           | VARCHAR(20)    | Can not change DATE to VARCHAR(20)
        DECIMAL(10, 2) | DECIMAL(8, 2)  | Can not change DECIMAL64(10,2) to DECIMAL64(8,2)
        DECIMAL(10, 2) | DECIMAL(10, 4) | Can not change DECIMAL64(10,2) to DECIMAL64(10,4)
        DECIMAL(10, 2) | DOUBLE         | Can not change DECIMAL64(10,2) to DOUBLE
        VARCHAR(20)    | CHAR(10)       | Can not change VARCHAR(20) to CHAR(10)
        VARCHAR(20)    | VARCHAR(10)    | Cannot shorten string length
        ARRAY<INT>     | VARCHAR(20)    | Can not change ARRAY<INT> to VARCHAR(20)
        JSON           | VARCHAR(20)    | JSON needs minimum length of 1024
        """)
    void incompatibleTypeChangesAreRefused(String from, String to, String words) {
        Client client = Client.connected()
                .execute("CREATE TABLE a (k INT, v " + from + ") DUPLICATE KEY(k) DISTRIBUTED BY HASH(k)");
        assertThat(client.messageOf("ALTER TABLE a MODIFY COLUMN v " + to)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        DUPLICATE | units BIGINT NOT NULL    | Can not change from nullable to non-nullable
        DUPLICATE | units INT DEFAULT '3'    | Can not change default value
        DUPLICATE | note VARCHAR(100)        | Can not change default value
        DUPLICATE | code VARCHAR(40)         | Can not change aggregation type
        DUPLICATE | id BIGINT KEY            | Can not modify distribution column[id]. index[orders]
        DUPLICATE | nope BIGINT              | Column[nope] does not exists
        DUPLICATE | units BIGINT SUM         | Can not assign aggregation method on column in Duplicate data model table: units
        PRIMARY   | code VARCHAR(40)         | Can not modify key column: code for primary key table
        AGGREGATE | units INT REPLACE        | Can not change aggregation type
        """)
    void invalidColumnModificationsAreRefused(KeyModel model, String column, String words) {
        assertThat(Orders.known(model).messageOf("ALTER TABLE orders MODIFY COLUMN " + column))
                .isEqualTo(words);
    }

    @Test
    void aKeyColumnCanBeWidened() {
        Client client = Orders.known(KeyModel.AGGREGATE).execute("ALTER TABLE orders MODIFY COLUMN code VARCHAR(40)");
        assertThat(client.column("orders", "code")).isEqualTo("`code` varchar(40) NULL");
        client = Orders.known(KeyModel.DUPLICATE).execute("ALTER TABLE orders MODIFY COLUMN code VARCHAR(40) KEY");
        assertThat(client.column("orders", "code")).isEqualTo("`code` varchar(40) NULL");
    }

    @Test
    void aColumnMayMoveAsItChanges() {
        Client client =
                Orders.known(KeyModel.DUPLICATE).execute("ALTER TABLE orders MODIFY COLUMN units BIGINT AFTER note");
        assertThat(client.table("orders").columns().stream().map(Column::name))
                .containsExactly("id", "code", "note", "units", "day", "price");
    }

    @Test
    void aCommentMayChangeAlone() {
        Client client =
                Orders.known(KeyModel.PRIMARY).execute("ALTER TABLE orders MODIFY COLUMN note COMMENT 'what was said'");
        assertThat(client.column("orders", "note"))
                .isEqualTo("`note` varchar(50) NULL DEFAULT \"x\" COMMENT \"what was said\"");
        assertThat(client.messageOf("ALTER TABLE orders MODIFY COLUMN units COMMENT 'a', ADD COLUMN x INT"))
                .isEqualTo("MODIFY COLUMN COMMENT can not be combined with other alter operations");
    }
}
