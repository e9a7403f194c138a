package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Lambda;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Translates the calls in the body of a lambda that depend on columns, but on no parameter of the lambda. The server
 * evaluates them once for each row, whereas DuckDB would evaluate them for each element. Window functions and
 * subqueries are moved out of the lambda in the same way, because DuckDB refuses them there.
 */
record LambdaInvariantTranslator(ExpressionTranslator expressionTranslator, Lambda lambda) {
    /**
     * Returns the mapping that a supplier renders, surrounded by the evaluation of the invariant calls.
     *
     * @param mappingSupplier translates the body of the lambda; it is called once, while names stand for these calls
     */
    String translate(Supplier<String> mappingSupplier) {
        List<Expression> calls = new ArrayList<>();
        collectInvariantCalls(lambda.body(), calls);
        List<DuckDbExpression> values = expressionTranslator.translateAll(List.copyOf(calls));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            names.add(expressionTranslator.state().nextName("v"));
            DuckDbExpression value = values.get(i);
            expressionTranslator.bindValue(
                    calls.get(i), new DuckDbExpression(names.get(i), value.type(), value.state()));
        }
        String sql = mappingSupplier.get();
        for (int i = 0; i < calls.size(); i++) {
            expressionTranslator.releaseValue(calls.get(i));
            // DuckDB has no other expression that evaluates a value once and gives it a name.
            sql = "list_transform([" + values.get(i).sql() + "], lambda " + names.get(i) + ": " + sql + ")[1]";
        }
        return sql;
    }

    /** Adds the outermost invariant calls, except calls that are also invariant in an enclosing lambda. */
    private void collectInvariantCalls(Expression expression, List<Expression> calls) {
        if (expressionTranslator.hasBoundValue(expression)) {
            return;
        }
        if (isCandidate(expression) && isInvariant(expression)) {
            calls.add(expression);
            return;
        }
        expression.children().forEach(part -> collectInvariantCalls(part, calls));
    }

    /** Returns whether an expression is a window function, a subquery, or a call that reads columns. */
    private static boolean isCandidate(Expression expression) {
        return expression instanceof Expression.WindowCall
                || expression instanceof Expression.Subquery
                || (expression instanceof Call && expression.contains(Expression.Reference.class::isInstance));
    }

    private boolean isInvariant(Expression call) {
        return !call.contains(part -> (part instanceof Expression.Reference reference
                                && dependsOnLambda(reference, call))
                        || (part instanceof Call innerCall
                                && BuiltinFunctions.resolveEntry(innerCall).hasTrait(FunctionTrait.NONDETERMINISTIC)))
                && !expressionTranslator.requireType(call).equals(TypeConstants.NULL);
    }

    /**
     * Returns whether a name refers to a parameter of this lambda, to one of a lambda between this one and the call, or
     * to an argument that a translation has named.
     */
    private boolean dependsOnLambda(Expression.Reference reference, Expression call) {
        ResolvedName resolvedName = expressionTranslator.findResolvedName(reference);
        return resolvedName == null
                || (resolvedName instanceof ResolvedName.LambdaParameter parameter
                        && isWithin(parameter.lambda(), lambda)
                        && !isWithin(parameter.lambda(), call));
    }

    @SuppressWarnings("ReferenceEquality") // two lambdas with the same text have different parameters
    private static boolean isWithin(Lambda innerLambda, Expression wholeExpression) {
        return wholeExpression.contains(node -> node == innerLambda);
    }
}
