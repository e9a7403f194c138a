package dev.cairn.cli.rows;

import dev.cairn.internal.connection.ReceivedColumn;
import dev.cairn.internal.connection.ReceivedRow;
import dev.cairn.internal.connection.RowReceiver;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints the rows of one answer. */
public abstract class RowPrinter implements RowReceiver {
    final PrintWriter out;
    private List<ReceivedColumn> columns = List.of();

    RowPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void acceptColumns(List<ReceivedColumn> receivedColumns) {
        columns = receivedColumns;
    }

    final List<ReceivedColumn> columns() {
        return columns;
    }

    /** Ends the answer: prints the rows that are not printed yet. */
    public void finish() {
        out.flush();
    }

    static String formatValue(ReceivedRow row, int columnIndex) {
        return formatValue(row.value(columnIndex));
    }

    /** Returns a value as terminals show it, with a word for NULL. */
    public static String formatValue(@Nullable String value) {
        return value == null ? "NULL" : value;
    }
}
