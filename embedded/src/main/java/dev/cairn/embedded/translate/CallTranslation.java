package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.embedded.translate.template.Template;
import dev.cairn.embedded.translate.template.Templates;
import dev.cairn.embedded.translate.value.SessionValues;
import dev.cairn.embedded.translate.value.UnsupportedFeature;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Operator;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls of functions. */
final class CallTranslation {
    /** Give what the session is, or let it wait. */
    private static final Set<String> OF_SESSION = Set.of(
            "session_id",
            "session_user",
            "user",
            "current_user",
            "current_role",
            "catalog",
            "database",
            "schema",
            "connection_id",
            "version",
            "current_version",
            "last_query_id",
            "uuid",
            "sleep");

    private static final Map<String, Operator> OPERATORS = Map.of(
            "multiply", Operator.TIMES,
            "divide", Operator.DIVIDE,
            "int_divide", Operator.INT_DIVIDE,
            "add", Operator.PLUS,
            "subtract", Operator.MINUS,
            "bitand", Operator.BIT_AND,
            "bitor", Operator.BIT_OR,
            "bitxor", Operator.BIT_XOR,
            "mod", Operator.MODULO);

    private static final Map<String, Operator> SHIFTS = Map.of(
            "bit_shift_left", Operator.SHIFT_LEFT,
            "bit_shift_right", Operator.SHIFT_RIGHT,
            "bit_shift_right_logical", Operator.SHIFT_RIGHT_LOGICAL);

    private final ExpressionTranslation expressions;

    CallTranslation(ExpressionTranslation expressions) {
        this.expressions = expressions;
    }

    Value of(Expression expression) {
        if (expression instanceof Expression.Windowed || expression instanceof Expression.Aggregated) {
            return new AggregateTranslation(expressions, this).of(expression);
        }
        if (expression instanceof Expression.Extract extract) {
            String name = extract.field().text().toLowerCase(Locale.ROOT);
            return of(new Call(QualifiedName.of(name), false, false, false, List.of(extract.value()), extract.span()));
        }
        Call call = (Call) expression;
        if (call.distinct() || call.star() || AggregateTranslation.isConditional(call)) {
            return new AggregateTranslation(expressions, this).of(call);
        }
        return called(call, call, null, Template.Surroundings.NONE);
    }

    /**
     * A call.
     *
     * @param whole what the server types: the call with all that stands around it
     * @param separator what stands between texts instead of the last argument, or null
     */
    Value called(Expression whole, Call written, @Nullable Expression separator, Template.Surroundings around) {
        Expression rewritten = CallRewrites.of(written);
        if (!(rewritten instanceof Call call)) {
            return expressions.of(rewritten);
        }
        String name = call.function().last().text().toLowerCase(Locale.ROOT);
        expressions.calls(name);
        Value special = special(whole, call, name);
        if (special != null) {
            return special;
        }
        List<Value> arguments = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            arguments.add(expressions.of(argument));
        }
        if (separator != null) {
            arguments.set(arguments.size() - 1, expressions.of(separator));
        }
        Type type = expressions.type(whole);
        Template.Surroundings surroundings = call.distinct() ? around.ofDistinct() : around;
        return Templates.of(name, arguments)
                .map(template -> template.of(arguments, type, surroundings))
                .orElseThrow(() -> UnsupportedFeature.function(name, written.span()));
    }

    private @Nullable Value special(Expression whole, Call call, String name) {
        if (OF_SESSION.contains(name)) {
            return SessionValues.of(expressions.setting(), call, expressions.type(call));
        }
        Operator operator = OPERATORS.getOrDefault(name, SHIFTS.get(name));
        if (operator != null && call.arguments().size() == 2) {
            return new OperatorTranslation(expressions)
                    .arithmetic(
                            operator,
                            whole,
                            call.arguments().get(0),
                            call.arguments().get(1));
        }
        if (name.equals("bitnot")) {
            Type type = expressions.type(whole);
            return new Value(
                    "(~" + expressions.of(call.arguments().get(0)).as(type).sql() + ")", type);
        }
        boolean lambda = call.arguments().stream().anyMatch(Expression.Lambda.class::isInstance);
        if (lambda) {
            return new LambdaTranslation(expressions).of(call, name, expressions.type(whole));
        }
        Value time = new TimeCalls(expressions).of(call, name);
        return time == null ? new StructCalls(expressions).of(call, name) : time;
    }
}
