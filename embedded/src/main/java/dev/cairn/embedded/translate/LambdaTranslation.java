package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.DuckDbType;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Lambda;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates calls with a lambda. */
final class LambdaTranslation {
    private final ExpressionTranslation expressions;

    LambdaTranslation(ExpressionTranslation expressions) {
        this.expressions = expressions;
    }

    Value of(Call call, String name, Type type) {
        List<Expression> others = new ArrayList<>(call.arguments());
        Lambda lambda = (Lambda)
                others.stream().filter(Lambda.class::isInstance).findFirst().orElseThrow();
        others.remove(lambda);
        List<Value> values = new ArrayList<>();
        for (Expression other : others) {
            values.add(expressions.of(other));
        }
        Value first = values.get(0);
        if (values.stream().anyMatch(value -> value.type().equals(TranslationTypes.NULL))) {
            return new Value("NULL", TranslationTypes.NULL).as(type);
        }
        if (name.equals("array_sort")) {
            throw UnsupportedFeature.function("array_sort with a lambda", call.span());
        }
        if (first.type() instanceof Type.Map map) {
            return ofMap(call, name, lambda, new Value(first.sql(), map), type);
        }
        String parameter = expressions.numbered("x");
        String mapped =
                mapped(lambda, values, parameter, name.equals("array_map") ? ((Type.Array) type).element() : null);
        String sql = switch (name) {
            case "array_map" -> mapped;
            case "array_filter" ->
                "list_filter(" + first.sql() + ", lambda x, i: coalesce(list_extract(" + mapped + ", i), FALSE))";
            case "any_match" -> "sr_any(" + mapped + ")";
            case "all_match" -> "sr_all(" + mapped + ")";
            case "array_sortby" ->
                "list_transform(list_sort(list_transform(" + first.sql() + ", lambda x, i: {k: list_extract(" + mapped
                        + ", i), i: i, v: x}), 'ASC', 'NULLS FIRST'), lambda e: e.v)";
            default -> throw UnsupportedFeature.function(name, call.span());
        };
        return new Value("CAST(" + sql + " AS " + DuckDbType.of(type) + ")", type);
    }

    /** Maps the elements of one or more arrays. The elements of several arrays are passed as a tuple. */
    private String mapped(Lambda lambda, List<Value> arrays, String parameter, @Nullable Type wanted) {
        List<TranslatedField> fields = new ArrayList<>();
        for (int i = 0; i < lambda.parameters().size(); i++) {
            Type element = ((Type.Array) arrays.get(i).type()).element();
            String held = arrays.size() == 1 ? parameter : parameter + "[" + (i + 1) + "]";
            fields.add(TranslatedField.of(List.of(), lambda.parameters().get(i).text(), element, held));
        }
        Value body = expressions.within(fields).of(lambda.body());
        String sql = wanted == null ? body.sql() : body.as(wanted).sql();
        List<String> lists = arrays.stream().map(Value::sql).toList();
        String list = arrays.size() == 1 ? lists.get(0) : "list_zip(" + String.join(", ", lists) + ")";
        return "list_transform(" + list + ", lambda " + parameter + ": " + sql + ")";
    }

    private Value ofMap(Call call, String name, Lambda lambda, Value base, Type type) {
        Type.Map map = (Type.Map) base.type();
        String parameter = expressions.numbered("e");
        List<TranslatedField> fields = List.of(
                TranslatedField.of(List.of(), lambda.parameters().get(0).text(), map.key(), parameter + ".key"),
                TranslatedField.of(List.of(), lambda.parameters().get(1).text(), map.value(), parameter + ".value"));
        ExpressionTranslation inside = expressions.within(fields);
        String body = switch (name) {
            case "map_filter" -> inside.condition(lambda.body());
            case "transform_values" ->
                "{k: " + parameter + ".key, v: "
                        + inside.of(lambda.body()).as(((Type.Map) type).value()).sql() + "}";
            case "transform_keys" ->
                "{k: " + inside.of(lambda.body()).as(((Type.Map) type).key()).sql() + ", v: " + parameter + ".value}";
            case "map_apply" ->
                lambda.body() instanceof Expression.Tuple pair
                        ? "{k: "
                                + inside.of(pair.elements().get(0))
                                        .as(((Type.Map) type).key())
                                        .sql() + ", v: "
                                + inside.of(pair.elements().get(1))
                                        .as(((Type.Map) type).value())
                                        .sql() + "}"
                        : applied(inside.of(lambda.body()), (Type.Map) type);
            default -> throw UnsupportedFeature.function(name, call.span());
        };
        String function = name.equals("map_filter") ? "list_filter" : "list_transform";
        String entries = function + "(map_entries(" + base.sql() + "), lambda " + parameter + ": " + body + ")";
        return new Value("CAST(map_from_entries(" + entries + ") AS " + DuckDbType.of(type) + ")", type);
    }

    /** Translates a body that returns a map with one entry. */
    private static String applied(Value body, Type.Map type) {
        return "map_entries(" + body.as(type).sql() + ")[1]";
    }
}
