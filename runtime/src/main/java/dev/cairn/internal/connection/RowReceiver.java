package dev.cairn.internal.connection;

import java.util.List;

/** Receives the rows of an answer while they arrive. */
public interface RowReceiver {
    /** Receives the columns, before the first row. */
    void acceptColumns(List<ReceivedColumn> columns);

    /** Receives the next row. */
    void acceptRow(ReceivedRow row);
}
