package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Keyword;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionParsingTest {
    /** A string directly after the arrow of a lambda would be the path of a JSON value. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'a'",
                "\"a\" = y",
                "'a' LIKE y",
                "'a' NOT IN (y, z)",
                "'a' BETWEEN y AND z",
                "'a' IS NULL",
                "'a'->'b'",
                "'a'[1].b",
                "'a' COLLATE `utf8`",
            })
    void aConstructedBodyThatBeginsWithAStringHasParentheses(String body) {
        Expression.Lambda lambda =
                new Expression.Lambda(List.of(Name.of("x")), false, Sql.parseExpression(body), Span.NONE);
        assertThat(Sql.render(lambda)).isEqualTo("`x` -> (" + body + ")");
    }

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

    /** The grammar lists FLOOR and CEIL as names, too, but a server reads them as boundaries of time_slice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "(%s)",
                "-%s",
                "%s + 1",
                "1 < %s",
                "length(%s)",
                "count(DISTINCT %s)",
                "coalesce(1, %s)",
                "time_slice(%s, INTERVAL 1 DAY)",
                "CAST(%s AS INT)",
                "CASE WHEN a THEN %s END",
                "a IN (1, %s)",
                "[%s]",
                "map{1:%s}",
                "max(a) OVER (PARTITION BY %s)",
                "(SELECT 1 FROM t GROUP BY %s)",
                "(SELECT 1 FROM t ORDER BY %s)",
                "(SELECT %s AS a FROM t)",
                "%s.a",
            })
    void floorAndCeilNameColumnsOnlyInBackquotes(String expression) {
        for (String word : List.of("floor", "CEIL")) {
            String text = expression.formatted(word);
            assertThat(ParserProblem.find(() -> Sql.parseExpression(text)))
                    .as(text)
                    .isEqualTo("Unexpected input '%1$s', expected an expression, such as `%1$s` in backquotes", word);
            Sql.parseExpression(expression.formatted("`" + word + "`"));
            Sql.parseExpression(expression.formatted("t." + word));
        }
        assertThat(Sql.render(Expression.Reference.of(Name.of("floor"), Span.NONE)))
                .isEqualTo("`floor`");
    }

    @Test
    void allOtherWordsThatAreNotReservedNameColumns() {
        for (Keyword word : Keyword.values()) {
            if (!word.isReserved() && !word.isUnitBoundary()) {
                String name = word.name().toLowerCase(Locale.ROOT);
                Sql.parseQuery(
                        "SELECT k, %1$s FROM t WHERE length(%1$s) = 1 AND %1$s IS NULL ORDER BY %1$s".formatted(name));
                Sql.parseQuery("SELECT k %1$s FROM t WHERE %1$s LIKE 'a'".formatted(name));
            }
        }
        Sql.parseQuery("SELECT floor.*, a AS floor, b ceil FROM t AS floor JOIN u ceil USING (floor, ceil)");
        Sql.parseQuery("SELECT floor(a), ceil(b), time_slice(d, INTERVAL 1 DAY, CEIL) FROM t");
    }

    @Test
    void aMapMayBeComparedWithAColumn() {
        assertThat(GroupedExpression.render(Sql.parseExpression("map < a AND b > c")))
                .isEqualTo("((map < a) AND (b > c))");
    }

    @Test
    void aWordWithoutParenthesesCanBeACall() {
        assertThat(((Call) Sql.parseExpression("current_user")).lacksParentheses())
                .isTrue();
        assertThat(((Call) Sql.parseExpression("current_user()")).lacksParentheses())
                .isFalse();
    }

    @Test
    void anOdbcCallEqualsThePlainCall() {
        assertThat(Sql.parseExpression("{fn concat(a, b)}")).isEqualTo(Sql.parseExpression("concat(a, b)"));
        assertThat(Sql.parseExpression("{fn EXTRACT(year FROM a)}"))
                .isEqualTo(Sql.parseExpression("EXTRACT(year FROM a)"));
        assertThat(Sql.parseExpression("{fn current_date}")).isEqualTo(Sql.parseExpression("current_date"));
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
                "1e309 | Invalid numeric literal 1e309",
                "99999999999999999999999999999999999999999999999999999999999999999999999999999 | "
                        + "Invalid numeric literal "
                        + "99999999999999999999999999999999999999999999999999999999999999999999999999999",
            })
    void errorsOfTheParserNameTheMistake(String text, String problem) {
        assertThat(ParserProblem.find(() -> Sql.parseExpression(text))).isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"20240231010101", "00-02-29", "24-1-2", "2024-01-02 03:04", "20240229", "2024-1-2T03:04:05"})
    void timesAreAcceptedInTheServersFormats(String text) {
        assertThat(Sql.parseExpression("DATETIME '" + text + "'")).isInstanceOf(Expression.DateLiteral.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"20240231", "69-02-29", "2024-01-01Z", "2024-01-01 00:00:00+08:00", "2024-1-2 1:2", "202-01-01"})
    void otherTimesAreRefused(String text) {
        assertThat(ParserProblem.find(() -> Sql.parseExpression("DATETIME '" + text + "'")))
                .isEqualTo("Invalid date literal " + text);
    }

    @Test
    void subqueriesMayStandInPlaceOfValues() {
        assertThat(Sql.parseExpression("(SELECT 1)")).isInstanceOf(Expression.Subquery.class);
        assertThat(Sql.parseExpression("EXISTS (SELECT 1)")).isInstanceOf(Expression.Exists.class);
        assertThat(Sql.parseExpression("a IN (SELECT 1)")).isInstanceOf(Expression.InSubquery.class);
    }
}
