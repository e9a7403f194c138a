package dev.cairn.internal.row;

import dev.cairn.internal.connection.SqlQuoting;
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
 * @param type the type of the stored values, or null if it is unknown
 */
public record TargetColumn(
        ColumnPlace place,
        @Nullable Type type,
        @Nullable Aggregation aggregation,
        boolean key,
        boolean nullable,
        ColumnWriting writing) {
    /**
     * The place of a column.
     *
     * @param position the position in the table, counted from 0
     * @param name the name with that of its table, for messages
     * @param quoted the quoted name, for statements
     */
    public record ColumnPlace(int position, String name, String quoted) {}

    /**
     * How values are written to a column.
     *
     * @param computed whether the column is generated, so that statements must not write it
     * @param autoIncrement whether the column is AUTO_INCREMENT
     * @param marker the SQL of a parameter for this column, or null if it depends on the value
     */
    public record ColumnWriting(
            boolean computed,
            boolean autoIncrement,
            @Nullable String marker) {}

    public int position() {
        return place.position;
    }

    /** Returns the name with that of its table, for messages. */
    public String name() {
        return place.name;
    }

    /** Returns the quoted name, for statements. */
    public String quotedName() {
        return place.quoted;
    }

    /** Returns whether the column is generated, so that statements must not write it. */
    public boolean isComputed() {
        return writing.computed;
    }

    /** Returns whether the column is AUTO_INCREMENT. */
    public boolean isAutoIncrement() {
        return writing.autoIncrement;
    }

    /** Returns the SQL of a parameter for this column, or null if it depends on the value. */
    public @Nullable String marker() {
        return writing.marker;
    }

    private static final int SUM_PRECISION = 38;

    public static TargetColumn of(Column<?> column, @Nullable ColumnDefinition definition, boolean key) {
        Type type = definition == null ? null : storedType(definition);
        boolean numbered = definition != null && definition.autoIncrement();
        return new TargetColumn(
                new ColumnPlace(column.position(), column.toString(), SqlQuoting.name(column.name())),
                type,
                definition == null ? null : definition.aggregation(),
                key,
                column.isNullable(),
                new ColumnWriting(
                        definition != null && definition.generatedValue() != null,
                        numbered,
                        numbered ? null : marker(column, type)));
    }

    /** Returns the type of the stored values: a SUM of decimals has the maximum precision. */
    private static @Nullable Type storedType(ColumnDefinition definition) {
        return definition.aggregation() == Aggregation.Function.SUM && definition.type() instanceof Type.Decimal decimal
                ? new Type.Decimal(decimal.kind(), SUM_PRECISION, decimal.scale())
                : definition.type();
    }

    public static boolean isBinary(Column<?> column) {
        return column.convertedType().orElse(null) == ValueType.BINARY;
    }

    private static @Nullable String marker(Column<?> column, @Nullable Type type) {
        if (isBinary(column)) {
            return BoundValue.BYTES;
        }
        boolean uniform =
                column instanceof SortableColumn<?> || (type instanceof Type.Scalar scalar && isText(scalar.kind()));
        return uniform ? BoundValue.text(type) : null;
    }

    /** Whether values are sent as text, as those of JSON and VARIANT are. */
    private static boolean isText(Type.Scalar.Kind kind) {
        return kind == Type.Scalar.Kind.JSON || kind == Type.Scalar.Kind.VARIANT;
    }
}
