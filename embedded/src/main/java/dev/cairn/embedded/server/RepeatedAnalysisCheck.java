package dev.cairn.embedded.server;

import dev.cairn.analysis.function.CallRewrites;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import java.util.Set;

/**
 * Refuses expressions of a prepared query that a frontend changes when it prepares the query. When a frontend runs the
 * query, it analyzes the changed syntax tree again, in which these expressions have another meaning.
 */
final class RepeatedAnalysisCheck implements Query.QueryVisitor {
    /**
     * The functions whose arguments a frontend replaces: in the second analysis, {@code typeof} of any value is varchar.
     */
    private static final Set<String> FUNCTIONS_WITH_REPLACED_ARGUMENTS = Set.of("array_generate", "typeof");

    private RepeatedAnalysisCheck() {}

    /**
     * Checks all expressions of a query.
     *
     * @throws Refusal if the query contains such an expression
     */
    static void check(Query query) {
        query.visit(new RepeatedAnalysisCheck());
    }

    @Override
    public void visitExpression(Expression expression) {
        if (expression instanceof Expression.ArrayLiteral || expression instanceof Expression.MapLiteral) {
            requireNoParameter(expression);
        } else if (expression instanceof Expression.Lambda lambda && lambda.result() instanceof Expression.MapLiteral) {
            requireNoParameter(lambda.result());
        } else if (expression instanceof Expression.Call call) {
            String functionName = CallRewrites.lowerCaseName(call);
            if (FUNCTIONS_WITH_REPLACED_ARGUMENTS.contains(functionName)) {
                throw Refusal.ofAnalysis(
                        call.span(), EmbeddedRule.UNSUPPORTED, "'" + functionName + "' in prepared statements");
            }
        }
    }

    /** Requires a literal without parameters: a frontend copies elements, and does not set parameters in the copies. */
    private static void requireNoParameter(Expression literal) {
        Query.visit(literal, new Query.QueryVisitor() {
            @Override
            public void visitExpression(Expression expression) {
                if (expression instanceof Expression.Parameter) {
                    throw Refusal.ofAnalysis(expression.span(), EmbeddedRule.PARAMETER_UNKNOWN);
                }
            }
        });
    }
}
