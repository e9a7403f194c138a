package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.analysis.function.FunctionEntry;
import dev.cairn.analysis.function.FunctionEntry.LambdaForm;
import dev.cairn.analysis.function.FunctionResolution;
import dev.cairn.analysis.function.Invocation;
import dev.cairn.analysis.function.Polymorphism;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
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
    private final ExpressionTyping typing;

    HigherOrderFunctions(ExpressionTyping typing) {
        this.typing = typing;
    }

    /** Returns null for a call without a lambda. */
    @Nullable
    ExpressionType of(Call call, FunctionEntry function) {
        LambdaForm form = function.lambda();
        String name = CallRewrites.name(call);
        Lambda lambda = lambda(call, name, form);
        if (lambda == null) {
            return null;
        }
        List<Expression> values = new ArrayList<>(call.arguments());
        values.remove(lambda);
        if (form == null) {
            throw Refusal.analysis(Span.NONE, ExpressionRule.NO_HIGHER_ORDER_FUNCTION, name);
        }
        if (form.ofMaps()) {
            return ofMap(call, form, lambda, values.get(0));
        }
        return form == LambdaForm.SORT_ARRAY ? sort(lambda, values) : ofArrays(call, form, lambda, values);
    }

    private static @Nullable Lambda lambda(Call call, String name, @Nullable LambdaForm form) {
        List<Lambda> lambdas = new ArrayList<>(0);
        for (Expression argument : call.arguments()) {
            if (argument instanceof Lambda lambda) {
                lambdas.add(lambda);
            }
        }
        if (lambdas.isEmpty()) {
            if (form == LambdaForm.MAP_ARRAY || form == LambdaForm.MAP_ENTRIES) {
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

    private ExpressionType ofArrays(Call call, LambdaForm form, Lambda lambda, List<Expression> arrays) {
        List<ExpressionType> inputs = new ArrayList<>();
        List<ExpressionType> typed = typing.of(arrays);
        for (int i = 0; i < typed.size(); i++) {
            inputs.add(element(typed.get(i), i + 1));
        }
        NullCause cause = NullCauses.ofAny(typed);
        ExpressionType body = body(lambda, inputs);
        Type first = inputs.get(0).type() == null
                ? null
                : new Type.Array(inputs.get(0).type());
        return switch (form) {
            case MAP_ARRAY ->
                body.type() == null
                        ? ExpressionType.UNKNOWN
                        : ExpressionType.nullable(new Type.Array(body.type()), cause);
            case MATCH -> {
                requireBooleans(call, body);
                yield ExpressionType.nullable(
                        TypeConstants.BOOLEAN,
                        NullCause.of(NullCause.Kind.FUNCTION, call.span(), CallRewrites.name(call)));
            }
            case FILTER_ARRAY -> {
                requireBooleans(call, body);
                yield first == null
                        ? ExpressionType.UNKNOWN
                        : ExpressionType.nullable(Polymorphism.withoutNull(first), cause);
            }
            default ->
                first == null || body.type() == null
                        ? ExpressionType.UNKNOWN
                        : sorted(call, first, body.type()).withCause(cause);
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
                : ExpressionType.nullable(new Type.Array(element.type()), array.cause());
    }

    private static ExpressionType sorted(Call call, Type array, Type key) {
        Invocation invocation = new Invocation(
                call, "array_sortby", call.arguments(), List.of(array, new Type.Array(key)), false, false, 0, false);
        Signature found = FunctionResolution.of(invocation);
        return found.result() instanceof SignatureType.Of result
                ? ExpressionType.nullable(result.type())
                : ExpressionType.UNKNOWN;
    }

    private ExpressionType ofMap(Call call, LambdaForm form, Lambda lambda, Expression input) {
        boolean pair = lambda.body() instanceof Expression.Tuple || lambda.body() instanceof Expression.MapLiteral;
        if (pair != (form == LambdaForm.MAP_ENTRIES)) {
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
        ExpressionType typed = typing.of(input);
        Type type = typed.type();
        if (type == null || type.equals(TypeConstants.NULL)) {
            return ExpressionType.UNKNOWN;
        }
        if (!(type instanceof Type.Map map)) {
            throw Refusal.analysis(
                    Span.NONE, ExpressionRule.LAMBDA_INPUT_NOT_MAP, Sql.render(input), TypeText.shown(type));
        }
        return ofMap(call, form, lambda, map).withCause(typed.cause());
    }

    private ExpressionType ofMap(Call call, LambdaForm form, Lambda lambda, Type.Map map) {
        List<ExpressionType> inputs = List.of(ExpressionType.nullable(map.key()), ExpressionType.nullable(map.value()));
        ExpressionType body = body(lambda, inputs);
        if (form == LambdaForm.MAP_ENTRIES) {
            return body.type() == null ? ExpressionType.UNKNOWN : ExpressionType.nullable(body.type());
        }
        if (form == LambdaForm.FILTER_MAP) {
            requireBooleans(call, body);
            return ExpressionType.nullable(map);
        }
        if (body.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        boolean keys = form == LambdaForm.MAP_KEYS;
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
        return ExpressionType.of(array.element(), input.nullable(), NullCause.UNKNOWN);
    }

    private static void requireBooleans(Call call, ExpressionType body) {
        Type type = body.type();
        if (type != null && !Casts.isPossible(type, TypeConstants.BOOLEAN)) {
            throw Refusal.at(call, ExpressionRule.FILTER_NOT_BOOLEAN, CallRewrites.name(call), TypeText.shown(type));
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
