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
 * query have statements of their own, because VALUES does not accept queries.
 */
final class VaryingInsertBatches<R> extends InsertBatches<R> {
    private final StringBuilder sql = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();
    private long characters;
    private boolean queries;
    private int rows;

    VaryingInsertBatches(TargetTable<R> target, List<TargetColumn> written, Connection connection) {
        super(target, written, connection);
    }

    @Override
    long insert(Iterator<? extends R> all) throws SQLException {
        FragmentSink sink = new FragmentSink(target.columns(), true);
        while (all.hasNext()) {
            sink.convert(target, all.next());
            add(writtenColumns.stream().map(sink::of).toList());
        }
        send();
        return inserted;
    }

    private void add(List<ValueFragment> row) throws SQLException {
        boolean query = row.stream().anyMatch(ValueFragment::isQuery);
        long added = row.stream().mapToLong(ValueFragment::characters).sum();
        if (rows == RowBatches.MAX_ROWS
                || values.size() > RowBatches.MAX_VALUES
                || characters + added > RowBatches.MAX_CHARACTERS
                || query != queries) {
            send();
        }
        queries = query;
        String between = query ? " UNION ALL " : ", ";
        sql.append(rows == 0 ? opening + (query ? "" : "VALUES ") : between);
        sql.append(row.stream().map(ValueFragment::sql).collect(joiningCollector(query)));
        row.forEach(fragment -> values.addAll(fragment.values()));
        characters += added;
        rows++;
    }

    private static Collector<CharSequence, ?, String> joiningCollector(boolean query) {
        return query ? Collectors.joining(", ", "SELECT ", "") : Collectors.joining(", ", "(", ")");
    }

    private void send() throws SQLException {
        if (rows == 0) {
            return;
        }
        try {
            new BoundStatement(sql.toString(), values).execute(connection);
        } catch (SQLException failure) {
            throw failureOf(failure);
        }
        inserted += rows;
        sql.setLength(0);
        values.clear();
        characters = 0;
        rows = 0;
    }
}
