package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DropColumnTest {
    @Test
    void theLastColumnsOfADuplicateKeyCanBeDropped() {
        Client client = Orders.known(KeyModel.DUPLICATE).execute("ALTER TABLE orders DROP COLUMN code");
        assertThat(client.line("orders", "DUPLICATE KEY")).isEqualTo("DUPLICATE KEY(`id`)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        DUPLICATE | id    | Distribution column[id] cannot be dropped. index[orders]
        UNIQUE    | code  | Can not drop key column in Unique data model table
        PRIMARY   | code  | Can not drop key column in primary data model table
        AGGREGATE | code  | Can not drop key column when table has value column with REPLACE aggregation method
        DUPLICATE | nope  | Column does not exists: nope
        """)
    void requiredColumnsCannotBeDropped(KeyModel model, String column, String words) {
        assertThat(Orders.known(model).messageOf("ALTER TABLE orders DROP COLUMN " + column))
                .isEqualTo(words);
    }

    @Test
    void partitionSortAndReferencedColumnsCannotBeDropped() {
        Client client = Client.connected()
                .execute("CREATE TABLE visits (day DATE, page INT, hits INT, twice BIGINT AS (hits * 2))"
                        + " DUPLICATE KEY(day, page) PARTITION BY date_trunc('day', day)"
                        + " DISTRIBUTED BY HASH(page) ORDER BY (page, day)");
        assertThat(client.messageOf("ALTER TABLE visits DROP COLUMN day"))
                .isEqualTo("Partition column[day] cannot be dropped. index[visits]");
        assertThat(client.messageOf("ALTER TABLE visits DROP COLUMN hits"))
                .isEqualTo("Column: hits can not be dropped, because expression of Generated Column: twice"
                        + " will refer to it.");
        client.execute("ALTER TABLE visits DROP COLUMN twice", "ALTER TABLE visits DROP COLUMN hits");
    }

    @Test
    void filtersAndIndexesGoWithTheirColumn() {
        Client client = Client.connected()
                .execute(
                        "CREATE TABLE logs (id INT, line STRING, host STRING, INDEX i (line) USING BITMAP)"
                                + " DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)"
                                + " PROPERTIES('bloom_filter_columns' = 'host')",
                        "ALTER TABLE logs DROP COLUMN host");
        assertThat(client.property("logs", "bloom_filter_columns")).isEmpty();
        client.execute("ALTER TABLE logs DROP COLUMN line");
        assertThat(client.table("logs").indexes()).isEmpty();
    }
}
