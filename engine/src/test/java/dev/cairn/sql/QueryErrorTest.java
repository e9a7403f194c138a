package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.sql.token.SqlSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryErrorTest {
    @Test
    void theMessageShowsTheLineAndACaret() {
        SqlSyntaxException error = catchThrowableOfType(
                SqlSyntaxException.class, () -> Sql.parse("CREATE VIEW v AS\nSELECT a,\n  FROM t"));
        assertThat(error).hasMessage("""
            Unexpected input 'FROM', expected an expression at line 3, column 3
              FROM t
              ^\
            """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT | Unexpected input '<EOF>', expected an expression",
                "SELECT 1 FROM | Unexpected input '<EOF>', expected a name",
                "SELECT 1 FROM (SELECT 2 | Unexpected input '<EOF>', expected HAVING, QUALIFY, INTERSECT, ORDER, LIMIT"
                        + " or ')'",
                "SELECT 1 FROM a LEFT b | Unexpected input 'b', expected SEMI, ANTI, OUTER or JOIN",
                "SELECT 1 FROM a LEFT JOIN b WHERE x | Unexpected input 'WHERE', expected SAMPLE, AS, '[', BEFORE, ON"
                        + " or USING",
                "SELECT 1 LIMIT x | Unexpected input 'x', expected '@', '?' or a number",
                "SELECT row_number() FROM t | Unexpected input 'FROM', expected OVER",
                "SELECT (1, 2) FROM t | Unexpected input 'FROM', expected IN and a query",
                "SELECT * FROM DUAL | No tables used",
                "SELECT 1 LIMIT ? | LIMIT does not support parameters",
                "SELECT count(DISTINCT a) FILTER (WHERE b) FROM t | FILTER does not support COUNT DISTINCT",
                "SELECT array_agg(a ORDER BY 2) FROM t | ORDER BY position 2 is not in array_agg output list",
                "SELECT * FROM t PIVOT (sum(a) FOR b IN ((1, 2))) | Value count in PIVOT 1 must match number of FOR"
                        + " columns 2",
                "CREATE OR REPLACE VIEW IF NOT EXISTS v AS SELECT 1 | Conflicted options if not exists and or replace",
            })
    void theExpectedInputIsNamed(String text, String problem) {
        assertThat(ParserProblem.find(() -> Sql.parse(text))).isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT sum(DISTINCT a, b)",
                "SELECT any_value(DISTINCT a) FROM t",
                "SELECT array_agg(a SEPARATOR ',')",
                "SELECT a IN ()",
                "SELECT 1 ORDER BY 1 UNION SELECT 2",
                "SELECT 1 FROM a ASOF JOIN b",
                "SELECT 1 FROM a, b LATERAL c",
                "SELECT 1 FROM TABLE(f(a => 1, 2))",
                "SELECT 1 FROM (a JOIN b) c",
                "SELECT lead FROM t",
                "SELECT 1 FROM order",
                "VALUES (1)",
                "SELECT 1 FROM (VALUES ())",
                "WITH a (SELECT 1) SELECT 1",
                "SELECT a -> b -> FROM t",
                "SELECT 1 FROM a JOIN [SKEW|b(c)] d",
                "SELECT 1; SELECT 2",
            })
    void queriesOutsideTheGrammarAreRefused(String text) {
        assertThat(ParserProblem.find(() -> Sql.parse(text))).isNotEqualTo("none");
    }
}
