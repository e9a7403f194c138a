package dev.cairn.data;

import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Inserts rows with as few statements as the server's limits allow. */
abstract sealed class BatchInserter<R> implements AutoCloseable permits PreparedBatchInserter, LiteralBatchInserter {
    final TargetTable<R> targetTable;
    final List<TargetColumn> writtenColumns;
    final Connection connection;

    /** The beginning of the statements, before the rows. */
    final String statementPrefix;

    /** The number of rows in the statements that succeeded. */
    long insertedRowCount;

    BatchInserter(TargetTable<R> targetTable, List<TargetColumn> writtenColumns, Connection connection) {
        this.targetTable = targetTable;
        this.writtenColumns = writtenColumns;
        this.connection = connection;
        this.statementPrefix = writtenColumns.stream()
                .map(TargetColumn::quotedName)
                .collect(Collectors.joining(", ", "INSERT INTO " + targetTable.quotedName() + " (", ") "));
    }

    /**
     * Returns an inserter that sends the same SQL for all rows, if the SQL of no written column depends on its value;
     * otherwise, an inserter whose SQL varies.
     *
     * @param writtenColumns the columns that the statements write
     */
    static <R> BatchInserter<R> of(
            TargetTable<R> targetTable, List<TargetColumn> writtenColumns, Connection connection) {
        return writtenColumns.stream().allMatch(column -> column.parameterSql() != null)
                ? new PreparedBatchInserter<>(targetTable, writtenColumns, connection)
                : new LiteralBatchInserter<>(targetTable, writtenColumns, connection);
    }

    /**
     * Requires that a row is not null, and returns it.
     *
     * @param rowNumber the number of the row, counted from 1
     * @throws NullPointerException if the row is null; its message names the row
     */
    static <T> T requireRow(@Nullable T row, long rowNumber) {
        return Objects.requireNonNull(row, () -> "Row " + rowNumber + " is null; omit it");
    }

    /**
     * Inserts the rows and returns their number. May be called once.
     *
     * @throws IncompleteInsertException if a statement fails after others succeeded
     */
    abstract long insert(Iterator<? extends R> rows) throws SQLException;

    @Override
    public void close() throws SQLException {}

    /**
     * Returns the exception of a failed statement unchanged if no statement succeeded before it.
     *
     * @throws IncompleteInsertException if earlier statements succeeded; their rows stay in the table
     */
    final SQLException wrapFailure(SQLException failure) {
        if (insertedRowCount > 0) {
            throw new IncompleteInsertException(insertedRowCount, failure);
        }
        return failure;
    }
}
