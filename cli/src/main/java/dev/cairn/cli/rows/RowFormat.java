package dev.cairn.cli.rows;

import dev.cairn.cli.output.TerminalColours;
import java.io.PrintWriter;

/** The formats of rows, with the names that users pass as an option. A format creates a printer for each answer. */
public enum RowFormat {
    /** A line for each row, with columns as wide as their longest value. */
    TABLE,
    /** A line for each value. */
    VERTICAL,
    /** The format of RFC 4180, with the line ends of the platform. */
    CSV,
    /** An object for each row. */
    JSON;

    /**
     * Returns a printer of this format.
     *
     * @param width the number of columns of the terminal; a table that is wider is printed in the format
     *     {@link #VERTICAL}
     */
    public RowPrinter createPrinter(PrintWriter out, int width, TerminalColours colours) {
        return switch (this) {
            case TABLE -> new TablePrinter(out, width, colours);
            case VERTICAL -> new VerticalPrinter(out);
            case CSV -> new CsvPrinter(out);
            case JSON -> new JsonPrinter(out);
        };
    }
}
