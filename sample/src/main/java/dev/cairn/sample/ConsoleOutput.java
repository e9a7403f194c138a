package dev.cairn.sample;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Prints headings, lines and tables, and on a terminal also a line that the next output replaces. */
final class ConsoleOutput {
    /** The maximum width of a replaceable line: a longer one would wrap, and only its last row could be erased. */
    private static final int MAX_REPLACEABLE_WIDTH = 79;

    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean isTerminal;
    private boolean hasReplaceableLine;

    ConsoleOutput(PrintStream out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    void printHeading(String text) {
        printLine("");
        printLine(isTerminal ? "\u001b[1m" + text + "\u001b[0m" : text);
    }

    void printLine(String text) {
        if (hasReplaceableLine) {
            out.print(ERASE_LINE);
            hasReplaceableLine = false;
        }
        out.println(text.stripTrailing());
        out.flush();
    }

    /** Prints lines below a heading. */
    void printParagraph(List<String> lines) {
        lines.forEach(line -> printLine("    " + line));
    }

    /** Prints a line that the next output replaces; does nothing if the output is not a terminal. */
    void printReplaceableLine(String text) {
        if (isTerminal) {
            out.print(ERASE_LINE + text.substring(0, Math.min(text.length(), MAX_REPLACEABLE_WIDTH)));
            out.flush();
            hasReplaceableLine = true;
        }
    }

    /**
     * Prints a table whose columns are as wide as their longest text; columns of numbers are right-aligned. Each row
     * must have a value for each title.
     */
    void printTable(List<String> titles, List<List<String>> rows) {
        List<List<String>> allRows = new ArrayList<>();
        allRows.add(titles);
        allRows.addAll(rows);
        List<Integer> widths = new ArrayList<>();
        List<Boolean> isNumericByColumnIndex = new ArrayList<>();
        for (int column = 0; column < titles.size(); column++) {
            int columnIndex = column;
            widths.add(Collections.max(
                    allRows.stream().map(row -> row.get(columnIndex).length()).toList()));
            isNumericByColumnIndex.add(
                    isNumeric(rows.stream().map(row -> row.get(columnIndex)).toList()));
        }
        allRows.forEach(row -> printLine(alignCells(row, widths, isNumericByColumnIndex)));
    }

    /** Returns whether the values of a column of a table are numbers, or dashes for missing ones. */
    static boolean isNumeric(List<String> columnValues) {
        return !columnValues.isEmpty() && columnValues.stream().allMatch(value -> value.matches("-?\\d+(\\.\\d+)?|-"));
    }

    private static String alignCells(List<String> values, List<Integer> widths, List<Boolean> isNumericByColumnIndex) {
        StringBuilder line = new StringBuilder("  ");
        for (int columnIndex = 0; columnIndex < values.size(); columnIndex++) {
            String value = values.get(columnIndex);
            String padding = " ".repeat(widths.get(columnIndex) - value.length());
            line.append("  ").append(isNumericByColumnIndex.get(columnIndex) ? padding + value : value + padding);
        }
        return line.toString();
    }
}
