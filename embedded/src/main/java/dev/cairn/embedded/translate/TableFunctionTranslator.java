package dev.cairn.embedded.translate;

import dev.cairn.analysis.resolution.TableFunctionResolver;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.embedded.translate.query.TranslatedQuery;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Translates table functions to relations of the elements of arrays. */
record TableFunctionTranslator(RelationTranslator relationTranslator) {
    /**
     * Translates a table function whose arguments may be columns of the relations before it. DuckDB keeps the order of
     * the rows if the arrays are columns, so another relation calculates them.
     *
     * @param keepsRows whether a row without an element is kept with NULL, as by {@code LEFT JOIN unnest(…) ON TRUE}
     */
    String translateLateral(Relation.TableFunction function, String joinOperator, boolean keepsRows) {
        List<String> arrays = translateArrays(function);
        String arraysName = relationTranslator.queryTranslator().state().nextName("a");
        String arraysSql = IntStream.range(0, arrays.size())
                .mapToObj(i -> (keepsRows ? "sr_or_null(" + arrays.get(i) + ")" : arrays.get(i)) + " AS "
                        + TranslatedQuery.columnName(i))
                .collect(Collectors.joining(", "));
        List<String> arrayColumns = IntStream.range(0, arrays.size())
                .mapToObj(i -> arraysName + "." + TranslatedQuery.columnName(i))
                .toList();
        return "LATERAL (SELECT " + arraysSql + ") AS " + arraysName + " " + joinOperator + " "
                + unnestArrays(function, arrayColumns);
    }

    /** Translates a function in TABLE(…). A series is generated row by row, unless it consists of LARGEINT values. */
    String translate(Relation.TableFunction function) {
        List<Type> types = relationTranslator.determineColumnTypes(function);
        if (!isSeries(function) || types.get(0).equals(TypeConstants.LARGEINT)) {
            return unnestArrays(function, translateArrays(function));
        }
        String sql = "SELECT CAST(s.c0 AS " + DuckDbType.typeName(types.get(0)) + ") AS c0 FROM generate_series"
                + translateSeriesArguments(function, types.get(0)) + " AS s(c0)";
        return relationTranslator.addComputedRelation(function, "(" + sql + ")", "", types);
    }

    /** Returns a relation of the elements of arrays. Shorter arrays are padded with NULL. */
    private String unnestArrays(Relation.TableFunction function, List<String> arrays) {
        List<Type> types = relationTranslator.determineColumnTypes(function);
        String sql = IntStream.range(0, types.size())
                .mapToObj(i -> "CAST(unnest(" + arrays.get(i) + ") AS " + DuckDbType.calculatedTypeName(types.get(i))
                        + ") AS " + TranslatedQuery.columnName(i))
                .collect(Collectors.joining(", ", "LATERAL (SELECT ", ")"));
        return relationTranslator.addComputedRelation(function, sql, "", types);
    }

    /** Translates the arrays whose elements are the columns of a table function. */
    private List<String> translateArrays(Relation.TableFunction function) {
        return switch (lowerCaseName(function)) {
            case "unnest", "unnest_bitmap" ->
                translateArguments(function).stream().map(DuckDbExpression::sql).toList();
            case "generate_series" -> {
                Type type = relationTranslator.determineColumnTypes(function).get(0);
                String macroName = type.equals(TypeConstants.LARGEINT) ? "sr_large_series" : "sr_series";
                yield List.of(macroName + translateSeriesArguments(function, type));
            }
            case "subdivide_bitmap" -> {
                List<DuckDbExpression> arguments = translateArguments(function);
                yield List.of("sr_subdivided(" + arguments.get(0).sql() + ", "
                        + arguments.get(1).sql() + ")");
            }
            case "json_each" ->
                translateJsonArrays(translateArguments(function).get(0).sql());
            default -> throw UnsupportedFeatureRefusals.createCallRefusal(lowerCaseName(function), function.span());
        };
    }

    private List<DuckDbExpression> translateArguments(Relation.TableFunction function) {
        relationTranslator.queryTranslator().state().addFunctionName(lowerCaseName(function));
        return new ExpressionTranslator(relationTranslator.queryTranslator())
                .translateAll(TableFunctionResolver.orderArguments(function));
    }

    /** Translates the keys and the values of JSON_EACH, which names the elements of an array by their positions. */
    private static List<String> translateJsonArrays(String jsonSql) {
        String elementsSql = "sr_list(sr_json_elements(" + jsonSql + "))";
        return List.of(
                "coalesce(sr_list(sr_json_names(" + jsonSql + ")), list_transform(range(len(" + elementsSql
                        + ")), lambda x: CAST(x AS VARCHAR)))",
                "coalesce(sr_list(sr_json_values(" + jsonSql + ")), " + elementsSql + ")");
    }

    /** Translates the first and last value and the step of GENERATE_SERIES. */
    private String translateSeriesArguments(Relation.TableFunction function, Type type) {
        List<String> seriesArguments = translateArguments(function).stream()
                .map(argument -> argument.castTo(type).sql())
                .toList();
        String step = seriesArguments.size() > 2
                ? "sr_step(" + seriesArguments.get(0) + ", " + seriesArguments.get(1) + ", " + seriesArguments.get(2)
                        + ")"
                : "1";
        return "(" + seriesArguments.get(0) + ", " + seriesArguments.get(1) + ", " + step + ")";
    }

    private static boolean isSeries(Relation.TableFunction function) {
        return lowerCaseName(function).equals("generate_series");
    }

    private static String lowerCaseName(Relation.TableFunction function) {
        return function.name().toString().toLowerCase(Locale.ROOT);
    }
}
