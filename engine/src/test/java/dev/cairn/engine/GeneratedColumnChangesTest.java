package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the changes of generated columns, and of the columns that they read. */
class GeneratedColumnChangesTest {
    private static final String CREATE_VISITS =
            "CREATE TABLE visits (id INT, hits INT, number BIGINT AUTO_INCREMENT, tags ARRAY<INT>,"
                    + " twice BIGINT AS (hits * 2)) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)";

    private final EngineClient client = EngineClient.ofDefaultServer().execute(CREATE_VISITS);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            ADD COLUMN mean DOUBLE AS (array_avg(tags))      | `mean` double NULL AS array_avg(`tags`)
            ADD COLUMN mean BIGINT AS (hits + 1)             | `mean` bigint(20) NULL AS `hits` + 1
            ADD COLUMN (mean TINYINT AS 1, x TINYINT AS 2)   | `mean` tinyint(4) NULL AS 1
            """)
    void aColumnIsComputedFromOthers(String clause, String shown) {
        client.execute("ALTER TABLE visits " + clause);
        assertThat(client.findColumnDefinition("visits", "mean")).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            ADD COLUMN x INT AS (array_avg(tags))    | ColumnRule.GENERATED_TYPE_MISMATCH
            ADD COLUMN x BIGINT AS (sum(hits))       | ColumnRule.GENERATED_FROM_AGGREGATE
            ADD COLUMN x BIGINT AS (twice + 1)       | ColumnRule.GENERATED_FROM_GENERATED
            ADD COLUMN x BIGINT AS (number)          | ColumnRule.GENERATED_FROM_AUTO_INCREMENT
            ADD COLUMN x BIGINT AS (nope)            | TypeRule.COLUMN_NOT_FOUND
            ADD COLUMN x INT AFTER twice             | ColumnRule.GENERATED_BEFORE_ORDINARY
            ADD COLUMN (x INT AS (hits), y INT)      | AlterRule.GENERATED_WITH_ORDINARY_COLUMNS
            MODIFY COLUMN hits BIGINT                | AlterRule.COLUMN_READ_BY_GENERATED_COLUMN
            MODIFY COLUMN twice BIGINT               | ColumnRule.ATTRIBUTE_CHANGE_UNSUPPORTED
            MODIFY COLUMN id INT AFTER twice         | ColumnRule.GENERATED_BEFORE_ORDINARY
            """)
    void invalidGeneratedColumnChangesAreRefused(String clause, String rule) {
        assertThat(client.ruleOf("ALTER TABLE visits " + clause)).isEqualTo(rule);
    }
}
