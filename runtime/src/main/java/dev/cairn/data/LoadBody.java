package dev.cairn.data;

import dev.cairn.internal.http.HttpBody;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;

/** The rows of a load, on their way: no more of them are in memory than are sent at once. */
final class LoadBody<R> implements HttpBody {
    private static final int SENT_AT_ONCE = 1 << 16;

    private final TargetTable<R> target;
    private final List<LoadColumn> columns;
    private final Iterator<? extends R> rows;
    private boolean begun;
    private long sent;

    LoadBody(TargetTable<R> target, List<LoadColumn> columns, Iterator<? extends R> rows) {
        this.target = target;
        this.columns = columns;
        this.rows = rows;
    }

    /** Whether rows were asked for. */
    boolean begun() {
        return begun;
    }

    /** How many rows there were. */
    long sent() {
        return sent;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        begun = true;
        RowBuffer buffer = new RowBuffer();
        LoadedRow<R> row = new LoadedRow<>(target, columns, buffer);
        while (rows.hasNext()) {
            row.write(rows.next());
            sent = row.number();
            if (buffer.length() >= SENT_AT_ONCE) {
                buffer.drainTo(out);
            }
        }
        buffer.drainTo(out);
    }
}
