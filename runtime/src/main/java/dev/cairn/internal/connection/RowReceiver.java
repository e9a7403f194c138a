package dev.cairn.internal.connection;

import java.util.List;

/** Receives the rows of an answer while they arrive. A statement without a result set causes no call. */
public interface RowReceiver {
    /** Receives the columns, once, before the first row and even if no row follows. */
    void acceptColumns(List<ReceivedColumn> columns);

    /** Receives the next row. */
    void acceptRow(ReceivedRow row);
}
