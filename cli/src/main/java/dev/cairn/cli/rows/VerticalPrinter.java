package dev.cairn.cli.rows;

import dev.cairn.cli.output.TerminalText;
import dev.cairn.internal.connection.ReceivedColumn;
import dev.cairn.internal.connection.ReceivedRow;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Prints a line for each value, and a line above each row. The lines of a value remain lines, below one another. */
final class VerticalPrinter extends RowPrinter {
    private static final String TITLE_GAP = "  ";

    private List<TerminalText> titles = List.of();
    private int titleWidth;
    private long rowNumber;

    VerticalPrinter(PrintWriter out) {
        super(out);
    }

    @Override
    public void acceptColumns(List<ReceivedColumn> receivedColumns) {
        super.acceptColumns(receivedColumns);
        titles = receivedColumns.stream()
                .map(column -> new TerminalText(column.label()).toPrintable())
                .toList();
        titleWidth = titles.stream().mapToInt(TerminalText::width).max().orElse(0);
    }

    @Override
    public void acceptRow(ReceivedRow row) {
        out.println("-- row " + ++rowNumber);
        String indentation = "\n" + " ".repeat(titleWidth) + TITLE_GAP;
        for (int i = 0; i < row.size(); i++) {
            String value = formatValue(row, i)
                    .lines()
                    .map(line -> new TerminalText(line).toPrintable().toString())
                    .collect(Collectors.joining(indentation));
            out.println((titles.get(i).pad(titleWidth) + TITLE_GAP + value).stripTrailing());
        }
    }
}
