package dev.cairn.analysis.function;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Aggregated;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Windowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Finds the aggregate and window functions in an expression. */
public final class AggregateCalls {
    private static final Set<String> GROUPINGS = Set.of("grouping", "grouping_id");

    private AggregateCalls() {}

    /**
     * Whether an outermost call is an aggregate, which generated columns may not contain. Arguments of calls are not
     * searched.
     */
    public static boolean areOutermostIn(Expression expression) {
        return isCall(expression)
                ? isAggregate(expression)
                : operands(expression).stream().anyMatch(AggregateCalls::areOutermostIn);
    }

    private static boolean isCall(Expression expression) {
        return expression instanceof Aggregated
                || (expression instanceof Call call && CallRewrites.of(call) instanceof Call);
    }

    /** Whether an expression is a call of an aggregate function. */
    public static boolean isAggregate(Expression expression) {
        if (expression instanceof Aggregated) {
            return true;
        }
        if (!(expression instanceof Call call)) {
            return false;
        }
        Expression read = CallRewrites.of(call);
        return read instanceof Call plain && isAggregate(CallRewrites.name(plain));
    }

    private static boolean isAggregate(String function) {
        Overloads overloads = BuiltinFunctions.named(function);
        if (!overloads.isEmpty()) {
            return overloads.aggregate();
        }
        Combinator combinator = Combinator.of(function);
        return combinator != null
                && combinator.ofRows()
                && BuiltinFunctions.named(combinator.inside(function)).aggregate();
    }

    public static boolean isWindowed(Expression expression) {
        return expression instanceof Windowed windowed && !losesOver(windowed);
    }

    /** Whether the parser drops OVER after this call. */
    public static boolean losesOver(Windowed windowed) {
        return windowed.function() instanceof Call call && CallRewrites.losesOver(call);
    }

    public static boolean isGrouping(Expression expression) {
        return expression instanceof Call call && GROUPINGS.contains(CallRewrites.name(call));
    }

    public static boolean isQuery(Expression expression) {
        return expression instanceof Expression.Subquery
                || expression instanceof Expression.Exists
                || expression instanceof Expression.InQuery;
    }

    public static boolean contains(Expression expression, Predicate<Expression> wanted) {
        if (wanted.test(expression)) {
            return true;
        }
        for (Expression part : operands(expression)) {
            if (contains(part, wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Collects the outermost aggregate function calls. */
    public static void collect(Expression expression, List<Expression> into) {
        if (isAggregate(expression)) {
            into.add(expression);
            return;
        }
        for (Expression part : operands(expression)) {
            collect(part, into);
        }
    }

    /** Returns the direct operands. The function before OVER is not an operand itself, but its arguments are. */
    public static List<Expression> operands(Expression expression) {
        if (!(expression instanceof Windowed windowed)) {
            return Subexpressions.of(expression);
        }
        List<Expression> operands = new ArrayList<>(Subexpressions.of(windowed.function()));
        operands.addAll(windowed.partitionBy());
        windowed.orderBy().forEach(item -> operands.add(item.value()));
        return operands;
    }
}
