package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.FunctionResolution;
import dev.cairn.analysis.function.Functions;
import dev.cairn.analysis.function.Parameter;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.Refusals;
import dev.cairn.analysis.type.Typed;
import dev.cairn.analysis.type.Types;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Operator;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Dates and intervals: {@code d + INTERVAL 1 DAY}, {@code date_sub(d, 1)}, {@code timestampdiff(DAY, a, b)}. */
final class Intervals {
    private static final Set<String> SHIFTING = Set.of("date_add", "adddate", "date_sub", "subdate", "days_sub");

    private final ExpressionTyping typing;
    private final ExpressionText text;

    Intervals(ExpressionTyping typing, ExpressionText text) {
        this.typing = typing;
        this.text = text;
    }

    static boolean covers(String name, int arguments) {
        boolean stamped = name.equals("timestampadd") || name.equals("timestampdiff");
        return (arguments == 2 && SHIFTING.contains(name)) || (arguments == 3 && stamped);
    }

    Typed of(Expression.Binary binary) {
        boolean first = binary.left() instanceof Expression.Interval;
        Expression date = first ? binary.right() : binary.left();
        Expression.Interval interval = (Expression.Interval) (first ? binary.left() : binary.right());
        String suffix = binary.operator() == Operator.PLUS ? "add" : "sub";
        return of(binary, date, interval.amount(), interval.unit() + "S_" + suffix);
    }

    Typed of(Call call, String name) {
        List<Expression> arguments = call.arguments();
        if (SHIFTING.contains(name)) {
            boolean interval = arguments.get(1) instanceof Expression.Interval;
            String unit = interval ? ((Expression.Interval) arguments.get(1)).unit() : "DAY";
            Expression amount = interval ? ((Expression.Interval) arguments.get(1)).amount() : arguments.get(1);
            boolean adds = name.equals("date_add") || name.equals("adddate");
            return of(call, arguments.get(0), amount, unit + (adds ? "S_add" : "S_sub"));
        }
        String unit = arguments.get(0) instanceof Expression.Unit said ? said.word() : "";
        String suffix = name.equals("timestampadd") ? "S_add" : "S_diff";
        return of(call, arguments.get(2), arguments.get(1), unit + suffix);
    }

    private Typed of(Expression place, Expression date, Expression amount, String function) {
        Typed shifted = typing.of(date);
        Typed by = typing.of(amount);
        requireDate(date, shifted);
        boolean difference = function.endsWith("diff");
        if (difference) {
            requireDate(amount, by);
        }
        if (by.type() == null) {
            return Typed.UNKNOWN;
        }
        List<Type> types = List.of(Types.DATETIME, difference ? Types.DATETIME : by.type());
        Signature found = Functions.named(function.toLowerCase(Locale.ROOT)).find(types);
        if (found == null || !(found.result() instanceof Parameter.Of result)) {
            throw Refusals.at(
                    place,
                    "No matching function with signature: " + function + "(" + FunctionResolution.shown(types) + ")");
        }
        return Typed.nullable(result.type());
    }

    private void requireDate(Expression value, Typed typed) {
        Type type = typed.type();
        if (type != null && !Casts.isPossible(type, Types.DATETIME)) {
            throw Refusal.analysis(
                    Span.NONE,
                    "Cannot cast '" + text.quoted(value) + "' from " + TypeText.named(type) + " to DATETIME");
        }
    }
}
