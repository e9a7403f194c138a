package dev.cairn.internal.row;

import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.schema.Column;
import dev.cairn.schema.SortableColumn;
import dev.cairn.schema.ValueType;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/**
 * A column that values are written to.
 *
 * @param position counted from 0
 * @param name with its table, for messages
 * @param quoted the name as statements have it
 * @param type null where it is not known
 * @param computed whether the server gives the value, and takes none
 * @param numbered whether the server gives a number where there is none
 * @param marker how a parameter for a value stands in a statement; null where that differs from value to value
 */
public record TargetColumn(
        int position,
        String name,
        String quoted,
        @Nullable Type type,
        @Nullable Aggregation aggregation,
        boolean key,
        boolean nullable,
        boolean computed,
        boolean numbered,
        @Nullable String marker) {
    private static final int DIGITS_OF_A_SUM = 38;

    public static TargetColumn of(Column<?> column, @Nullable ColumnDefinition definition, boolean key) {
        Type type = definition == null ? null : stored(definition);
        boolean numbered = definition != null && definition.autoIncrement();
        return new TargetColumn(
                column.position(),
                column.toString(),
                SqlQuoting.name(column.name()),
                type,
                definition == null ? null : definition.aggregation(),
                key,
                column.isNullable(),
                definition != null && definition.generated() != null,
                numbered,
                numbered ? null : marker(column, type));
    }

    /** A sum of decimals has all the digits that there are. */
    private static @Nullable Type stored(ColumnDefinition definition) {
        return definition.aggregation() == Aggregation.Function.SUM && definition.type() instanceof Type.Decimal decimal
                ? new Type.Decimal(decimal.kind(), DIGITS_OF_A_SUM, decimal.scale())
                : definition.type();
    }

    public static boolean isBinary(Column<?> column) {
        return column.convertedType().orElse(null) == ValueType.BINARY;
    }

    private static @Nullable String marker(Column<?> column, @Nullable Type type) {
        if (isBinary(column)) {
            return BoundValue.BYTES;
        }
        boolean alike =
                column instanceof SortableColumn<?> || (type instanceof Type.Scalar scalar && isText(scalar.kind()));
        return alike ? BoundValue.text(type) : null;
    }

    /** JSON and VARIANT travel as texts. */
    private static boolean isText(Type.Scalar.Kind kind) {
        return kind == Type.Scalar.Kind.JSON || kind == Type.Scalar.Kind.VARIANT;
    }
}
