package dev.cairn.data;

import dev.cairn.internal.row.FragmentWriter;
import dev.cairn.internal.row.PlainSink;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import dev.cairn.internal.row.ValueFragment;
import dev.cairn.schema.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts the values of a row to SQL expressions. */
final class FragmentSink implements PlainSink {
    private final List<TargetColumn> columns;
    private final @Nullable ValueFragment[] fragments;
    private final boolean numbering;
    private long row;

    /** @param numbering whether null or 0 in an AUTO_INCREMENT column becomes DEFAULT */
    FragmentSink(List<TargetColumn> columns, boolean numbering) {
        this.columns = columns;
        this.numbering = numbering;
        this.fragments = new @Nullable ValueFragment[columns.size()];
    }

    /** Converts a row. */
    <R> void convert(TargetTable<R> target, R value) {
        row++;
        target.table().write(value, this);
    }

    /** Returns a column's value in the last row. */
    ValueFragment of(TargetColumn column) {
        ValueFragment fragment = fragments[column.position()];
        if (fragment == null) {
            throw new IllegalStateException("No value was written for " + column.name());
        }
        return fragment;
    }

    @Override
    public <T> void put(int position, ValueType<T> type, @Nullable T value) {
        TargetColumn column = columns.get(position);
        fragments[position] = fragment(column, type, value);
    }

    private ValueFragment fragment(TargetColumn column, ValueType<?> type, @Nullable Object value) {
        if (numbering
                && column.isAutoIncrement()
                && (value == null || (value instanceof Number number && number.longValue() == 0))) {
            return ValueFragment.DEFAULT;
        }
        if (value == null && !column.isNullable() && !column.isComputed()) {
            throw new ValueConversionException(column.name(), row, "it is null, and the column is NOT NULL");
        }
        try {
            return FragmentWriter.write(type, column, value);
        } catch (IllegalArgumentException | IllegalStateException unfit) {
            throw new ValueConversionException(column.name(), row, String.valueOf(unfit.getMessage()));
        }
    }
}
