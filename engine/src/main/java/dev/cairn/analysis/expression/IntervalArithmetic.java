package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionResolution;
import dev.cairn.analysis.function.Signature;
import dev.cairn.analysis.function.SignatureType;
import dev.cairn.analysis.type.Casts;
import dev.cairn.analysis.type.ExpressionRefusals;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeConstants;
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
final class IntervalArithmetic {
    private static final Set<String> SHIFTING = Set.of("date_add", "adddate", "date_sub", "subdate", "days_sub");

    private final ExpressionTyping typing;
    private final ExpressionText text;

    IntervalArithmetic(ExpressionTyping typing, ExpressionText text) {
        this.typing = typing;
        this.text = text;
    }

    static boolean covers(String name, int arguments) {
        boolean stamped = name.equals("timestampadd") || name.equals("timestampdiff");
        return (arguments == 2 && SHIFTING.contains(name)) || (arguments == 3 && stamped);
    }

    ExpressionType of(Expression.Binary binary) {
        boolean first = binary.left() instanceof Expression.Interval;
        Expression date = first ? binary.right() : binary.left();
        Expression.Interval interval = (Expression.Interval) (first ? binary.left() : binary.right());
        String suffix = binary.operator() == Operator.PLUS ? "add" : "sub";
        return of(binary, date, interval.amount(), interval.unit() + "S_" + suffix);
    }

    ExpressionType of(Call call, String name) {
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

    private ExpressionType of(Expression place, Expression date, Expression amount, String function) {
        ExpressionType shifted = typing.of(date);
        ExpressionType by = typing.of(amount);
        requireDate(date, shifted);
        boolean difference = function.endsWith("diff");
        if (difference) {
            requireDate(amount, by);
        }
        if (by.type() == null) {
            return ExpressionType.UNKNOWN;
        }
        List<Type> types = List.of(TypeConstants.DATETIME, difference ? TypeConstants.DATETIME : by.type());
        Signature found =
                BuiltinFunctions.named(function.toLowerCase(Locale.ROOT)).find(types);
        if (found == null || !(found.result() instanceof SignatureType.Of result)) {
            throw ExpressionRefusals.at(
                    place,
                    "No matching function with signature: " + function + "(" + FunctionResolution.shown(types) + ")");
        }
        return ExpressionType.nullable(result.type());
    }

    private void requireDate(Expression value, ExpressionType typed) {
        Type type = typed.type();
        if (type != null && !Casts.isPossible(type, TypeConstants.DATETIME)) {
            throw Refusal.analysis(
                    Span.NONE,
                    "Cannot cast '" + text.quoted(value) + "' from " + TypeText.named(type) + " to DATETIME");
        }
    }
}
