package dev.cairn.analysis.function;

import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.AggregateCall;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.WindowCall;
import java.util.ArrayList;
import java.util.List;

/**
 * The kinds of expressions that only some clauses of a query may contain, such as aggregate functions, which are
 * refused in WHERE. Each kind finds its expressions inside another expression.
 */
public enum RestrictedExpression {
    /**
     * Calls of aggregate functions. A user-defined function is recognized only if {@link UserFunctions} has marked it.
     */
    AGGREGATE("aggregations") {
        @Override
        public boolean matches(Expression expression) {
            if (expression instanceof AggregateCall) {
                return true;
            }
            return expression instanceof Call call
                    && CallRewrites.rewrite(call) instanceof Call plainCall
                    && isAggregateFunction(CallRewrites.lowerCaseName(plainCall));
        }
    },
    WINDOW_FUNCTION("window function") {
        @Override
        public boolean matches(Expression expression) {
            return expression instanceof WindowCall windowCall && !CallRewrites.dropsOver(windowCall);
        }
    },
    GROUPING("grouping") {
        @Override
        public boolean matches(Expression expression) {
            return expression instanceof Call call
                    && BuiltinFunctions.resolveEntry(call).hasTrait(FunctionTrait.GROUPING);
        }
    },
    QUERY("subquery") {
        @Override
        public boolean matches(Expression expression) {
            return expression instanceof Expression.Subquery
                    || expression instanceof Expression.Exists
                    || expression instanceof Expression.InSubquery;
        }
    };

    private final String description;

    RestrictedExpression(String description) {
        this.description = description;
    }

    /** Returns whether an expression itself, not only a part of it, is of this kind. */
    public abstract boolean matches(Expression expression);

    /** Returns whether an expression or a part of it is of this kind. */
    public boolean isIn(Expression expression) {
        if (matches(expression)) {
            return true;
        }
        for (Expression operand : operands(expression)) {
            if (isIn(operand)) {
                return true;
            }
        }
        return false;
    }

    /** Adds the outermost expressions of this kind to a list. */
    public void addOutermostExpressions(Expression expression, List<Expression> outermostExpressions) {
        if (matches(expression)) {
            outermostExpressions.add(expression);
        } else {
            for (Expression operand : operands(expression)) {
                addOutermostExpressions(operand, outermostExpressions);
            }
        }
    }

    /** Refuses an expression that is or contains one of this kind, and names the clause in the error. */
    public void requireNotIn(Expression expression, String clause) {
        if (isIn(expression)) {
            throw Refusal.ofAnalysisAt(expression, FunctionRule.NOT_ALLOWED_IN_CLAUSE, clause, description);
        }
    }

    /** Refuses aggregate, window and grouping functions. */
    public static void requireNoFunctionsIn(Expression expression, String clause) {
        AGGREGATE.requireNotIn(expression, clause);
        WINDOW_FUNCTION.requireNotIn(expression, clause);
        GROUPING.requireNotIn(expression, clause);
    }

    /** Returns the direct operands. The function before OVER is not an operand itself, but its arguments are. */
    public static List<Expression> operands(Expression expression) {
        if (!(expression instanceof WindowCall windowCall)) {
            return expression.children();
        }
        List<Expression> operands = new ArrayList<>(windowCall.function().children());
        operands.addAll(windowCall.partitionBy());
        windowCall.orderBy().forEach(item -> operands.add(item.value()));
        return operands;
    }

    /**
     * Returns whether an outermost call is an aggregate, which generated columns may not contain. Arguments of calls
     * are not searched.
     */
    public static boolean hasOutermostAggregate(Expression expression) {
        boolean isCall = expression instanceof AggregateCall
                || (expression instanceof Call call && CallRewrites.rewrite(call) instanceof Call);
        return isCall
                ? AGGREGATE.matches(expression)
                : operands(expression).stream().anyMatch(RestrictedExpression::hasOutermostAggregate);
    }

    private static boolean isAggregateFunction(String functionName) {
        FunctionEntry entry = BuiltinFunctions.entry(functionName);
        if (!entry.overloads().isEmpty()) {
            return entry.isAggregate();
        }
        Combinator combinator = Combinator.find(functionName);
        return combinator != null
                && combinator.isAggregate()
                && combinator.aggregateFunction(functionName).isAggregate();
    }
}
