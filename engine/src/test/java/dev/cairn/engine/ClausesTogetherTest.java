package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.KeyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clauses that one ALTER TABLE may combine. */
class ClausesTogetherTest {
    private final Client client = Orders.known(KeyModel.DUPLICATE);

    @Test
    void columnsIndexesAndTheirOrderMayChangeTogether() {
        client.execute("ALTER TABLE orders MODIFY COLUMN units BIGINT, ADD COLUMN x INT, DROP COLUMN note");
        assertThat(client.table("orders").columns())
                .extracting("name")
                .containsExactly("id", "code", "units", "day", "price", "x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        COMMENT = 'a', ADD COLUMN x INT  | Alter operation SCHEMA_CHANGE conflicts with operation ALTER_OTHER.
        ADD COLUMN x INT, RENAME sales   | Alter operation ALTER_OTHER conflicts with operation SCHEMA_CHANGE.
        SET ('write_quorum' = 'ONE'), SET ('enable_load_profile' = 'true') | Alter operation ALTER_OTHER conflicts with operation ALTER_OTHER.
        """)
    void conflictingClausesAreRefused(String clauses, String words) {
        assertThat(client.messageOf("ALTER TABLE orders " + clauses)).isEqualTo(words);
    }

    @Test
    void aFailingClauseRollsBackTheWholeStatement() {
        assertThat(client.messageOf("ALTER TABLE orders ADD COLUMN x INT, DROP COLUMN nope"))
                .isEqualTo("Column does not exists: nope");
        assertThat(client.table("orders").column("x")).isEmpty();
    }

    @Test
    void aColumnThatHasChangedIsNotFoundByALaterClause() {
        assertThat(client.messageOf("ALTER TABLE orders MODIFY COLUMN units BIGINT, DROP COLUMN units"))
                .isEqualTo("Column does not exists: units");
    }
}
