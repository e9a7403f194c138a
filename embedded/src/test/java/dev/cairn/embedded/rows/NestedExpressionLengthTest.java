package dev.cairn.embedded.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.embedded.SampleArgument;
import dev.cairn.embedded.translate.SqlTranslator;
import dev.cairn.embedded.translate.query.TranslationMode;
import dev.cairn.embedded.translate.value.MacroLibrary;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.token.SqlSyntaxException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The SQL for DuckDB grows at most in proportion to the number of nested calls and operators, even after DuckDB has
 * replaced its macros.
 */
class NestedExpressionLengthTest {
    private static final SqlTranslator TRANSLATOR =
            TableFreeTranslatorFactory.create(ServerProfile.DEFAULT, LocalDateTime.of(2024, 5, 6, 7, 8));

    private static final List<String> COLUMNS = List.of(
            "1 AS n",
            "'a' AS s",
            "CAST('2024-05-06' AS DATETIME) AS t",
            "[1, 2] AS a",
            "map{1: 2} AS m",
            "row(1, 2) AS r");

    private static final int MAX_LEVEL_LENGTH = 30_000;
    private static final int MAX_MACRO_DEPTH = 8;

    private static final Pattern TOKEN_PATTERN = Pattern.compile("'[^']*+'|\"[^\"]*+\"|(\\w+)?\\(|\\)");

    private enum Mode {
        PLAIN,
        WRAPPING;

        TranslationMode translationMode() {
            return this == PLAIN ? TranslationMode.PLAIN : TranslationMode.WRAPPING;
        }
    }

    @ParameterizedTest
    @EnumSource
    void nestedCallsAreTranslatedInLinearLength(Mode mode) {
        TreeSet<String> fastGrowingForms = new TreeSet<>();
        for (String name : BuiltinFunctions.names()) {
            for (Signature signature : BuiltinFunctions.entry(name).overloads().signatures()) {
                if (signature.kind() == FunctionEntry.Kind.SCALAR) {
                    IntStream.range(0, signature.parameters().size())
                            .mapToObj(nestedIndex -> renderForm(signature, nestedIndex))
                            .filter(form -> growsTooFast(form, mode))
                            .forEach(fastGrowingForms::add);
                }
            }
        }
        assertThat(fastGrowingForms).isEmpty();
    }

