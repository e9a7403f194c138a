package dev.cairn.embedded.translate;

import dev.cairn.analysis.expression.ExpressionRule;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.LambdaForm;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.UnsupportedFeatureRefusals;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Lambda;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Translates calls of functions with a lambda, which maps, filters, tests or sorts the elements of arrays, or the
 * entries of a map.
 */
record LambdaCallTranslator(ExpressionTranslator expressionTranslator) {
    /**
     * Translates a call.
     *
     * @param type the type of the result
     */
    DuckDbExpression translate(Call call, FunctionEntry functionEntry, Type type) {
        List<Expression> arguments = new ArrayList<>(call.arguments());
        Lambda lambda = (Lambda)
                arguments.stream().filter(Lambda.class::isInstance).findFirst().orElseThrow();
        arguments.remove(lambda);
        List<DuckDbExpression> values = expressionTranslator.translateAll(arguments);
        if (values.stream().anyMatch(value -> value.type().equals(TypeConstants.NULL))) {
            return new DuckDbExpression("NULL", TypeConstants.NULL).castTo(type);
        }
        if (functionEntry.lambdaForm() == LambdaForm.MAP_ARRAY) {
            int parameterIndex = findReturnedParameter(lambda);
            if (parameterIndex >= 0) {
                return values.get(parameterIndex);
            }
        }
        return expressionTranslator
                .state()
                .translateWithinLambda(lambda.span(), () -> translateLambda(functionEntry, lambda, values, type));
    }

    /**
     * Returns the position of the parameter that a lambda returns, or -1. A frontend replaces the call by the array of
     * this parameter, whatever the other arrays are.
     */
    private int findReturnedParameter(Lambda lambda) {
        return lambda.body().unwrap() instanceof Expression.Reference reference
                        && expressionTranslator.findResolvedName(reference)
                                instanceof ResolvedName.LambdaParameter parameter
                        && parameter.lambda().equals(lambda)
                        && parameter.path().isEmpty()
                ? parameter.index()
                : -1;
    }

    private DuckDbExpression translateLambda(
            FunctionEntry functionEntry, Lambda lambda, List<DuckDbExpression> values, Type type) {
        LambdaForm lambdaForm = Objects.requireNonNull(functionEntry.lambdaForm(), functionEntry.name());
        DuckDbExpression firstValue = values.get(0);
        if (lambdaForm == LambdaForm.SORT_ARRAY) {
            return translateArraySort(lambda, firstValue, type);
        }
        if (firstValue.type() instanceof Type.Map map) {
            return translateMapLambda(lambdaForm, lambda, firstValue.sql(), map, type);
        }
        Type resultType = switch (lambdaForm) {
            case MAP_ARRAY -> ((Type.Array) type).element();
            case FILTER_ARRAY, MATCH -> TypeConstants.BOOLEAN;
            default -> null;
        };
        String mappedList = translateArrayMapping(lambda, values, resultType);
        String sql = switch (lambdaForm) {
            case MAP_ARRAY -> mappedList;
            case FILTER_ARRAY ->
                "list_transform(list_filter(" + renderResultPairs(firstValue.sql(), mappedList)
                        + ", lambda e: coalesce(e[2], FALSE)), lambda e: e[1])";
            case MATCH -> (functionEntry.name().equals("any_match") ? "sr_any(" : "sr_all(") + mappedList + ")";
            case SORT_ARRAY_BY ->
                "list_transform(list_sort(list_transform(" + renderResultPairs(firstValue.sql(), mappedList)
                        + ", lambda e, i: {n: e[2] IS NOT NULL, k: e[2], i: i, v: e[1]})), lambda e: e.v)";
            default -> throw UnsupportedFeatureRefusals.createFunctionRefusal(functionEntry.name(), lambda.span());
        };
        return CallTranslator.cast(sql, type);
    }

    /**
     * Translates the sorting of an array by a comparator, whose result is TRUE or negative if its first argument comes
     * first. If the result is NULL for two elements, the query is refused while it runs.
     *
     * @throws Refusal if the result of the comparator is neither BOOLEAN nor a number
     */
    private DuckDbExpression translateArraySort(Lambda lambda, DuckDbExpression array, Type type) {
        String sortedListName = expressionTranslator.state().nextName("a");
        String nextName = expressionTranslator.state().nextName("x");
        String sortedElementName = expressionTranslator.state().nextName("y");
        Type elementType = ((Type.Array) array.type()).element();
        expressionTranslator.bindParameters(
                lambda,
                List.of(
                        new DuckDbExpression(nextName, elementType),
                        new DuckDbExpression(sortedElementName, elementType)));
        DuckDbExpression comparison = expressionTranslator.translate(lambda.body());
        PrimitiveType comparisonType = PrimitiveType.of(comparison.type());
        if (comparisonType != PrimitiveType.BOOLEAN && !comparisonType.isNumeric()) {
            throw Refusal.ofAnalysis(
                    Span.NONE,
                    ExpressionRule.INVALID_LAMBDA,
                    "the result of a comparator must be a boolean or a number");
        }
        String precedesSql = "coalesce("
                + (comparisonType == PrimitiveType.BOOLEAN
                        ? comparison.sql()
                        : comparison.convertTo(TypeConstants.DOUBLE).sql() + " < 0")
                + ", sr_refuse('Comparator function returned NULL'))";
        String listSql = array.castTo(type).sql();
        return new DuckDbExpression(
                "CASE WHEN " + listSql + " IS NOT NULL THEN list_reduce(" + listSql + ", lambda " + sortedListName
                        + ", "
                        + nextName
                        + ": CASE WHEN sr_alive() THEN list_concat(list_filter(" + sortedListName + ", lambda "
                        + sortedElementName
                        + ": NOT (" + precedesSql + ")), ["
                        + nextName + "], list_filter(" + sortedListName + ", lambda " + sortedElementName + ": "
                        + precedesSql
                        + ")) END, CAST([] AS "
                        + DuckDbType.calculatedTypeName(type) + ")) END",
                type);
    }

