package dev.cairn.sample;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Prints headings, lines and tables, and on a terminal a status line that the next output replaces. */
final class Screen {
    /** A longer status line would wrap, and could not be erased. */
    private static final int WIDTH = 79;

    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private boolean hasStatus;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void heading(String text) {
        line("");
        line(terminal ? "\u001b[1m" + text + "\u001b[0m" : text);
    }

    void line(String text) {
        if (hasStatus) {
            out.print(ERASE_LINE);
            hasStatus = false;
        }
        out.println(text.stripTrailing());
        out.flush();
    }

    /** Prints indented lines. */
    void paragraph(List<String> lines) {
        lines.forEach(line -> line("    " + line));
    }

    /** Shows a status line until something else is printed; does nothing without a terminal. */
    void status(String text) {
        if (terminal) {
            out.print(ERASE_LINE + text.substring(0, Math.min(text.length(), WIDTH)));
            out.flush();
            hasStatus = true;
        }
    }

    /** Prints a table with columns as wide as their values, and numbers aligned to the right. */
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
