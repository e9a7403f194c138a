package dev.cairn.analysis.function;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import java.util.ArrayList;
import java.util.List;

/** The calls in a query that return the time at which it runs. */
public final class CurrentTimeCalls {
    private CurrentTimeCalls() {}

    /**
     * Returns the calls in the query and in the queries inside it. A call with an argument other than a precision
     * converts a value, and is not included.
     */
    public static List<Expression.Call> findIn(Query query) {
        List<Expression.Call> calls = new ArrayList<>();
        query.visit(new Query.QueryVisitor() {
            @Override
            public void visitExpression(Expression expression) {
                if (expression instanceof Expression.Call call
                        && BuiltinFunctions.resolveEntry(call).hasTrait(FunctionTrait.CURRENT_TIME)
                        && call.arguments().stream().allMatch(Expression.NumberLiteral.class::isInstance)) {
                    calls.add(call);
                }
            }
        });
        return calls;
    }
}