    /** Returns a call in which {@code $} stands for the nested expression. */
    private static String renderForm(Signature signature, int nestedIndex) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < signature.parameters().size(); i++) {
            SignatureType parameter = signature.parameter(i);
            String argument = SampleArgument.of(parameter, "'1'");
            boolean isFixed = parameter instanceof SignatureType.FixedType;
            arguments.add(
                    i != nestedIndex
                            ? argument
                            : isFixed
                                    ? "CAST($ AS "
                                            + SampleArgument.typeName(((SignatureType.FixedType) parameter).type())
                                            + ")"
                                    : "$");
        }
        return signature.function().name() + "(" + String.join(", ", arguments) + ")";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-($)",
                "~CAST($ AS BIGINT)",
                "NOT CAST($ AS BOOLEAN)",
                "($ + n)",
                "(n - $)",
                "($ * n)",
                "(CAST($ AS LARGEINT) * n)",
                "($ / n)",
                "(n / $)",
                "($ DIV n)",
                "(n DIV $)",
                "($ % n)",
                "(n % $)",
                "(CAST($ AS DECIMAL(10, 2)) DIV n)",
                "(CAST($ AS DECIMAL(10, 2)) % n)",
                "(CAST($ AS DECIMAL(60, 2)) + n)",
                "($ = n)",
                "($ <=> n)",
                "($ IN (1, 2, 3))",
                "(n IN ($, 1))",
                "($ BETWEEN 1 AND 2)",
                "(s LIKE CAST($ AS VARCHAR))",
                "(CAST($ AS VARCHAR) LIKE s)",
                "($ IS NULL)",
                "(CAST($ AS JSON) = CAST('1' AS JSON))",
                "(CAST($ AS JSON) <=> CAST('1' AS JSON))",
                "CASE $ WHEN 1 THEN 2 WHEN 2 THEN 1 ELSE 3 END",
                "CASE WHEN $ THEN 1 ELSE 2 END",
                "CASE WHEN n = 1 THEN 0.5 ELSE $ END",
                "if(n = 1, 1.5, $)",
                "if($ = 1, n, 2)",
                "array_length(if([$] IN ([1], [2]), [2], [3, 4]))",
                "if([$] = a, 1, 2)",
                "if([$] <> a, 1, 2)",
                "if(map{1: $} = m, 1, 2)",
                "if(row($, 1) = r, 1, 2)",
                "[$][1]",
                "map{1: $}[1]",
                "CAST(row($, 1) AS STRUCT<x VARCHAR, y VARCHAR>).x",
                "CAST(CAST($ AS DATETIME) AS VARCHAR)",
                "CAST(CAST($ AS FLOAT) AS DECIMAL(10, 2))",
                "CAST(CAST($ AS BOOLEAN) AS VARCHAR)",
                "CAST(CAST($ AS TIME) AS VARCHAR)",
                "CAST(parse_json(CAST($ AS VARCHAR)) AS INT)",
                "days_add('2020-01-01', $)",
                "CAST($ AS DATETIME) + INTERVAL n DAY",
                "months_add(CAST($ AS DATETIME), 1)",
                "extract(DAY FROM CAST($ AS DATETIME))",
                "timestampdiff(MONTH, CAST($ AS DATETIME), t)",
                "array_sum(array_map(x -> x + 1, [$, n]))",
                "array_sum(array_filter(x -> x > 1, [$, n]))",
                "array_sum(array_map((x, y) -> x + y, [$], [n]))",
                "array_sum(array_sortby(x -> x, [$, n]))",
                "array_sum(array_sort([$, n], (x, y) -> x < y))",
                "map_size(map_filter((k, v) -> k = 1, map{1: $}))",
                "array_sum(array_map(x -> x + $, a))",
                "array_sum(array_concat([$], a))",
                "array_sum(array_intersect([$], a))",
                "map_size(map_concat(map{1: $}, m))",
                "json_object('a', $)",
                "json_length(json_set(json_object('a', $), '$.b', 1))",
            })
    void nestedOperatorsAreTranslatedInLinearLength(String form) {
        assertThat(translate(nest(form, 1), Mode.PLAIN)).isNotEmpty();
        for (Mode mode : Mode.values()) {
            assertThat(growsTooFast(form, mode)).as(mode.name()).isFalse();
        }
    }

    /**
     * DuckDB replaces the calls of its macros, too, so only a few of those that copy an argument may surround nested
     * values.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[$]",
                "map{1: $}",
                "row(1, $)",
            })
    void nestedValuesAreTranslatedInLinearLength(String form) {
        for (String outerForm :
                List.of("$", "$ = $", "$ IN ($, $)", "CAST($ AS JSON)", "array_intersect([$], [$])", "[$] = [NULL]")) {
            String longSql = translateUse(outerForm, form, 6);
            assertThat(longSql.length() - translateUse(outerForm, form, 4).length())
                    .as(outerForm)
                    .isLessThan(2 * MAX_LEVEL_LENGTH);
            assertThat(measureMacroDepth(longSql)).as(outerForm).isLessThanOrEqualTo(MAX_MACRO_DEPTH);
        }
    }

    private static String translateUse(String outerForm, String form, int levels) {
        return translate(outerForm.replace("$", nest(form, levels)), Mode.PLAIN).orElse("");
    }

    @Test
    void tooManyLevelsAreRefused() {
        assertThat(translate(nest("[$]", 8), Mode.PLAIN)).isNotEmpty();
        assertThat(translate(nest("[$]", 9), Mode.PLAIN)).isEmpty();
        assertThat(translate(nest("array_map(x -> $, a)[1]", 8), Mode.PLAIN)).isNotEmpty();
        assertThat(translate(nest("array_map(x -> $, a)[1]", 9), Mode.PLAIN)).isEmpty();
        assertThat(translate(nest("array_map(x -> x, [$])[1]", 30), Mode.PLAIN)).isNotEmpty();
    }

    @Test
    void aLongOperandIsEvaluatedOnce() {
        assertThat(translate(nest("upper($)", 30), Mode.PLAIN).orElseThrow())
                .containsPattern("list_transform\\(\\[.*\\], lambda operands: ");
    }

    private static String nest(String form, int levels) {
        String expression = "n";
        for (int level = 0; level < levels; level++) {
            expression = form.replace("$.", "\0").replace("$", expression).replace("\0", "$.");
        }
        return expression;
    }

    private static boolean growsTooFast(String form, Mode mode) {
        Optional<String> shortSql = translate(nest(form, 6), mode);
        Optional<String> longSql = translate(nest(form, 12), mode);
        return shortSql.isPresent()
                && longSql.isPresent()
                && (longSql.get().length() - shortSql.get().length() > 6 * MAX_LEVEL_LENGTH
                        || measureMacroDepth(longSql.get()) > MAX_MACRO_DEPTH);
    }

    /** Returns the SQL for DuckDB; empty if a server refuses the expression. */
    private static Optional<String> translate(String expression, Mode mode) {
        String query = "SELECT " + expression + " FROM (SELECT " + String.join(", ", COLUMNS) + ") AS t";
        try {
            return Optional.of(TRANSLATOR
                    .translateQuery(TRANSLATOR.analyze(Sql.parseQuery(query)), mode.translationMode())
                    .sql());
        } catch (Refusal | SqlSyntaxException refusal) {
            return Optional.empty();
        }
    }

    /** Returns how many calls of macros that copy their arguments are nested in one another. */
    private static int measureMacroDepth(String sql) {
        int maxDepth = 0;
        List<Integer> depths = new ArrayList<>(List.of(0));
        Matcher matcher = TOKEN_PATTERN.matcher(sql);
        while (matcher.find()) {
            int depth = depths.get(depths.size() - 1);
            if (matcher.group().endsWith("(")) {
                boolean copiesArguments = matcher.group(1) != null && MacroLibrary.copiesArguments(matcher.group(1));
                depths.add(copiesArguments ? depth + 1 : depth);
                maxDepth = Math.max(maxDepth, depths.get(depths.size() - 1));
            } else if (matcher.group().equals(")")) {
                depths.remove(depths.size() - 1);
            }
        }
        return maxDepth;
    }
}
