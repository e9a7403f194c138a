package dev.cairn.data;

import dev.cairn.internal.http.HttpBody;
import dev.cairn.internal.load.LoadColumn;
import dev.cairn.internal.row.TargetColumn;
import dev.cairn.internal.row.TargetTable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a load. Rows are converted while they are sent, so only a small part of them is in memory. A body can be
 * written only once, because that consumes its rows.
 */
final class LoadBody<R> implements HttpBody {
    private static final int FLUSH_THRESHOLD_BYTES = 1 << 16;

    private final TargetTable<R> targetTable;
    private final List<LoadColumn> columns;
    private final @Nullable TargetColumn omittedAutoIncrementColumn;
    private final Iterator<? extends R> rowIterator;
    private boolean hasStartedReading;
    private long writtenRowCount;

    /**
     * Creates a body of the rows that an iterator returns.
     *
     * @param omittedAutoIncrementColumn the column whose values the server generates for all rows of the load; null if
     *     there is no such column
     */
    LoadBody(
            TargetTable<R> targetTable,
            List<LoadColumn> columns,
            @Nullable TargetColumn omittedAutoIncrementColumn,
            Iterator<? extends R> rowIterator) {
        this.targetTable = targetTable;
        this.columns = columns;
        this.omittedAutoIncrementColumn = omittedAutoIncrementColumn;
        this.rowIterator = rowIterator;
    }

    /** Returns whether reading the rows has started, so that another attempt needs another body. */
    boolean hasStartedReading() {
        return hasStartedReading;
    }

    /** Returns the number of rows written to the body so far. */
    long writtenRowCount() {
        return writtenRowCount;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        hasStartedReading = true;
        LoadBuffer buffer = new LoadBuffer();
        LoadRowWriter<R> rowWriter = new LoadRowWriter<>(targetTable, columns, omittedAutoIncrementColumn, buffer);
        while (rowIterator.hasNext()) {
            rowWriter.write(BatchInserter.requireRow(rowIterator.next(), writtenRowCount + 1));
            writtenRowCount = rowWriter.rowCount();
            if (buffer.length() >= FLUSH_THRESHOLD_BYTES) {
                buffer.drainTo(out);
            }
        }
        buffer.drainTo(out);
    }
}
