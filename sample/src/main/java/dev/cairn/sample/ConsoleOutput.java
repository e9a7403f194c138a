package dev.cairn.sample;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Prints headings, lines and tables; on a terminal also a line that the next output replaces. */
final class ConsoleOutput {
    /** The maximum width of a replaceable line: a longer one would wrap, and only its last row could be erased. */
    private static final int WIDTH = 79;

    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private boolean replaceable;

    ConsoleOutput(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void heading(String text) {
        line("");
        line(terminal ? "\u001b[1m" + text + "\u001b[0m" : text);
    }

    void line(String text) {
        if (replaceable) {
            out.print(ERASE_LINE);
            replaceable = false;
        }
        out.println(text.stripTrailing());
        out.flush();
    }

    /** Prints lines below a heading. */
    void paragraph(List<String> lines) {
        lines.forEach(line -> line("    " + line));
    }

    /** Prints a line that the next output replaces; does nothing unless on a terminal. */
    void replaceableLine(String text) {
        if (terminal) {
            out.print(ERASE_LINE + text.substring(0, Math.min(text.length(), WIDTH)));
            out.flush();
            replaceable = true;
        }
    }

    /** Prints a table with columns as wide as their values; numbers are right-aligned. */
    void table(List<String> titles, List<List<String>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(titles);
        lines.addAll(rows);
        List<Integer> widths = new ArrayList<>();
        List<Boolean> numbers = new ArrayList<>();
        for (int column = 0; column < titles.size(); column++) {
            int at = column;
            widths.add(Collections.max(
                    lines.stream().map(line -> line.get(at).length()).toList()));
            numbers.add(rows.stream().allMatch(row -> row.get(at).matches("[-\\d.]+|-")));
        }
        lines.forEach(line -> line(aligned(line, widths, numbers)));
    }

    private static String aligned(List<String> values, List<Integer> widths, List<Boolean> numbers) {
        StringBuilder line = new StringBuilder("  ");
        for (int column = 0; column < values.size(); column++) {
            String value = values.get(column);
            String gap = " ".repeat(widths.get(column) - value.length());
            line.append("  ").append(numbers.get(column) ? gap + value : value + gap);
        }
        return line.toString();
    }
}
