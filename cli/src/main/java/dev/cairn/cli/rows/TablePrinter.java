package dev.cairn.cli.rows;

import dev.cairn.cli.output.TerminalColours;
import dev.cairn.cli.output.TextTable;
import dev.cairn.internal.connection.ReceivedColumn;
import dev.cairn.internal.connection.ReceivedColumn.Kind;
import dev.cairn.internal.connection.ReceivedRow;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prints a table at the end of the answer, when the widths of its columns are known. All rows are kept until then. A
 * table that is wider than the terminal is printed with a line for each value instead.
 */
final class TablePrinter extends RowPrinter {
    private final int terminalWidth;
    private final TerminalColours colours;
    private final List<ReceivedRow> rows = new ArrayList<>();

    TablePrinter(PrintWriter out, int terminalWidth, TerminalColours colours) {
        super(out);
        this.terminalWidth = terminalWidth;
        this.colours = colours;
    }

    @Override
    public void acceptRow(ReceivedRow row) {
        rows.add(row);
    }

    @Override
    public void finish() {
        if (!columns().isEmpty()) {
            TextTable table = createTable();
            if (table.width() <= terminalWidth) {
                out.println(table.render(colours::colourHeading, Integer.MAX_VALUE));
            } else {
                RowPrinter verticalPrinter = new VerticalPrinter(out);
                verticalPrinter.acceptColumns(columns());
                rows.forEach(verticalPrinter::acceptRow);
            }
        }
        super.finish();
    }

    private TextTable createTable() {
        TextTable table =
                new TextTable(columns().stream().map(ReceivedColumn::label).toList());
        for (int i = 0; i < columns().size(); i++) {
            if (columns().get(i).kind() == Kind.NUMBER) {
                table.alignRight(i);
            }
        }
        rows.forEach(row -> table.addRow(IntStream.range(0, row.size())
                .mapToObj(columnIndex -> formatValue(row, columnIndex))
                .toArray(String[]::new)));
        return table;
    }
}
