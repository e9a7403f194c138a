package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks which clauses one ALTER TABLE may combine. */
class ClausesTogetherTest {
    private final EngineClient client = OrdersTable.clientWithTable(KeyModel.DUPLICATE);

    @Test
    void columnChangesMayBeCombined() {
        client.execute("ALTER TABLE orders MODIFY COLUMN units BIGINT, ADD COLUMN x INT, DROP COLUMN note");
        assertThat(client.findTable("orders").columns())
                .extracting("name")
                .containsExactly("id", "code", "units", "day", "price", "x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        COMMENT = 'a', ADD COLUMN x INT  | AlterRule.OPERATIONS_CONFLICT
        ADD COLUMN x INT, RENAME sales   | AlterRule.OPERATIONS_CONFLICT
        SET ('write_quorum' = 'ONE'), SET ('enable_load_profile' = 'true') | AlterRule.OPERATIONS_CONFLICT
        """)
    void conflictingClausesAreRefused(String clauses, String rule) {
        assertThat(client.ruleOf("ALTER TABLE orders " + clauses)).isEqualTo(rule);
    }

    @Test
    void aFailingClauseRollsBackTheWholeStatement() {
        assertThat(client.ruleOf("ALTER TABLE orders ADD COLUMN x INT, DROP COLUMN nope"))
                .isEqualTo("CommonRule.NOT_FOUND");
        assertThat(client.findTable("orders").findColumn("x")).isEmpty();
    }

    @Test
    void aColumnThatHasChangedIsNotFoundByALaterClause() {
        assertThat(client.ruleOf("ALTER TABLE orders MODIFY COLUMN units BIGINT, DROP COLUMN units"))
                .isEqualTo("CommonRule.NOT_FOUND");
    }
}
