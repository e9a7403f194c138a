package dev.cairn.data;

import dev.cairn.internal.row.BoxingRowSink;
import dev.cairn.internal.row.FragmentWriter;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import dev.cairn.internal.row.ValueFragment;
import dev.cairn.schema.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts the values of rows, one row after the other, to SQL expressions that depend on the values. */
final class SqlFragmentSink implements BoxingRowSink {
    private final List<TargetColumn> columns;
    private final @Nullable ValueFragment[] fragments;
    private final boolean usesAutoIncrement;
    private long rowNumber;

    /** Creates a sink for new rows, in which null or 0 in an AUTO_INCREMENT column becomes DEFAULT. */
    static SqlFragmentSink ofNewRows(List<TargetColumn> columns) {
        return new SqlFragmentSink(columns, true);
    }

    /** Creates a sink for rows that exist, whose AUTO_INCREMENT columns have values. */
    static SqlFragmentSink ofExistingRows(List<TargetColumn> columns) {
        return new SqlFragmentSink(columns, false);
    }

    private SqlFragmentSink(List<TargetColumn> columns, boolean usesAutoIncrement) {
        this.columns = columns;
        this.usesAutoIncrement = usesAutoIncrement;
        this.fragments = new @Nullable ValueFragment[columns.size()];
    }

    /**
     * Converts a row; {@link #requireFragment} then returns the SQL of its values.
     *
     * @throws ValueConversionException if a value does not fit its column
     */
    <R> void convert(TargetTable<R> targetTable, R row) {
        rowNumber++;
        targetTable.descriptor().write(row, this);
    }

    /**
     * Returns the SQL of a column's value in the last row.
     *
     * @throws IllegalStateException if the row has no value for the column
     */
    ValueFragment requireFragment(TargetColumn column) {
        ValueFragment fragment = fragments[column.position()];
        if (fragment == null) {
            throw new IllegalStateException("No value was written for " + column.qualifiedName());
        }
        return fragment;
    }

    @Override
    public <T> void put(int position, ValueType<T> type, @Nullable T value) {
        TargetColumn column = columns.get(position);
        fragments[position] = convertValue(column, type, value);
    }

    private ValueFragment convertValue(TargetColumn column, ValueType<?> type, @Nullable Object value) {
        if (usesAutoIncrement
                && column.isAutoIncrement()
                && (value == null || (value instanceof Number number && number.longValue() == 0))) {
            return ValueFragment.DEFAULT;
        }
        if (value == null && !column.isNullable() && !column.isGenerated()) {
            throw new ValueConversionException(
                    column.qualifiedName(), rowNumber, "it is null, and the column is NOT NULL");
        }
        try {
            return FragmentWriter.write(type, column, value);
        } catch (IllegalArgumentException | IllegalStateException failure) {
            throw new ValueConversionException(column.qualifiedName(), rowNumber, String.valueOf(failure.getMessage()));
        }
    }
}