    /**
     * Translates the mapping of the elements of one or more arrays. The elements of several arrays are passed as a
     * tuple.
     *
     * @param lambdaResultType the type of the results, or null if they are not converted
     */
    private String translateArrayMapping(
            Lambda lambda, List<DuckDbExpression> arrays, @Nullable Type lambdaResultType) {
        String parameterName = expressionTranslator.state().nextName("x");
        List<DuckDbExpression> parameterValues = new ArrayList<>();
        for (int i = 0; i < lambda.parameters().size(); i++) {
            Type elementType = ((Type.Array) arrays.get(i).type()).element();
            String sql = arrays.size() == 1 ? parameterName : parameterName + "[" + (i + 1) + "]";
            parameterValues.add(new DuckDbExpression(sql, elementType));
        }
        expressionTranslator.bindParameters(lambda, parameterValues);
        return new LambdaInvariantTranslator(expressionTranslator, lambda).translate(() -> {
            DuckDbExpression body = expressionTranslator.translate(lambda.body());
            String positionName = expressionTranslator.state().nextName("i");
            String sql = renderCancellableBody(
                    lambda,
                    lambdaResultType == null
                            ? body.sql()
                            : body.castTo(lambdaResultType).sql(),
                    positionName);
            List<String> lists = arrays.stream().map(DuckDbExpression::sql).toList();
            String listSql = arrays.size() == 1 ? lists.get(0) : renderTuples(lists);
            return "list_transform(" + listSql + ", lambda " + parameterName + ", " + positionName + ": " + sql + ")";
        });
    }

    /**
     * Returns the body of a lambda. If it calls functions, it checks for a cancellation at the first of every 1024
     * elements, because DuckDB itself does not notice a cancellation before the last element of an array.
     *
     * @param positionName the parameter with the position of the element
     */
    private static String renderCancellableBody(Lambda lambda, String bodySql, String positionName) {
        List<Call> calls = new ArrayList<>();
        lambda.body().visit(node -> {
            if (node instanceof Call call) {
                calls.add(call);
            }
        });
        return calls.isEmpty()
                ? bodySql
                : "CASE WHEN " + positionName + " % 1024 <> 1 OR sr_alive() THEN " + bodySql + " END";
    }

    /**
     * Returns pairs of an element and its result: a lambda that read the list of results would copy it for each
     * element.
     */
    private static String renderResultPairs(String listSql, String resultsSql) {
        return "CASE WHEN " + listSql + " IS NOT NULL THEN list_zip(" + listSql + ", " + resultsSql + ") END";
    }

    /** Returns the elements of several arrays, which must have the same length, as tuples. */
    private static String renderTuples(List<String> lists) {
        String lengthDifference = lists.stream()
                .skip(1)
                .map(listSql -> "len(" + lists.get(0) + ") <> len(" + listSql + ")")
                .collect(Collectors.joining(" OR "));
        return "CASE WHEN " + lengthDifference
                + " THEN sr_refuse('Input array element''s size is not equal in array_map().') WHEN "
                + CallTranslator.renderNoneIsNull(lists)
                + " THEN list_zip(" + String.join(", ", lists) + ") END";
    }

    private DuckDbExpression translateMapLambda(
            LambdaForm lambdaForm, Lambda lambda, String mapSql, Type.Map map, Type type) {
        String entryName = expressionTranslator.state().nextName("e");
        expressionTranslator.bindParameters(
                lambda,
                List.of(
                        new DuckDbExpression(entryName + ".key", map.key()),
                        new DuckDbExpression(entryName + ".value", map.value())));
        String functionName = lambdaForm == LambdaForm.FILTER_MAP ? "list_filter" : "list_transform";
        String mapping = new LambdaInvariantTranslator(expressionTranslator, lambda).translate(() -> {
            String sql = translateMapEntry(lambdaForm, lambda.body(), entryName, type);
            String positionName = expressionTranslator.state().nextName("i");
            return functionName + "(" + mapSql + ", lambda " + entryName + ", " + positionName + ": "
                    + renderCancellableBody(lambda, sql, positionName) + ")";
        });
        return new DuckDbExpression(
                "sr_map(" + CallTranslator.cast(mapping, type).sql() + ")", type);
    }

    private String translateMapEntry(LambdaForm lambdaForm, Expression body, String entryName, Type type) {
        return switch (lambdaForm) {
            case FILTER_MAP -> expressionTranslator.translateCondition(body);
            case MAP_VALUES ->
                renderMapEntry(entryName + ".key", expressionTranslator.translateAs(body, ((Type.Map) type).value()));
            case MAP_KEYS ->
                renderMapEntry(expressionTranslator.translateAs(body, ((Type.Map) type).key()), entryName + ".value");
            case MAP_ENTRIES ->
                body instanceof Expression.Tuple pair
                        ? renderMapEntry(
                                expressionTranslator.translateAs(pair.elements().get(0), ((Type.Map) type).key()),
                                expressionTranslator.translateAs(pair.elements().get(1), ((Type.Map) type).value()))
                        : "(" + expressionTranslator.translateAs(body, type) + ")[1]"; // a map with one entry
            default -> throw new IllegalArgumentException(lambdaForm.name());
        };
    }

    private static String renderMapEntry(String key, String value) {
        return "{key: " + key + ", value: " + value + "}";
    }
}
