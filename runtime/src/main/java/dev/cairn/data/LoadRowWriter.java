package dev.cairn.data;

import dev.cairn.internal.load.LoadColumn;
import dev.cairn.internal.row.BoxingRowSink;
import dev.cairn.internal.row.IntegerRange;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import dev.cairn.schema.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows as JSON objects, one per line: a Stream Load separates the rows of a body at line ends. */
final class LoadRowWriter<R> implements BoxingRowSink {
    private final TargetTable<R> targetTable;
    private final @Nullable LoadColumn[] columnByPosition;
    private final byte[][] memberPrefixByPosition;
    private final @Nullable TargetColumn omittedAutoIncrementColumn;
    private final LoadBuffer out;
    private final LoadValueWriter valueWriter;
    private long rowCount;
    /** Precedes the next member of the object: the opening brace, or a comma after the first member. */
    private char nextDelimiter;

    /**
     * Creates a writer that appends rows to a buffer.
     *
     * @param writtenColumns the columns that are loaded
     * @param omittedAutoIncrementColumn the column whose values the server generates for all rows; null if none
     */
    LoadRowWriter(
            TargetTable<R> targetTable,
            List<LoadColumn> writtenColumns,
            @Nullable TargetColumn omittedAutoIncrementColumn,
            LoadBuffer out) {
        this.targetTable = targetTable;
        this.omittedAutoIncrementColumn = omittedAutoIncrementColumn;
        this.out = out;
        this.valueWriter = new LoadValueWriter(out);
        this.columnByPosition = new @Nullable LoadColumn[targetTable.columns().size()];
        this.memberPrefixByPosition = new byte[columnByPosition.length][];
        for (LoadColumn loadColumn : writtenColumns) {
            int position = targetTable.columns().indexOf(loadColumn.targetColumn());
            columnByPosition[position] = loadColumn;
            memberPrefixByPosition[position] = loadColumn.memberPrefix().getBytes(StandardCharsets.UTF_8);
        }
    }

    long rowCount() {
        return rowCount;
    }

    /**
     * Appends a row.
     *
     * @throws ValueConversionException if a value does not fit its column; a part of the row may have been appended
     */
    void write(R row) {
        rowCount++;
        nextDelimiter = '{';
        targetTable.descriptor().write(row, this);
        if (nextDelimiter == '{') {
            out.append('{');
        }
        out.append('}').append('\n');
    }

    @Override
    public void putInt(int position, int value) {
        putLong(position, value);
    }

    @Override
    public void putLong(int position, long value) {
        LoadColumn loadColumn = columnByPosition[position];
        if (loadColumn == null) {
            requireNoAutoIncrementValue(position, value);
            return;
        }
        requireInRange(loadColumn.targetColumn(), value);
        requireAutoIncrementValue(loadColumn.targetColumn(), value);
        beginMember(position);
        out.appendAscii(Long.toString(value));
    }

    @Override
    public <T> void put(int position, ValueType<T> type, @Nullable T value) {
        LoadColumn loadColumn = columnByPosition[position];
        if (loadColumn == null) {
            requireNoAutoIncrementValue(position, value);
            return;
        }
        beginMember(position);
        TargetColumn targetColumn = loadColumn.targetColumn();
        requireAutoIncrementValue(targetColumn, value);
        if (value == null && !targetColumn.isNullable()) {
            throw new ValueConversionException(
                    targetColumn.qualifiedName(), rowCount, "it is null, and the column is NOT NULL");
        }
        try {
            valueWriter.writeColumnValue(type, targetColumn.type(), value);
        } catch (IllegalArgumentException failure) {
            throw new ValueConversionException(
                    targetColumn.qualifiedName(), rowCount, String.valueOf(failure.getMessage()));
        }
    }

    /** Requires that a row has no value for the AUTO_INCREMENT column that the load omits. */
    private void requireNoAutoIncrementValue(int position, @Nullable Object value) {
        if (omittedAutoIncrementColumn != null
                && omittedAutoIncrementColumn.position() == position
                && !LoadSource.isUnassigned(value)) {
            throw new ValueConversionException(
                    omittedAutoIncrementColumn.qualifiedName(),
                    rowCount,
                    "it is " + value + ", but the first row has no value, so that the server generates the values of"
                            + " all rows of the load; load rows with values separately");
        }
    }

    /** Requires that a row has a value for an AUTO_INCREMENT column that is loaded. */
    private void requireAutoIncrementValue(TargetColumn column, @Nullable Object value) {
        if (column.isAutoIncrement() && LoadSource.isUnassigned(value)) {
            throw new ValueConversionException(
                    column.qualifiedName(),
                    rowCount,
                    "it is " + value + ", but the first row has a value, so that the server generates none; load rows"
                            + " without values separately");
        }
    }

    private void requireInRange(TargetColumn column, long value) {
        try {
            IntegerRange.of(column.type()).requireContains(value);
        } catch (IllegalArgumentException failure) {
            throw new ValueConversionException(column.qualifiedName(), rowCount, String.valueOf(failure.getMessage()));
        }
    }

    /** Appends the name of a column and what precedes it. */
    private void beginMember(int position) {
        out.append(nextDelimiter).append(memberPrefixByPosition[position]);
        nextDelimiter = ',';
    }
}
