package dev.cairn.embedded.translate;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.embedded.translate.value.OperandAliases;
import dev.cairn.sql.ast.Expression;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of the operands that the translation of one expression reads. Each operand is translated once. Unless its
 * SQL is short, a name stands for it until the translation of the expression is complete.
 */
final class OperandScope {
    private final Expression expression;
    private final TranslationState state;
    private final IdentityHashMap<Expression, DuckDbExpression> valueByOperand = new IdentityHashMap<>();
    private final OperandAliases operandAliases = new OperandAliases();

    /**
     * Creates a scope without operands.
     *
     * @param expression the expression that is translated
     */
    OperandScope(Expression expression, TranslationState state) {
        this.expression = expression;
        this.state = state;
    }

    /** Returns the value of an operand that was translated before; null if it was not. */
    @Nullable
    DuckDbExpression findValue(Expression operand) {
        return valueByOperand.get(operand);
    }

    /**
     * Adds the value of an operand, and returns the value that the translation may write at several places. An operand
     * that a lambda evaluates for each element is not added, and its value is returned unchanged.
     */
    DuckDbExpression addOperand(Expression operand, DuckDbExpression value) {
        if (!isEvaluatedOutsideLambda(operand)) {
            return value;
        }
        DuckDbExpression reusableValue = value;
        if (mayBindOperands() && OperandAliases.needsName(value.nameableSql())) {
            reusableValue = value.withName(operandAliases.add(state.nextOperandNumber(), value.nameableSql()));
        }
        valueByOperand.put(operand, reusableValue);
        return reusableValue;
    }

    /** Returns whether an operand is evaluated once, not within a lambda of the expression for each element. */
    private boolean isEvaluatedOutsideLambda(Expression operand) {
        return !hasLambda(expression)
                || (!(operand instanceof Expression.Lambda)
                        && expression.children().stream().anyMatch(child -> child == operand));
    }

    private static boolean hasLambda(Expression expression) {
        return expression instanceof Expression.Call call
                && call.arguments().stream().anyMatch(Expression.Lambda.class::isInstance);
    }

    /** Returns whether a lambda that binds the operands may surround the expression. */
    private boolean mayBindOperands() {
        return !RestrictedExpression.AGGREGATE.matches(expression)
                && !(expression instanceof Expression.WindowCall)
                && !RestrictedExpression.QUERY.matches(expression);
    }

    /** Returns the value of the expression, in which the operands replace their names, or a lambda binds them. */
    DuckDbExpression resolve(DuckDbExpression value) {
        return value.mapSql(operandAliases::resolve);
    }

    /** Returns SQL in which the operands replace their names. */
    String expand(String sql) {
        return operandAliases.expand(sql);
    }
}
