package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.refusal.Refusal;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.sql.token.SyntaxRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxErrorTest {
    @Test
    void theMessageShowsTheLineAndACaret() {
        SqlSyntaxException error = catchThrowableOfType(
                SqlSyntaxException.class,
                () -> Sql.parse("CREATE TABLE t (\n  a INT ENGINE=OLAP\n) DISTRIBUTED BY HASH(a)"));
        assertThat(error).hasMessage("""
            Unexpected input 'ENGINE', expected DEFAULT, AUTO_INCREMENT, AS, COMMENT, ',' or ')' at line 2, column 9
              a INT ENGINE=OLAP
                    ^\
            """);
        assertThat(error.span().offset()).isEqualTo(25);
        assertThat(error.span().length()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CREATE TABLE | Unexpected input '<EOF>', expected a name",
                "CREATE TABLE select (a INT) | Unexpected input 'select', expected a name",
                "CREATE TABLE t (a DECIMALS) | Unexpected input 'DECIMALS', expected a type",
                "ALTER TABLE t DROP COLUMN order | "
                        + "Unexpected input 'order', expected a name, such as `order` in backquotes",
                "CREATE TABLE t () | Unexpected input ')', expected a name",
                "CREATE TABLE t (a INT) DISTRIBUTED BY HASH | Unexpected input '<EOF>', expected '('",
                "CREATE TABLE t (a INT) PARTITION BY RANGE(a) (PARTITION p VALUES LESS THAN (1)) | "
                        + "Unexpected input '1', expected MAXVALUE or a string",
                "CREATE TABLE t (a INT) DISTRIBUTED BY HASH(a) BUCKETS x | Unexpected input 'x', expected a number",
                "CREATE TABLE t (INDEX i (a)) | Expected a column before the indexes",
                "ALTER TABLE t | Unexpected input '<EOF>', expected a clause of ALTER TABLE",
                "ALTER TABLE t FROB | Unexpected input 'FROB', expected a clause of ALTER TABLE",
                "ALTER TABLE t DROP COLUMN IF EXISTS c | Unexpected input 'IF', expected a name",
                "ALTER TABLE t RENAME COLUMN a b | Unexpected input 'b', expected TO",
                "DROP TABLE t, u | Unexpected input ',', expected FORCE or the end",
                "CREATE FOO x | Unexpected input 'FOO'",
                "FOO | Unexpected input 'FOO', expected a statement",
            })
    void theExpectedInputIsNamed(String text, String problem) {
        assertThat(ParserProblem.find(() -> Sql.parse(text))).isEqualTo(problem);
    }

    @Test
    void anErrorNamesTheRuleAndItsArguments() {
        SqlSyntaxException error = catchThrowableOfType(
                SqlSyntaxException.class, () -> Sql.parse("CREATE TABLE t (a INT AUTO_INCREMENT, b map<json, int>)"));
        assertThat(error.rule()).isEqualTo(SyntaxRule.INVALID_MAP_KEY_TYPE);
        assertThat(error.arguments()).containsExactly("JSON");
        assertThat(Refusal.ofSyntax(error).hasRule(SyntaxRule.INVALID_MAP_KEY_TYPE))
                .isTrue();
    }
}
