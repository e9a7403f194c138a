package dev.cairn.embedded.translate;

import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.DuckDbQuoting;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Translates functions that combine any number of values into an array, a map, a struct or a JSON document. Their
 * arguments have no fixed types, so templates can't define them.
 */
record CombiningFunctionTranslator(ExpressionTranslator expressionTranslator) {
    /**
     * Translates a call; null if it calls a function that this class does not translate.
     *
     * @param wholeExpression the expression whose type is the result type: the call with its surrounding clauses
     */
    @Nullable
    DuckDbExpression translateIfCombining(Expression wholeExpression, Call call, String name) {
        List<Expression> arguments = call.arguments();
        return switch (name) {
            case "row" -> translateStruct(call, arguments);
            case "named_struct" -> translateStruct(call, selectNamedValues(arguments));
            case "json_object" -> translateJsonObject(arguments);
            case "json_array" -> translateJsonArray(arguments);
            case "json_set" -> translateJsonSet(call, arguments);
            case "concat", "array_concat" ->
                expressionTranslator.requireType(wholeExpression) instanceof Type.Array type
                        ? translateConcatenation(arguments, type, name.equals("concat"))
                        : null;
            case "array_intersect" ->
                translateIntersection(arguments, expressionTranslator.requireType(wholeExpression));
            case "map_concat" -> translateMapConcat(arguments, expressionTranslator.requireType(wholeExpression));
            case "arrays_zip" -> translateZip(call);
            default -> null;
        };
    }

    private static List<Expression> selectNamedValues(List<Expression> arguments) {
        List<Expression> values = new ArrayList<>();
        for (int i = 1; i < arguments.size(); i += 2) {
            values.add(arguments.get(i));
        }
        return values;
    }

