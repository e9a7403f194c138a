package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.analysis.source.ResolvedName;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.TranslationTypes;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.Lambda;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Translates the calls in the body of a lambda that depend on columns, but on no parameter of the lambda. The server
 * evaluates them once for each row, whereas DuckDB would evaluate them for each element.
 */
record LambdaInvariants(ExpressionTranslation expressions, Lambda lambda) {
    /** Returns the expression that maps the elements by the lambda, which reads the results of its invariant calls. */
    String translate(Supplier<String> mapping) {
        List<Call> calls = new ArrayList<>();
        collectCalls(lambda.body(), calls);
        List<DuckDbExpression> values = expressions.translateAll(List.copyOf(calls));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            names.add(expressions.state().nextName("v"));
            DuckDbExpression value = values.get(i);
            expressions.bindInvariant(calls.get(i), new DuckDbExpression(names.get(i), value.type(), value.state()));
        }
        String sql = mapping.get();
        for (int i = 0; i < calls.size(); i++) {
            expressions.releaseInvariant(calls.get(i));
            // DuckDB has no other expression that evaluates a value once and gives it a name.
            sql = "list_transform([" + values.get(i).sql() + "], lambda " + names.get(i) + ": " + sql + ")[1]";
        }
        return sql;
    }

    /** Adds the outermost calls, except those that are invariant in an enclosing lambda, too. */
    private void collectCalls(Expression expression, List<Call> calls) {
        if (expressions.hasInvariant(expression)) {
            return;
        }
        if (expression instanceof Call call && isInvariant(call)) {
            calls.add(call);
            return;
        }
        expression.children().forEach(part -> collectCalls(part, calls));
    }

    private boolean isInvariant(Call call) {
        return call.contains(Expression.Reference.class::isInstance)
                && !call.contains(part -> (part instanceof Expression.Reference reference && isBound(reference, call))
                        || (part instanceof Call innerCall
                                && BuiltinFunctions.resolveEntry(innerCall).hasTrait(FunctionTrait.NONDETERMINISTIC)))
                && !expressions.type(call).equals(TranslationTypes.NULL);
    }

    /** Returns whether a name refers to a parameter of this lambda, or of a lambda between this one and the call. */
    private boolean isBound(Expression.Reference reference, Call call) {
        ResolvedName referent = expressions.referent(reference);
        return referent == null
                || (referent instanceof ResolvedName.LambdaParameter parameter
                        && isWithin(parameter.lambda(), lambda)
                        && !isWithin(parameter.lambda(), call));
    }

    @SuppressWarnings("ReferenceEquality") // two lambdas with the same text have different parameters
    private static boolean isWithin(Lambda innerLambda, Expression wholeExpression) {
        return wholeExpression.contains(node -> node == innerLambda);
    }
}
