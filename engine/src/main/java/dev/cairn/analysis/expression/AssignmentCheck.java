package dev.cairn.analysis.expression;

import dev.cairn.analysis.function.RestrictedExpression;
import dev.cairn.analysis.type.CastRules;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a value can be assigned to a column. A single value must be castable by an explicit CAST; for the
 * result of a query, it is sufficient that the backends can cast it.
 */
public final class AssignmentCheck {
    private AssignmentCheck() {}

    /** Refuses a value of {@code VALUES (…)} that contains an aggregate or window function. */
    public static void requireNoAggregateOrWindowFunction(Expression value) {
        RestrictedExpression.AGGREGATE.requireNotIn(value, "Values");
        RestrictedExpression.WINDOW_FUNCTION.requireNotIn(value, "Values");
    }

    /**
     * Refuses a value that can't be cast to the type of a column.
     *
     * @param valueType the type of the value; null if it is unknown, in which case the value is accepted
     */
    public static void requireAssignable(Expression value, @Nullable Type valueType, Type targetType) {
        if (valueType == null) {
            return;
        }
        if (!CastRules.isPossible(valueType, targetType)) {
            throw Refusal.ofAnalysis(
                    value.span(),
                    ExpressionRule.CANNOT_CAST,
                    Sql.render(value),
                    TypeFormat.formatForMessages(valueType),
                    TypeFormat.formatForMessages(targetType));
        }
        new LiteralCast(valueType, targetType).requireCastable(value);
    }

    /**
     * Returns whether INSERT … SELECT can store an output column of this type in a column of the target type; true for
     * an unknown type.
     */
    public static boolean canStoreQueryResult(@Nullable Type valueType, Type targetType) {
        // Backends also cast between scalar types for which the frontend refuses CAST, such as decimal to date.
        return valueType == null
                || CastRules.isPossible(valueType, targetType)
                || (isCastableScalar(valueType) && isCastableScalar(targetType));
    }

    private static boolean isCastableScalar(Type type) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        return primitiveType.isNumeric()
                || primitiveType.isCharacterType()
                || primitiveType.isDateOrDatetime()
                || primitiveType == PrimitiveType.BOOLEAN
                || primitiveType == PrimitiveType.NULL_TYPE;
    }
}
