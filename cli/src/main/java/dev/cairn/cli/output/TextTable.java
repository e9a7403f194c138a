package dev.cairn.cli.output;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A table of text whose columns are as wide as their widest cell; only the last column can be made narrower. Characters
 * by which a cell could control the terminal are escaped.
 */
public final class TextTable {
    private static final String COLUMN_GAP = "  ";
    /** The minimum width of the last column, even if a line then exceeds the width of the terminal. */
    private static final int MIN_LAST_COLUMN_WIDTH = 24;

    private final List<List<TerminalText>> rows = new ArrayList<>();
    private final Set<Integer> rightAlignedIndexes = new HashSet<>();

    public TextTable(List<String> titles) {
        addPrintableRow(titles);
    }

    /** Aligns a column, counted from 0, to the right. */
    public void alignRight(int columnIndex) {
        rightAlignedIndexes.add(columnIndex);
    }

    /** Adds a row with at most as many cells as there are titles; missing cells at its end are empty. */
    public void addRow(String... cells) {
        addPrintableRow(List.of(cells));
    }

    private void addPrintableRow(List<String> cells) {
        rows.add(
                cells.stream().map(cell -> new TerminalText(cell).toPrintable()).toList());
    }

    /** Returns the width of the widest line, in columns of the terminal. */
    public int width() {
        return render().lines()
                .mapToInt(line -> new TerminalText(line).width())
                .max()
                .orElse(0);
    }

    /** Returns the lines, without trailing spaces. */
    public String render() {
        return render(UnaryOperator.identity(), Integer.MAX_VALUE);
    }

    /**
     * Returns the lines with another form of the titles. Cells of the last column are broken between words if a line
     * would be too wide.
     *
     * @param titleFormatter returns the line of the titles as it is shown, such as with a colour
     * @param maxWidth the number of columns of the terminal; {@link Integer#MAX_VALUE} for no limit
     */
    public String render(UnaryOperator<String> titleFormatter, int maxWidth) {
        int[] widths = measureColumns();
        int lastIndex = widths.length - 1;
        int lastColumnStart = IntStream.range(0, lastIndex)
                .map(columnIndex -> widths[columnIndex] + COLUMN_GAP.length())
                .sum();
        int lastColumnWidth = Math.max(MIN_LAST_COLUMN_WIDTH, maxWidth - lastColumnStart);
        List<String> lines = new ArrayList<>();
        for (List<TerminalText> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int columnIndex = 0; columnIndex < row.size(); columnIndex++) {
                TerminalText cell = row.get(columnIndex);
                String padding = " ".repeat(widths[columnIndex] - cell.width());
                if (rightAlignedIndexes.contains(columnIndex)) {
                    line.append(padding).append(cell);
                } else if (columnIndex == lastIndex && lastColumnWidth < widths[lastIndex]) {
                    line.append(new TextWrapper(cell.toString())
                            .wrapProse(lastColumnWidth)
                            .replace("\n", "\n" + " ".repeat(lastColumnStart)));
                } else {
                    line.append(cell).append(padding);
                }
                line.append(COLUMN_GAP);
            }
            String visibleLine = line.toString().stripTrailing();
            lines.add(lines.isEmpty() ? titleFormatter.apply(visibleLine) : visibleLine);
        }
        return String.join("\n", lines);
    }

    private int[] measureColumns() {
        int[] widths = new int[rows.get(0).size()];
        for (List<TerminalText> row : rows) {
            for (int columnIndex = 0; columnIndex < row.size(); columnIndex++) {
                widths[columnIndex] =
                        Math.max(widths[columnIndex], row.get(columnIndex).width());
            }
        }
        return widths;
    }
}
