package dev.cairn.engine.alter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement.AlterTable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks what is known about each kind of ALTER TABLE clause. */
class AlterClauseKindTest {
    @Test
    void eachClauseHasAnEntry() {
        assertThat(AlterClauseKind.clauseClasses())
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(AlterClause.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        RENAME other                                             | RENAME t
        RENAME COLUMN a TO b                                     | RENAME COLUMN b TO a
        SWAP WITH other                                          | SWAP WITH other
        """)
    void aRenameIsRevertedByTheOppositeRename(String clause, String inverse) {
        AlterClause clauseToRevert = parseClauses(clause).get(0);

        assertThat(AlterClauseKind.of(clauseToRevert)
                        .findInverse("t", clauseToRevert)
                        .map(Sql::render))
                .contains(Sql.render(parseClauses(inverse).get(0)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ADD COLUMN a INT                                         | true
        SWAP WITH other                                          | false
        DROP TEMPORARY PARTITION p                               | true
        DROP PARTITION p                                         | false
        TRUNCATE PARTITION p                                     | false
        REPLACE PARTITION (p) WITH TEMPORARY PARTITION (q)       | false
        """)
    void aClauseThatASecondExecutionWouldRevertOrThatDropsRowsIsNotRepeatable(String clause, boolean isRepeatable) {
        AlterClause parsedClause = parseClauses(clause).get(0);

        assertThat(AlterClauseKind.of(parsedClause).isRepeatable(parsedClause)).isEqualTo(isRepeatable);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ADD COLUMN a INT, ADD INDEX i (b)                        | true
        ADD INDEX i (b), DROP INDEX j                            | true
        ADD COLUMN a INT, DROP INDEX j                           | false
        ADD COLUMN a INT, MODIFY COLUMN s ADD FIELD f INT        | false
        ADD COLUMN (a INT, b INT)                                | true
        """)
    void onlyClausesThatWereObservedTogetherAreCombined(String clauses, boolean isCombinable) {
        assertThat(AlterClauseKind.areCombinable(parseClauses(clauses))).isEqualTo(isCombinable);
    }

    private static List<AlterClause> parseClauses(String clauses) {
        return ((AlterTable) Sql.parse("ALTER TABLE t " + clauses)).clauses();
    }
}
