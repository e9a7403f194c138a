package dev.cairn.data;

import dev.cairn.internal.row.BoundStatement;
import dev.cairn.internal.row.InsertText;
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
 * Rows whose statements differ with their values: collections, metrics, numbers that the server gives. Those with a query
 * in them are in statements of their own, for VALUES takes none.
 */
final class VaryingBatches<R> implements InsertBatches<R> {
    private final TargetTable<R> target;
    private final List<TargetColumn> written;
    private final Connection connection;
    private final String opening;
    private final StringBuilder text = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();
    private long characters;
    private boolean queries;
    private int rows;
    private long inserted;

    VaryingBatches(TargetTable<R> target, List<TargetColumn> written, Connection connection) {
        this.target = target;
        this.written = written;
        this.connection = connection;
        this.opening = new InsertText(target.quotedName(), written).opening();
    }

    @Override
    public long insert(Iterator<? extends R> all) throws SQLException {
        FragmentSink sink = new FragmentSink(target.columns(), true);
        while (all.hasNext()) {
            sink.take(target, all.next());
            add(written.stream().map(sink::of).toList());
        }
        send();
        return inserted;
    }

    private void add(List<ValueFragment> row) throws SQLException {
        boolean query = row.stream().anyMatch(ValueFragment::query);
        long more = row.stream().mapToLong(ValueFragment::characters).sum();
        if (rows == MOST_ROWS
                || values.size() > MOST_VALUES
                || characters + more > MOST_CHARACTERS
                || query != queries) {
            send();
        }
        queries = query;
        String between = query ? " UNION ALL " : ", ";
        text.append(rows == 0 ? opening + (query ? "" : "VALUES ") : between);
        text.append(row.stream().map(ValueFragment::sql).collect(joining(query)));
        row.forEach(fragment -> values.addAll(fragment.values()));
        characters += more;
        rows++;
    }

    private static Collector<CharSequence, ?, String> joining(boolean query) {
        return query ? Collectors.joining(", ", "SELECT ", "") : Collectors.joining(", ", "(", ")");
    }

    private void send() throws SQLException {
        if (rows == 0) {
            return;
        }
        try {
            new BoundStatement(text.toString(), values).execute(connection);
        } catch (SQLException failure) {
            throw InsertBatches.after(inserted, failure);
        }
        inserted += rows;
        text.setLength(0);
        values.clear();
        characters = 0;
        rows = 0;
    }

    @Override
    public void close() {}
}
