package dev.cairn.data;

import dev.cairn.internal.row.BoundStatement;
import dev.cairn.internal.row.RowBatches;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import dev.cairn.internal.row.ValueFragment;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Inserts rows whose SQL depends on their values: collections, metrics, AUTO_INCREMENT numbers. Rows that contain a
 * query are inserted by separate statements, because VALUES does not accept queries.
 */
final class LiteralBatchInserter<R> extends BatchInserter<R> {
    private final StringBuilder sql = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();
    /** The approximate number of characters of the rows that are not sent yet. */
    private long characterCount;

    private boolean containsQueries;
    private int rowCount;

    LiteralBatchInserter(TargetTable<R> targetTable, List<TargetColumn> writtenColumns, Connection connection) {
        super(targetTable, writtenColumns, connection);
    }

    @Override
    long insert(Iterator<? extends R> rows) throws SQLException {
        SqlFragmentSink fragmentSink = SqlFragmentSink.ofNewRows(targetTable.columns());
        while (rows.hasNext()) {
            fragmentSink.convert(targetTable, requireRow(rows.next(), insertedRowCount + rowCount + 1));
            addRow(writtenColumns.stream().map(fragmentSink::requireFragment).toList());
        }
        send();
        return insertedRowCount;
    }

    /** Adds a row to the statement. If it does not fit, the statement is sent first, and the row begins another one. */
    private void addRow(List<ValueFragment> fragments) throws SQLException {
        boolean rowContainsQuery = fragments.stream().anyMatch(ValueFragment::containsQuery);
        long addedCharacterCount =
                fragments.stream().mapToLong(ValueFragment::estimateLength).sum();
        int addedValueCount = fragments.stream()
                .mapToInt(fragment -> fragment.values().size())
                .sum();
        if (rowCount == RowBatches.MAX_ROWS
                || values.size() + addedValueCount > RowBatches.MAX_VALUES
                || characterCount + addedCharacterCount > RowBatches.MAX_CHARACTERS
                || rowContainsQuery != containsQueries) {
            send();
        }
        containsQueries = rowContainsQuery;
        String separator = rowContainsQuery ? " UNION ALL " : ", ";
        sql.append(rowCount == 0 ? statementPrefix + (rowContainsQuery ? "" : "VALUES ") : separator);
        sql.append(fragments.stream().map(ValueFragment::sql).collect(createRowCollector(rowContainsQuery)));
        fragments.forEach(fragment -> values.addAll(fragment.values()));
        characterCount += addedCharacterCount;
        rowCount++;
    }

    private static Collector<CharSequence, ?, String> createRowCollector(boolean rowContainsQuery) {
        return rowContainsQuery ? Collectors.joining(", ", "SELECT ", "") : Collectors.joining(", ", "(", ")");
    }

    private void send() throws SQLException {
        if (rowCount == 0) {
            return;
        }
        try {
            new BoundStatement(sql.toString(), values).execute(connection);
        } catch (SQLException failure) {
            throw wrapFailure(failure);
        }
        insertedRowCount += rowCount;
        sql.setLength(0);
        values.clear();
        characterCount = 0;
        rowCount = 0;
    }
}
