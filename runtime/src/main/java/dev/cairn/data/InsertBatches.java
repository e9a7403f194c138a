package dev.cairn.data;

import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** Inserts rows with as few statements as the server's limits allow. */
abstract sealed class InsertBatches<R> implements AutoCloseable permits UniformInsertBatches, VaryingInsertBatches {
    final TargetTable<R> target;
    final List<TargetColumn> writtenColumns;
    final Connection connection;

    /** The beginning of the statements, before the rows. */
    final String opening;

    /** The number of rows in the statements that succeeded. */
    long inserted;

    InsertBatches(TargetTable<R> target, List<TargetColumn> writtenColumns, Connection connection) {
        this.target = target;
        this.writtenColumns = writtenColumns;
        this.connection = connection;
        this.opening = writtenColumns.stream()
                .map(TargetColumn::quotedName)
                .collect(Collectors.joining(", ", "INSERT INTO " + target.quotedName() + " (", ") "));
    }

    /** @param writtenColumns the columns that the statements write */
    static <R> InsertBatches<R> of(TargetTable<R> target, List<TargetColumn> writtenColumns, Connection connection) {
        return writtenColumns.stream().allMatch(column -> column.marker() != null)
                ? new UniformInsertBatches<>(target, writtenColumns, connection)
                : new VaryingInsertBatches<>(target, writtenColumns, connection);
    }

    /** Inserts the rows and returns their number. */
    abstract long insert(Iterator<? extends R> rows) throws SQLException;

    @Override
    public void close() throws SQLException {}

    /** Returns the exception for a failed statement, which names the rows that were inserted before. */
    final SQLException failureOf(SQLException failure) {
        if (inserted > 0) {
            throw new IncompleteInsertException(inserted, failure);
        }
        return failure;
    }
}
