package dev.cairn.data;

import dev.cairn.internal.load.LoadColumn;
import dev.cairn.internal.row.BoxingRowSink;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import dev.cairn.schema.Column;
import dev.cairn.schema.ValueType;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a load with the columns that are loaded. A server generates the values of an AUTO_INCREMENT column only
 * if the load does not name the column; otherwise, a row without a value is invalid. Therefore, the first row
 * determines whether the column is loaded.
 */
final class LoadSource<R> {
    private final TargetTable<R> targetTable;
    private final List<LoadColumn> columns;
    private final @Nullable TargetColumn omittedAutoIncrementColumn;
    private final Supplier<Iterator<? extends R>> iteratorSupplier;
    /** The iterator for the first body, if the first row was read to create this source; null afterwards. */
    private @Nullable Iterator<? extends R> firstIterator;

    private LoadSource(
            TargetTable<R> targetTable,
            List<LoadColumn> columns,
            @Nullable TargetColumn omittedAutoIncrementColumn,
            Supplier<Iterator<? extends R>> iteratorSupplier,
            @Nullable Iterator<? extends R> firstIterator) {
        this.targetTable = targetTable;
        this.columns = columns;
        this.omittedAutoIncrementColumn = omittedAutoIncrementColumn;
        this.iteratorSupplier = iteratorSupplier;
        this.firstIterator = firstIterator;
    }

    /**
     * Creates the source; reads the first row if the table has an AUTO_INCREMENT column that is not omitted.
     *
     * @throws IllegalArgumentException if the server can't calculate the generated columns of the table from the load
     */
    static <R> LoadSource<R> of(
            TargetTable<R> targetTable,
            Set<Column<R>> omittedColumns,
            Supplier<Iterator<? extends R>> iteratorSupplier) {
        List<Column<R>> writtenColumns = new ArrayList<>();
        TargetColumn autoIncrementColumn = null;
        for (Column<R> column : targetTable.descriptor().columns()) {
            TargetColumn targetColumn = targetTable.columns().get(column.position());
            if (omittedColumns.contains(column)
                    && targetTable.generationSourceNames().contains(column.name())) {
                throw new IllegalArgumentException("A load can't omit " + targetColumn.qualifiedName()
                        + ", because the server calculates a generated column from it");
            }
            if (!omittedColumns.contains(column) && !targetColumn.isGenerated()) {
                writtenColumns.add(column);
                autoIncrementColumn = targetColumn.isAutoIncrement() ? targetColumn : autoIncrementColumn;
            }
        }
        if (autoIncrementColumn == null) {
            return new LoadSource<>(
                    targetTable, toLoadColumns(targetTable, writtenColumns), null, iteratorSupplier, null);
        }
        Iterator<? extends R> rowIterator = iteratorSupplier.get();
        if (!rowIterator.hasNext()) {
            return new LoadSource<>(
                    targetTable, toLoadColumns(targetTable, writtenColumns), null, iteratorSupplier, rowIterator);
        }
        R firstRow = BatchInserter.requireRow(rowIterator.next(), 1);
        int position = autoIncrementColumn.position();
        boolean isAutoIncrementOmitted = isUnassigned(readValue(targetTable, firstRow, position));
        if (isAutoIncrementOmitted) {
            writtenColumns.removeIf(column -> column.position() == position);
        }
        return new LoadSource<>(
                targetTable,
                toLoadColumns(targetTable, writtenColumns),
                isAutoIncrementOmitted ? autoIncrementColumn : null,
                iteratorSupplier,
                new ResumedIterator<>(firstRow, rowIterator));
    }

    private static <R> List<LoadColumn> toLoadColumns(TargetTable<R> targetTable, List<Column<R>> columns) {
        return columns.stream()
                .map(column -> LoadColumn.of(column, targetTable))
                .toList();
    }

    private static <R> @Nullable Object readValue(TargetTable<R> targetTable, R row, int position) {
        ValueReader reader = new ValueReader(position);
        targetTable.descriptor().write(row, reader);
        return reader.value;
    }

    /** Returns whether the server generates the value of an AUTO_INCREMENT column for a value in a record. */
    static boolean isUnassigned(@Nullable Object value) {
        return value == null || (value instanceof Number number && number.longValue() == 0);
    }

    List<LoadColumn> columns() {
        return columns;
    }

    /** Creates a body with the rows, which are read again unless this is the first body. */
    LoadBody<R> createBody() {
        Iterator<? extends R> rowIterator = firstIterator == null ? iteratorSupplier.get() : firstIterator;
        firstIterator = null;
        return new LoadBody<>(targetTable, columns, omittedAutoIncrementColumn, rowIterator);
    }

    /** Reads the value of one column of a row. */
    private static final class ValueReader implements BoxingRowSink {
        private final int position;
        private @Nullable Object value;

        ValueReader(int position) {
            this.position = position;
        }

        @Override
        public <T> void put(int valuePosition, ValueType<T> type, @Nullable T newValue) {
            if (valuePosition == position) {
                value = newValue;
            }
        }
    }

    /** Returns a row that has been read from an iterator, and then the others. */
    private static final class ResumedIterator<R> implements Iterator<R> {
        private final Iterator<? extends R> otherRows;
        private @Nullable R firstRow;

        ResumedIterator(R firstRow, Iterator<? extends R> otherRows) {
            this.firstRow = firstRow;
            this.otherRows = otherRows;
        }

        @Override
        public boolean hasNext() {
            return firstRow != null || otherRows.hasNext();
        }

        @Override
        public R next() {
            R row = firstRow;
            firstRow = null;
            return row == null ? otherRows.next() : row;
        }
    }
}
