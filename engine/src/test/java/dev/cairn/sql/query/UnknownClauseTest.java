package dev.cairn.sql.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.token.SqlSyntaxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownClauseTest {
    private static SqlSyntaxException parseFailure(String query) {
        return catchThrowableOfType(SqlSyntaxException.class, () -> new SqlFragment(query, 7).parseQuery());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM t SAMPLED LIKE NEVER (BEFORE)",
                "SELECT id FROM t MATCH NEXT GENERATION",
                "SELECT id FROM t x LATEST BY id",
                "SELECT id FROM t TABLESAMPLE (10)",
                "SELECT id FROM t GROUP BY id SETTLING FOR 3",
                "SELECT id FROM t LIMIT 3 PERCENTILES 5;",
                "SELECT count(id) KEEP (FIRST) FROM t",
                "WITH a AS (SELECT 1) SELECT * FROM a FLASHBACK TO 'x'",
                "(SELECT id FROM t SAMPLED (1))",
                "SELECT id FROM (SELECT id FROM t WINDOWED BY 3) u",
            })
    void anUnknownClauseMayBelongToANewerServer(String query) {
        assertThat(parseFailure(query).mayBeNewerClauseIn(query)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SELEC",
                "SELECT",
                "SELECT FROM t",
                "SELECT id, FROM t",
                "SELECT id,, name FROM t",
                "SELECT id name city FROM t",
                "SELECT id name city, day FROM t",
                "SELECT id FORM t",
                "SELECT id FROM t WERE id = 1",
                "SELECT id FROM t x WHRE id = 1",
                "SELECT id FROM t GROPU BY id",
                "SELECT id FROM t ODER BY id",
                "SELECT id FROM t JION u ON t.id = u.id",
                "SELECT id FROM t WHERE",
                "SELECT id FROM t WHERE GROUP BY id",
                "SELECT id FROM t WHERE id = ",
                "SELECT id FROM t WHERE id == 1",
                "SELECT id FROM t GROUP id",
                "SELECT id FROM t ORDER id",
                "SELECT id FROM t LIMIT x",
                "SELECT (id FROM t",
                "SELECT id) FROM t",
                "SELECT 'id FROM t",
                "SELECT id FROM t; SELECT id FROM t",
                "SELECT id FROM t; DROP TABLE t",
                "DELETE FROM t",
                "INSERT INTO t SELECT 1",
                "DROP TABLE t",
                "UPDATE t SET id = 1",
                "EXPLAIN SELECT 1",
                "t",
            })
    void otherSyntaxErrorsAreNoUnknownClauses(String query) {
        assertThat(parseFailure(query).mayBeNewerClauseIn(query)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT id FORM t               | 'FORM' for FROM
        SELECT id FROM t wher id = 1   | 'wher' for WHERE
        SELECT id FROM t GRUOP BY id   | 'GRUOP' for GROUP
        SELECT id FROM t ORXER BY id   | 'ORXER' for ORDER
        SELECT id FROM t MATCH NEXT GO |
        """)
    void aMisspeltKeywordIsNamed(String query, String misspelling) {
        assertThat(parseFailure(query).describeMisspelling(query).orElse(null)).isEqualTo(misspelling);
    }
}
