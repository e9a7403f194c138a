package dev.cairn.internal.row;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/**
 * The range of an integer column, which may differ from the range of the record component.
 *
 * @param columnType the type of the column, or null if the range is unlimited
 */
public record IntegerRange(@Nullable Type columnType, long min, long max) {
    private static final IntegerRange UNLIMITED = new IntegerRange(null, Long.MIN_VALUE, Long.MAX_VALUE);

    /** Returns the range of a column; it is unlimited unless the type is an integer type of up to 4 bytes. */
    public static IntegerRange of(@Nullable Type columnType) {
        if (!(columnType instanceof Type.Scalar scalarType)) {
            return UNLIMITED;
        }
        return switch (scalarType.kind()) {
            case TINYINT -> new IntegerRange(columnType, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> new IntegerRange(columnType, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> new IntegerRange(columnType, Integer.MIN_VALUE, Integer.MAX_VALUE);
            default -> UNLIMITED;
        };
    }

    /**
     * Requires that a value is in the range.
     *
     * @throws IllegalArgumentException if the value is outside of the range
     */
    public void requireContains(long value) {
        if (columnType != null && (value < min || value > max)) {
            throw new IllegalArgumentException(
                    value + " is not in the range " + min + " to " + max + " of " + Sql.render(columnType));
        }
    }
}
