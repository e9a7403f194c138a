package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.BuiltinFunctions;
import dev.cairn.analysis.function.FunctionTrait;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Checks the arguments of percentile_approx and percentile_approx_weighted: percentiles and compression must be
 * constants, and literals must be in the valid range. The server does so when it plans a query, but not when it creates
 * a view.
 */
record PercentileArgumentChecker(
        ExpressionTranslator expressionTranslator, String functionName, List<Expression> arguments) {
    static boolean appliesTo(String functionName) {
        return functionName.equals("percentile_approx") || functionName.equals("percentile_approx_weighted");
    }

    void checkArguments() {
        int percentileIndex = functionName.equals("percentile_approx") ? 1 : 2;
        if (arguments.size() <= percentileIndex) {
            return;
        }
        Expression percentileArgument = arguments.get(percentileIndex).unwrap();
        Expression uncastArgument = percentileArgument instanceof Expression.Cast cast
                ? cast.value().unwrap()
                : percentileArgument;
        if (uncastArgument instanceof Expression.ArrayLiteral literal) {
            if (literal.elements().isEmpty()) {
                throw createRefusal("percentile array cannot be empty in " + functionName);
            }
            for (int i = 0; i < literal.elements().size(); i++) {
                checkPercentile(literal.elements().get(i), "percentile array element[" + i + "]");
            }
        } else {
            checkPercentile(percentileArgument, "percentile parameter");
        }
        if (arguments.size() > percentileIndex + 1) {
            requireConstant(arguments.get(percentileIndex + 1), "compression parameter");
            OptionalDouble compression = findNumber(arguments.get(percentileIndex + 1));
            if (compression.isPresent() && compression.getAsDouble() <= 0) {
                throw createRefusal("compression parameter must be positive in " + functionName + ", but got: "
                        + compression.getAsDouble());
            }
        }
    }

    private void requireConstant(Expression expression, String argumentName) {
        if (expressionTranslator.readsTableColumn(expression) || isNondeterministic(expression)) {
            throw createRefusal(argumentName + " must be constant in " + functionName);
        }
    }

    private static boolean isNondeterministic(Expression expression) {
        return expression.contains(subexpression -> subexpression instanceof Expression.Call call
                && BuiltinFunctions.resolveEntry(call).hasTrait(FunctionTrait.NONDETERMINISTIC));
    }

    private void checkPercentile(Expression expression, String argumentName) {
        requireConstant(expression, argumentName);
        OptionalDouble percentile = findNumber(expression);
        if (percentile.isPresent() && (percentile.getAsDouble() < 0 || percentile.getAsDouble() > 1)) {
            throw createRefusal(argumentName + " must be between 0 and 1 in " + functionName + ", but got: "
                    + percentile.getAsDouble());
        }
    }

    private static OptionalDouble findNumber(Expression expression) {
        BigDecimal number = expression.unwrap().numberValue();
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number.doubleValue());
    }

    private static Refusal createRefusal(String message) {
        return Refusal.ofExecution(Span.NONE, EmbeddedRule.VALUE_REFUSED, "Type check failed. " + message);
    }
}
