package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.FunctionResolution;
import dev.cairn.analysis.function.Invocation;
import dev.cairn.analysis.function.Polymorphism;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.catalog.UserFunction;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Lambda;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Types functions that take a lambda, whose parameters have the element types of the arrays and maps beside it. */
final class HigherOrderFunctions {
    private static final Set<String> OF_ARRAYS = Set.of(
            "array_map", "array_filter", "any_match", "all_match", "array_sortby", "array_sort", "array_sort_lambda");

    private static final Set<String> OF_MAPS = Set.of("map_filter", "transform_values", "transform_keys", "map_apply");

    private final ExpressionTyping typing;

    HigherOrderFunctions(ExpressionTyping typing) {
        this.typing = typing;
    }

    /** Returns null for a call without a lambda. */
    @Nullable
    ExpressionType of(Call call, String name) {
        Lambda lambda = lambda(call, name);
        if (lambda == null) {
            return null;
        }
        List<Expression> values = new ArrayList<>(call.arguments());
        values.remove(lambda);
        if (OF_MAPS.contains(name)) {
            return ofMap(call, name, lambda, values.get(0));
        }
        if (!OF_ARRAYS.contains(name)) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.NO_HIGHER_ORDER_FUNCTION, name);
        }
        return name.startsWith("array_sort") && !name.equals("array_sortby")
                ? sort(lambda, values)
                : ofArrays(call, name, lambda, values);
    }

    private static @Nullable Lambda lambda(Call call, String name) {
        List<Lambda> lambdas = call.arguments().stream()
                .filter(Lambda.class::isInstance)
                .map(Lambda.class::cast)
                .toList();
        if (lambdas.isEmpty()) {
            if (name.equals("array_map") || name.equals("map_apply")) {
                throw Refusal.analysis(Span.NONE, ExpressionRule.NO_LAMBDA, name);
            }
            return null;
        }
        if (lambdas.size() > 1) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.SEVERAL_LAMBDAS, lambdas.size());
        }
        int last = call.arguments().size() - 1;
        int index = call.arguments().indexOf(lambdas.get(0));
        if (last == 0) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.LAMBDA_WITHOUT_COLLECTION);
        }
        if (index > 0 && index < last) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.LAMBDA_MISPLACED);
        }
        return lambdas.get(0);
    }

    private ExpressionType ofArrays(Call call, String name, Lambda lambda, List<Expression> arrays) {
        List<ExpressionType> inputs = new ArrayList<>();
        List<ExpressionType> typed = typing.of(arrays);
        for (int i = 0; i < typed.size(); i++) {
            inputs.add(element(typed.get(i), i + 1));
        }
        ExpressionType body = body(lambda, inputs);
        Type first = inputs.get(0).type() == null
                ? null
                : new Type.Array(inputs.get(0).type());
        return switch (name) {
            case "array_map" ->
                body.type() == null ? ExpressionType.UNKNOWN : ExpressionType.nullable(new Type.Array(body.type()));
            case "any_match", "all_match" -> {
                requireBooleans(call, name, body);
                yield ExpressionType.nullable(TypeConstants.BOOLEAN);
            }
            case "array_filter" -> {
                requireBooleans(call, name, body);
                yield first == null ? ExpressionType.UNKNOWN : ExpressionType.nullable(Polymorphism.withoutNull(first));
            }
            default -> first == null || body.type() == null ? ExpressionType.UNKNOWN : sorted(call, first, body.type());
        };
    }

    private ExpressionType sort(Lambda lambda, List<Expression> arrays) {
        if (arrays.size() != 1) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.ARRAY_SORT_MALFORMED);
        }
        if (lambda.parameters().size() != 2) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.ARRAY_SORT_LAMBDA_NOT_BINARY);
        }
        ExpressionType array = typing.of(arrays.get(0));
        ExpressionType element = element(array, 1);
        body(lambda, List.of(element, element));
        return element.type() == null
                ? ExpressionType.UNKNOWN
                : ExpressionType.nullable(new Type.Array(element.type()));
    }

    private static ExpressionType sorted(Call call, Type array, Type key) {
        Invocation invocation = new Invocation(
                call, "array_sortby", call.arguments(), List.of(array, new Type.Array(key)), false, false, 0, false);
        Signature found = FunctionResolution.of(invocation);
        return found.result() instanceof SignatureType.Of result
                ? ExpressionType.nullable(result.type())
                : ExpressionType.UNKNOWN;
    }

    private ExpressionType ofMap(Call call, String name, Lambda lambda, Expression input) {
        boolean pair = lambda.body() instanceof Expression.Tuple || lambda.body() instanceof Expression.MapLiteral;
        if (pair != name.equals("map_apply")) {
            throw Refusal.at(
                    lambda, ExpressionRule.MAP_LAMBDA_RESULT, Sql.render(lambda), pair ? "f(k,v)" : "(f(k),f(v))");
        }
        if (lambda.parameters().size() != 2) {
            throw Refusal.at(
                    lambda,
                    ExpressionRule.MAP_LAMBDA_PARAMETERS,
                    Sql.render(lambda),
                    lambda.parameters().size());
        }
        Type type = typing.of(input).type();
        if (type == null || type.equals(TypeConstants.NULL)) {
            return ExpressionType.UNKNOWN;
        }
        if (!(type instanceof Type.Map map)) {
            throw Refusal.analysis(
                    Span.NONE, ExpressionRule.LAMBDA_INPUT_NOT_MAP, Sql.render(input), TypeText.shown(type));
        }
        return ofMap(call, name, lambda, map);
    }

    private ExpressionType ofMap(Call call, String name, Lambda lambda, Type.Map map) {
        List<ExpressionType> inputs = List.of(ExpressionType.nullable(map.key()), ExpressionType.nullable(map.value()));
        if (name.equals("map_apply")) {
            ExpressionType body = body(lambda, inputs);
            return body.type() == null ? ExpressionType.UNKNOWN : ExpressionType.nullable(body.type());
        }
        ExpressionType body = body(lambda, inputs);
        if (name.equals("map_filter")) {
            requireBooleans(call, name, body);
            return ExpressionType.nullable(map);
        }
        if (body.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        boolean keys = name.equals("transform_keys");
        return ExpressionType.nullable(
                keys ? new Type.Map(body.type(), map.value()) : new Type.Map(map.key(), body.type()));
    }

    private static ExpressionType element(ExpressionType input, int place) {
        Type type = input.type();
        if (type == null) {
            return ExpressionType.UNKNOWN;
        }
        if (type.equals(TypeConstants.NULL)) {
            return ExpressionType.nullable(TypeConstants.INT);
        }
        if (!(type instanceof Type.Array array)) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.LAMBDA_INPUT_NOT_ARRAY, place, TypeText.shown(type));
        }
        return ExpressionType.of(array.element(), input.nullable());
    }

    private static void requireBooleans(Call call, String name, ExpressionType body) {
        Type type = body.type();
        if (type != null && !Casts.isPossible(type, TypeConstants.BOOLEAN)) {
            throw Refusal.at(call, ExpressionRule.FILTER_NOT_BOOLEAN, name, TypeText.shown(type));
        }
    }

    private ExpressionType body(Lambda lambda, List<ExpressionType> inputs) {
        if (lambda.parameters().size() != inputs.size()) {
            throw Refusal.at(lambda, ExpressionRule.LAMBDA_PARAMETER_COUNT);
        }
        Set<String> names = new HashSet<>();
        for (Name parameter : lambda.parameters()) {
            if (!names.add(parameter.text())) {
                throw Refusal.at(lambda, ExpressionRule.LAMBDA_PARAMETER_REPEATED, parameter);
            }
        }
        ExpressionTyping inner = typing.within(new Parameters(typing.scope(), lambda.parameters(), inputs));
        if (lambda.body() instanceof Expression.Tuple pair && pair.elements().size() == 2) {
            return inner.of(new Expression.MapLiteral(
                    null,
                    List.of(new Expression.Entry(
                            pair.elements().get(0), pair.elements().get(1))),
                    pair.span()));
        }
        return inner.of(lambda.body());
    }

    /** The scope inside a lambda, whose parameters hide columns of the same name. */
    private record Parameters(Scope around, List<Name> names, List<ExpressionType> inputs) implements Scope {
        @Override
        public Resolved column(QualifiedName name, Span at) {
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).is(name.parts().get(0).text())) {
                    return resolved(name, inputs.get(i), at);
                }
            }
            return around.column(name, at);
        }

        @Override
        public List<UserFunction> functions(QualifiedName function) {
            return around.functions(function);
        }

        @Override
        public boolean mayKnow(QualifiedName function) {
            return around.mayKnow(function);
        }

        private static Resolved resolved(QualifiedName name, ExpressionType input, Span at) {
            ExpressionType typed = input;
            for (Name field : name.parts().subList(1, name.parts().size())) {
                typed = typed.field(field, at);
            }
            return new Resolved(name, typed);
        }
    }
}
