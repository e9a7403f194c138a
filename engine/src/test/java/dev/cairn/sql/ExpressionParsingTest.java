package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionParsingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "count(*)",
                "count(DISTINCT a, b)",
                "CURRENT_DATE",
                "CURRENT_TIMESTAMP(3)",
                "now()",
                "db.f(a)",
                "if(a, b, c)",
                "left(a, 2)",
                "mod(a, 2)",
                "replace(a, 'x', 'y')",
                "char(65)",
                "database()",
                "TIMESTAMPDIFF(DAY, a, b)",
                "EXTRACT(YEAR FROM d)",
                "time_slice(d, INTERVAL 1 DAY, FLOOR)",
                "CAST(a AS ARRAY<VARCHAR(10)>)",
                "CONVERT(a, INT)",
                "CASE WHEN a THEN b ELSE c END",
                "[1,2]",
                "ARRAY<INT>[1, 2]",
                "map{1:2,3:4}",
                "MAP<INT,VARCHAR(10)>{1:'a'}",
                "map(1, 2)",
                "a[1][2]",
                "a.b.c",
                "f(a).b",
                "j->'a.b'",
                "DATE '2024-01-01'",
                "x'00ff'",
                "@`v`",
                "@@global.v",
                "?",
                "array_map(x -> x + 1, a)",
                "row(1, 'a')",
            })
    void everyFormOfExpressionIsWrittenBackAsRead(String text) {
        assertThat(Sql.render(Sql.parseExpression(text))).isEqualTo(text);
    }

    @Test
    void wordsThatAreNotReservedNameColumns() {
        for (String word : List.of("date", "interval", "map", "day", "count", "value", "cast", "`select`")) {
            assertThat(Sql.parseExpression(word)).as(word).isInstanceOf(Expression.Reference.class);
        }
    }

    @Test
    void aMapMayBeComparedWithAColumn() {
        assertThat(Grouping.of(Sql.parseExpression("map < a AND b > c"))).isEqualTo("((map < a) AND (b > c))");
    }

    @Test
    void aWordWithoutParenthesesCanBeACall() {
        assertThat(((Call) Sql.parseExpression("current_user")).bare()).isTrue();
        assertThat(((Call) Sql.parseExpression("current_user()")).bare()).isFalse();
    }

    @Test
    void anOdbcCallEqualsThePlainCall() {
        assertThat(Sql.parseExpression("{fn concat(a, b)}")).isEqualTo(Sql.parseExpression("concat(a, b)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "date_add(a) | Incorrect number of arguments in expr 'date_add'",
                "time_slice(a) | Incorrect number of arguments in expr 'time_slice'",
                "time_slice(a, INTERVAL 1 DAY, b) | Incorrect type or value of arguments in expr 'time_slice'",
                "isnull(a, b) | Incorrect number of arguments in expr 'isnull'",
                "map(1) | Incorrect number of arguments in expr 'map'",
                "a[1:2] | A subscript does not support slices",
                "x'0' | Binary literal can only contain hexadecimal digits and an even number of digits",
                "DATE '2023-02-29' | Invalid date literal 2023-02-29",
                "DATETIME '2023-01-01 25:00:00' | Invalid date literal 2023-01-01 25:00:00",
                "99999999999999999999999999999999999999999999999999999999999999999999999999999 | "
                        + "Invalid numeric literal "
                        + "99999999999999999999999999999999999999999999999999999999999999999999999999999",
            })
    void errorsOfTheParserNameTheMistake(String text, String problem) {
        assertThat(Problem.of(() -> Sql.parseExpression(text))).isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"20240231010101", "00-02-29", "24-1-2", "2024-01-02 03:04", "20240229", "2024-1-2T03:04:05"})
    void timesAreAcceptedInTheServersFormats(String text) {
        assertThat(Sql.parseExpression("DATETIME '" + text + "'")).isInstanceOf(Expression.DateText.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"20240231", "69-02-29", "2024-01-01Z", "2024-01-01 00:00:00+08:00", "2024-1-2 1:2", "202-01-01"})
    void otherTimesAreRefused(String text) {
        assertThat(Problem.of(() -> Sql.parseExpression("DATETIME '" + text + "'")))
                .isEqualTo("Invalid date literal " + text);
    }

    @Test
    void subqueriesMayStandInPlaceOfValues() {
        assertThat(Sql.parseExpression("(SELECT 1)")).isInstanceOf(Expression.Subquery.class);
        assertThat(Sql.parseExpression("EXISTS (SELECT 1)")).isInstanceOf(Expression.Exists.class);
        assertThat(Sql.parseExpression("a IN (SELECT 1)")).isInstanceOf(Expression.InQuery.class);
    }
}
