package dev.cairn.analysis.function;

import dev.cairn.analysis.type.ExpressionRefusals;
import dev.cairn.sql.ast.Expression;
import java.util.function.Predicate;

/** Refuses functions that a clause does not allow: aggregate, window and grouping functions. */
public final class MisplacedFunctions {
    private MisplacedFunctions() {}

    public static void refuse(Expression expression, String clause) {
        refuseAggregates(expression, clause);
        refuseWindows(expression, clause);
        refuseGroupings(expression, clause);
    }

    public static void refuseAggregates(Expression expression, String clause) {
        refuse(expression, AggregateCalls::isAggregate, clause + " clause cannot contain aggregations");
    }

    public static void refuseWindows(Expression expression, String clause) {
        refuse(expression, AggregateCalls::isWindowed, clause + " clause cannot contain window function");
    }

    public static void refuseGroupings(Expression expression, String clause) {
        refuse(expression, AggregateCalls::isGrouping, clause + " clause cannot contain grouping");
    }

    public static void refuseQueries(Expression expression, String clause) {
        refuse(expression, AggregateCalls::isQuery, clause + " clause cannot contain subquery");
    }

    private static void refuse(Expression expression, Predicate<Expression> misplaced, String detail) {
        if (AggregateCalls.contains(expression, misplaced)) {
            throw ExpressionRefusals.at(expression, detail);
        }
    }
}
