package dev.cairn.embedded.translate;

import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Checks the arguments of percentile_approx and percentile_approx_weighted: percentiles and compression are constants,
 * and literals among them have a range. The server does so when it plans a query, but not when it creates a view.
 */
record PercentileArguments(ExpressionTranslation expressions, String function, List<Expression> arguments) {
    static boolean covers(String function) {
        return function.equals("percentile_approx") || function.equals("percentile_approx_weighted");
    }

    void check() {
        int shareIndex = function.equals("percentile_approx") ? 1 : 2;
        if (arguments.size() <= shareIndex) {
            return;
        }
        Expression shareArgument = arguments.get(shareIndex).unwrap();
        Expression array =
                shareArgument instanceof Expression.Cast cast ? cast.value().unwrap() : shareArgument;
        if (array instanceof Expression.ArrayLiteral literal) {
            if (literal.elements().isEmpty()) {
                throw refusal("percentile array cannot be empty in " + function);
            }
            for (int i = 0; i < literal.elements().size(); i++) {
                checkShare(literal.elements().get(i), "percentile array element[" + i + "]");
            }
        } else {
            checkShare(shareArgument, "percentile parameter");
        }
        if (arguments.size() > shareIndex + 1) {
            requireConstant(arguments.get(shareIndex + 1), "compression parameter");
            OptionalDouble compression = findNumber(arguments.get(shareIndex + 1));
            if (compression.isPresent() && compression.getAsDouble() <= 0) {
                throw refusal("compression parameter must be positive in " + function + ", but got: "
                        + compression.getAsDouble());
            }
        }
    }

    private void requireConstant(Expression expression, String argumentName) {
        if (expressions.readsTableColumn(expression)) {
            throw refusal(argumentName + " must be constant in " + function);
        }
    }

    private void checkShare(Expression expression, String argumentName) {
        requireConstant(expression, argumentName);
        OptionalDouble share = findNumber(expression);
        if (share.isPresent() && (share.getAsDouble() < 0 || share.getAsDouble() > 1)) {
            throw refusal(
                    argumentName + " must be between 0 and 1 in " + function + ", but got: " + share.getAsDouble());
        }
    }

    private static OptionalDouble findNumber(Expression expression) {
        BigDecimal number = expression.unwrap().numberValue();
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number.doubleValue());
    }

    private static Refusal refusal(String message) {
        return Refusal.ofExecution(Span.NONE, EmbeddedRule.VALUE_REFUSED, "Type check failed. " + message);
    }
}
