package dev.cairn.plan.step;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;

/** Builds the CAST of a value that a statement copies or counts. */
public final class ValueCast {

    private ValueCast() {}

    /**
     * Returns the value with another type. A frontend accepts a CAST from JSON to a decimal, but the backends refuse
     * it, so it goes via a string.
     *
     * @param writtenType the target type as a statement spells it
     */
    public static Expression of(Expression value, Type sourceType, Type writtenType) {
        boolean isRefused = PrimitiveType.of(sourceType) == PrimitiveType.JSON && writtenType instanceof Type.Decimal;
        return createCast(isRefused ? createCast(value, Type.Text.STRING) : value, writtenType);
    }

    private static Expression createCast(Expression value, Type type) {
        return new Expression.Cast("CAST", value, type, Span.NONE);
    }
}
