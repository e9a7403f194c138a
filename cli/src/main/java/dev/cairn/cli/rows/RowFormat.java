package dev.cairn.cli.rows;

import dev.cairn.cli.output.TerminalColours;
import dev.cairn.internal.connection.ReceivedColumn;
import dev.cairn.internal.connection.ReceivedRow;
import dev.cairn.internal.connection.RowReceiver;
import java.io.PrintWriter;
import java.util.List;

/** A format of rows, by the name that users pass as an option; it creates the printer of one answer. */
public enum RowFormat {
    /** A line for each row, with columns as wide as their longest value. */
    TABLE {
        @Override
        public RowPrinter createPrinter(PrintWriter out, int width, TerminalColours colours) {
            return new TablePrinter(out, width, colours);
        }
    },
    /** A line for each value. */
    VERTICAL {
        @Override
        public RowPrinter createPrinter(PrintWriter out, int width, TerminalColours colours) {
            return new VerticalPrinter(out);
        }
    },
    /** The format of RFC 4180, with the line ends of the platform. */
    CSV {
        @Override
        public RowPrinter createPrinter(PrintWriter out, int width, TerminalColours colours) {
            return new CsvPrinter(out);
        }
    },
    /** An object for each row. */
    JSON {
        @Override
        public RowPrinter createPrinter(PrintWriter out, int width, TerminalColours colours) {
            return new JsonPrinter(out);
        }
    };

    /**
     * Returns a printer of this format.
     *
     * @param width the columns of the terminal: a table that is wider is printed with a line for each value
     */
    public abstract RowPrinter createPrinter(PrintWriter out, int width, TerminalColours colours);

    /** Prints the rows of one answer. */
    public abstract static class RowPrinter implements RowReceiver {
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

        /** Returns a value as terminals show it, with a word for NULL. */
        static String formatValue(ReceivedRow row, int columnIndex) {
            String value = row.value(columnIndex);
            return value == null ? "NULL" : value;
        }
    }
}
