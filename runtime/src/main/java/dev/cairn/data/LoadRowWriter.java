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
    private final LoadBuffer out;
    private final LoadValueWriter valueWriter;
    private long rowCount;
    /** Precedes the next member of the object: the opening brace, or a comma after the first member. */
    private char nextDelimiter;

    /** @param writtenColumns the columns that are loaded */
    LoadRowWriter(TargetTable<R> targetTable, List<LoadColumn> writtenColumns, LoadBuffer out) {
        this.targetTable = targetTable;
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

    /** @throws ValueConversionException if a value does not fit its column */
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
        if (loadColumn != null) {
            requireInRange(loadColumn.targetColumn(), value);
            beginMember(position);
            if (loadColumn.targetColumn().isAutoIncrement() && value == 0) {
                out.appendAscii("null");
            } else {
                out.appendAscii(Long.toString(value));
            }
        }
    }

    @Override
    public <T> void put(int position, ValueType<T> type, @Nullable T value) {
        LoadColumn loadColumn = columnByPosition[position];
        if (loadColumn == null) {
            return;
        }
        beginMember(position);
        TargetColumn targetColumn = loadColumn.targetColumn();
        if (value == null && !targetColumn.isNullable() && !targetColumn.isAutoIncrement()) {
            throw new ValueConversionException(
                    targetColumn.qualifiedName(), rowCount, "it is null, and the column is NOT NULL");
        }
        boolean isNumberedByServer = targetColumn.isAutoIncrement()
                && value instanceof Number assignedNumber
                && assignedNumber.longValue() == 0;
        try {
            valueWriter.writeColumnValue(type, targetColumn.type(), isNumberedByServer ? null : value);
        } catch (IllegalArgumentException failure) {
            throw new ValueConversionException(
                    targetColumn.qualifiedName(), rowCount, String.valueOf(failure.getMessage()));
        }
    }

    private void requireInRange(TargetColumn column, long value) {
        try {
            IntegerRange.of(column.type()).requireContains(value);
        } catch (IllegalArgumentException failure) {
            throw new ValueConversionException(column.qualifiedName(), rowCount, String.valueOf(failure.getMessage()));
        }
    }

    private void beginMember(int position) {
        out.append(nextDelimiter).append(memberPrefixByPosition[position]);
        nextDelimiter = ',';
    }
}