    private DuckDbExpression translateStruct(Call call, List<Expression> values) {
        Type.Struct type = (Type.Struct) expressionTranslator.requireType(call);
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Type.Field field = type.fields().get(i);
            fields.add(DuckDbQuoting.quoteName(field.name()) + ": "
                    + expressionTranslator.translateAs(values.get(i), field.type()));
        }
        return CallTranslator.cast("{" + String.join(", ", fields) + "}", type);
    }

    private DuckDbExpression translateJsonObject(List<Expression> arguments) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = expressionTranslator.translateAs(arguments.get(i), TypeConstants.JSON);
            String value = i + 1 < arguments.size() ? translateToJson(arguments.get(i + 1)) : "'null'";
            members.add("sr_json_name(" + name + ") || ': ' || " + value);
        }
        return new DuckDbExpression(
                "sr_json_parse(" + renderBracketedList("{", members, "}") + ")", TypeConstants.JSON);
    }

    private DuckDbExpression translateJsonArray(List<Expression> arguments) {
        List<String> elements = arguments.stream().map(this::translateToJson).toList();
        return new DuckDbExpression("(" + renderBracketedList("[", elements, "]") + ")", TypeConstants.JSON);
    }

    /** Translates json_set, which sets the values of paths one after the other. */
    private DuckDbExpression translateJsonSet(Call call, List<Expression> arguments) {
        if (arguments.size() < 3 || arguments.size() % 2 == 0) {
            throw Refusal.ofExecution(
                    call.span(),
                    EmbeddedRule.VALUE_REFUSED,
                    "json_set requires arguments as: json_doc, path, val, [path, val]...");
        }
        String document = expressionTranslator.translateAs(arguments.get(0), TypeConstants.JSON);
        for (int i = 1; i < arguments.size(); i += 2) {
            String path = expressionTranslator.translateAs(arguments.get(i), TypeConstants.JSON);
            String value = expressionTranslator.translateAs(arguments.get(i + 1), TypeConstants.JSON);
            document = "sr_json_set(" + document + ", " + path + ", " + value + ")";
        }
        return new DuckDbExpression(document, TypeConstants.JSON);
    }

    private String translateToJson(Expression expression) {
        return "coalesce(" + expressionTranslator.translateAs(expression, TypeConstants.JSON) + ", 'null')";
    }

    private static String renderBracketedList(String openingBracket, List<String> items, String closingBracket) {
        return items.isEmpty()
                ? "'" + openingBracket + closingBracket + "'"
                : "'" + openingBracket + "' || " + String.join(" || ', ' || ", items) + " || '" + closingBracket + "'";
    }

    /**
     * Translates a concatenation of arrays.
     *
     * @param allowsElements whether an argument may be a single element instead of an array
     */
    private DuckDbExpression translateConcatenation(
            List<Expression> arguments, Type.Array type, boolean allowsElements) {
        List<String> arrays = new ArrayList<>();
        for (Expression argument : arguments) {
            arrays.add(
                    allowsElements && !(expressionTranslator.requireType(argument) instanceof Type.Array)
                            ? "[" + expressionTranslator.translateAs(argument, type.element()) + "]"
                            : expressionTranslator.translateAs(argument, type));
        }
        return CallTranslator.cast(
                "CASE WHEN " + CallTranslator.renderNoneIsNull(arrays) + " THEN "
                        + renderNestedCalls(arrays, "list_concat") + " END",
                type);
    }

    /**
     * Translates map_concat; a map that is NULL is ignored. The entries of the last map come first, followed by the
     * entries of the other maps whose keys the last map does not have.
     */
    private DuckDbExpression translateMapConcat(List<Expression> arguments, Type type) {
        List<String> maps = new ArrayList<>();
        for (Expression argument : arguments) {
            maps.add("list_reverse(" + expressionTranslator.translateAs(argument, type) + ")");
        }
        String anyPresentCondition = String.join(" IS NOT NULL OR ", maps) + " IS NOT NULL";
        return CallTranslator.cast(
                "CASE WHEN " + anyPresentCondition + " THEN list_reverse(sr_map("
                        + renderNestedCalls(maps, "list_concat") + ")) END",
                type);
    }

    /** Returns calls of a function of two values, nested from left to right over all values. */
    private static String renderNestedCalls(List<String> values, String functionName) {
        return values.stream()
                .reduce((left, right) -> functionName + "(" + left + ", " + right + ")")
                .orElseThrow();
    }

    /**
     * Translates array_intersect, which puts NULL after the other elements; a single array remains as it is. As on a
     * server, matches are counted: an element that occurs twice in one array makes up for an earlier array without it,
     * so {@code [1], [2], [1, 1]} have the element 1 in common. Only the first array must contain it.
     */
    private DuckDbExpression translateIntersection(List<Expression> arguments, Type type) {
        List<String> arrays = new ArrayList<>();
        arguments.forEach(argument -> arrays.add(expressionTranslator.translateAs(argument, type)));
        if (arrays.size() == 1) {
            return CallTranslator.cast(arrays.get(0), type);
        }
        String distinctFirstArray = "sr_distinct(" + arrays.get(0) + ")";
        if (type instanceof Type.Array array && array.element().isNested()) {
            arrays.set(0, distinctFirstArray);
            return CallTranslator.cast(renderNestedCalls(arrays, "sr_intersect"), type);
        }
        StringBuilder conditions = new StringBuilder();
        String matchCount = "0";
        for (int i = 1; i < arrays.size(); i++) {
            matchCount =
                    "least(" + i + ", " + matchCount + " + len(list_filter(" + arrays.get(i) + ", lambda o: o = e)))";
            conditions.append(" AND sr_has_null(").append(arrays.get(i)).append(')');
        }
        return CallTranslator.cast(
                "CASE WHEN " + CallTranslator.renderNoneIsNull(arrays) + " THEN list_concat(list_filter("
                        + distinctFirstArray + ", lambda e: e IS NOT NULL AND " + matchCount + " = "
                        + (arrays.size() - 1)
                        + "), list_filter(" + distinctFirstArray + ", lambda e: e IS NULL" + conditions + ")) END",
                type);
    }

    private DuckDbExpression translateZip(Call call) {
        List<String> lists = expressionTranslator.translateAll(call.arguments()).stream()
                .map(DuckDbExpression::sql)
                .toList();
        String zip = "CASE WHEN " + CallTranslator.renderNoneIsNull(lists) + " THEN list_zip("
                + String.join(", ", lists) + ") END";
        return CallTranslator.cast(zip, expressionTranslator.requireType(call));
    }
}
