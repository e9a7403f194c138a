package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.token.SqlSyntaxException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Megabytes of text and ten thousand levels of nesting are handled quickly and without a stack overflow. */
class HardInputsTest {
    private static final int REPETITIONS = 10_000;
    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "f(",
                "NOT ",
                "- ",
                "[",
                "map{1:",
                "CASE WHEN ",
                "a[",
                "x -> ",
                "CAST(",
                "INTERVAL ",
                "1 + ("
            })
    void tooDeepNestingIsASyntaxError(String opening) {
        Assertions.assertTimeoutPreemptively(
                TIME_LIMIT,
                () -> assertThatThrownBy(() -> Sql.parseExpression(opening.repeat(REPETITIONS) + "a"))
                        .isInstanceOf(SqlSyntaxException.class));
    }

    /** A job whose clauses are not understood is kept as text. */
    @Test
    void manyStatementsThatAreKeptAsTextAreNotNested() {
        String routineLoad = "CREATE ROUTINE LOAD l ON t COLUMNS (a = f((1 2))) FROM KAFKA ('a' = 'b');\n";

        assertThat(Sql.parseScript(routineLoad.repeat(300) + "SELECT 1")).hasSize(301);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ARRAY<", "MAP<INT,", "STRUCT<a "})
    void aTooDeeplyNestedTypeIsASyntaxError(String opening) {
        Assertions.assertTimeoutPreemptively(
                TIME_LIMIT,
                () -> assertThatThrownBy(
                                () -> Sql.parseType(opening.repeat(REPETITIONS) + "INT" + ">".repeat(REPETITIONS)))
                        .isInstanceOf(SqlSyntaxException.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {" AND ", " OR ", " + ", " = ", " IS NULL AND ", ".b.", "[1] + ", " ^ "})
    void aLongChainIsReadAndWrittenOrRefused(String operator) {
        String chain = "a" + (operator + "a").repeat(REPETITIONS);
        Assertions.assertTimeoutPreemptively(TIME_LIMIT, () -> {
            try {
                Expression expression = Sql.parseExpression(chain);
                assertThat(Sql.parseExpression(Sql.render(expression))).isEqualTo(expression);
            } catch (SqlSyntaxException failure) {
                assertThat(failure.span().line()).isEqualTo(1);
            }
        });
    }

    @Test
    void aTableOfManyColumnsIsReadAndWrittenBack() {
        String columns = IntStream.range(0, 100_000)
                .mapToObj(i -> "`column_" + i + "` varchar(20) NULL DEFAULT \"x\" COMMENT \"number " + i + "\"")
                .collect(Collectors.joining(",\n  "));
        String text = "CREATE TABLE `t` (\n  " + columns + "\n)";
        assertThat(text).hasSizeGreaterThan(5_000_000);
        Assertions.assertTimeoutPreemptively(
                TIME_LIMIT, () -> assertThat(Sql.render(Sql.parse(text))).isEqualTo(text));
    }

    @Test
    void aCommentOfMegabytesIsReadAndWrittenBack() {
        String text = "ALTER TABLE `t` COMMENT = \"" + "it's \\\\ \\\" ☃ ".repeat(500_000) + "\"";
        Assertions.assertTimeoutPreemptively(
                TIME_LIMIT, () -> assertThat(Sql.render(Sql.parse(text))).isEqualTo(text));
    }

    @Test
    void thousandsOfPartitionsAreReadAndWrittenBack() {
        String partitions = IntStream.range(0, REPETITIONS)
                .mapToObj(i -> "PARTITION p" + i + " VALUES [(\"" + i + "\"), (\"" + (i + 1) + "\"))")
                .collect(Collectors.joining(",\n"));
        String text = "CREATE TABLE `t` (\n  `k` int(11)\n)\nPARTITION BY RANGE(`k`)\n(" + partitions + ")";
        Assertions.assertTimeoutPreemptively(
                TIME_LIMIT, () -> assertThat(Sql.render(Sql.parse(text))).isEqualTo(text));
    }
}
