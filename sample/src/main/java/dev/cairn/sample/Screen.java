package dev.cairn.sample;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a person reads: headings, lines and tables; on a terminal also what holds only for the moment. */
final class Screen {
    /** What is longer would go on in the next line, where nothing takes it away. */
    private static final int WIDTH = 79;

    private static final String TO_THE_BEGINNING = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private boolean passing;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void heading(String text) {
        line("");
        line(terminal ? "\u001b[1m" + text + "\u001b[0m" : text);
    }

    void line(String text) {
        if (passing) {
            out.print(TO_THE_BEGINNING);
            passing = false;
        }
        out.println(text.stripTrailing());
        out.flush();
    }

    /** Lines that belong to a heading. */
    void paragraph(List<String> lines) {
        lines.forEach(line -> line("    " + line));
    }

    /** Stays until something else is said. */
    void passing(String text) {
        if (terminal) {
            out.print(TO_THE_BEGINNING + text.substring(0, Math.min(text.length(), WIDTH)));
            out.flush();
            passing = true;
        }
    }

    /** Columns as wide as they have to be; numbers stand to the right. */
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
