package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratedColumnChangesTest {
    private static final String VISITS =
            "CREATE TABLE visits (id INT, hits INT, number BIGINT AUTO_INCREMENT, tags ARRAY<INT>,"
                    + " twice BIGINT AS (hits * 2)) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)";

    private final Client client = Client.connected().execute(VISITS);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            ADD COLUMN mean DOUBLE AS (array_avg(tags))      | `mean` double NULL AS array_avg(`tags`)
            ADD COLUMN mean BIGINT AS (hits + 1)             | `mean` bigint(20) NULL AS `hits` + 1
            ADD COLUMN (mean TINYINT AS 1, x TINYINT AS 2)   | `mean` tinyint(4) NULL AS 1
            """)
    void aColumnIsComputedFromOthers(String clause, String shown) {
        client.execute("ALTER TABLE visits " + clause);
        assertThat(client.column("visits", "mean")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            ADD COLUMN x INT AS (array_avg(tags))    | Illegal expression type for Generated Column Column Type: INT, Expression Type: DOUBLE.
            ADD COLUMN x BIGINT AS (sum(hits))       | Generated Column don't support aggregation function.
            ADD COLUMN x BIGINT AS (twice + 1)       | Expression can not refers to other generated columns: twice.
            ADD COLUMN x BIGINT AS (number)          | Expression can not refers to AUTO_INCREMENT columns: number.
            ADD COLUMN x BIGINT AS (nope)            | Column 'nope' cannot be resolved.
            ADD COLUMN x INT AFTER twice             | Can not add column after Generated Column
            ADD COLUMN (x INT AS (hits), y INT)      | Can not add normal column and Generated Column in the same time.
            MODIFY COLUMN hits BIGINT                | Do not support modify column: hits, because it associates with the generated column
            MODIFY COLUMN twice BIGINT               | Can not modify a generated column to a non-generated column
            MODIFY COLUMN id INT AFTER twice         | Can not modify column after Generated Column.
            """)
    void invalidGeneratedColumnChangesAreRefused(String clause, String words) {
        assertThat(client.messageOf("ALTER TABLE visits " + clause)).isEqualTo(words);
    }
}
