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

/** Checks whether a value can be assigned to a column. The server casts the value by the rules of an explicit CAST. */
public final class AssignmentCheck {
    private AssignmentCheck() {}

    /** Refuses a value of {@code VALUES (…)} that contains an aggregate or window function. */
    public static void requireNoAggregateOrWindowFunction(Expression value) {
        RestrictedExpression.AGGREGATE.refuseIn(value, "Values");
        RestrictedExpression.WINDOW_FUNCTION.refuseIn(value, "Values");
    }

    /**
     * Refuses a value that can't be cast.
     *
     * @param type the type of the value; null if it is unknown
     */
    public static void requireAssignable(Expression value, @Nullable Type type, Type target) {
        if (type == null) {
            return;
        }
        if (!CastRules.isPossible(type, target)) {
            throw Refusal.ofAnalysis(
                    value.span(),
                    ExpressionRule.CANNOT_CAST,
                    Sql.render(value),
                    TypeFormat.formatForMessages(type),
                    TypeFormat.formatForMessages(target));
        }
        new LiteralCast(type, target).requireCastable(value);
    }

    /**
     * Returns whether INSERT … SELECT can store an output column of this type in a column of the target type; true for
     * an unknown type. The backends support all casts of the frontend, and a few more.
     */
    public static boolean isInsertable(@Nullable Type type, Type target) {
        // Between scalar types the backends support casts that SQL has no syntax for, such as decimal to date.
        return type == null
                || CastRules.isPossible(type, target)
                || (isCastableScalar(type) && isCastableScalar(target));
    }

    private static boolean isCastableScalar(Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return primitive.isNumeric()
                || primitive.isCharacterType()
                || primitive.isDateOrDatetime()
                || primitive == PrimitiveType.BOOLEAN
                || primitive == PrimitiveType.NULL_TYPE;
    }
}
