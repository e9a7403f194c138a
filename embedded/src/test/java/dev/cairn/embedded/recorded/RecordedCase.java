package dev.cairn.embedded.recorded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A case of recorded statements, which run one after the other in a database of their own.
 *
 * @param name the file and the name of the case in it
 */
public record RecordedCase(String name, List<Step> steps) {
    public RecordedCase {
        steps = List.copyOf(steps);
    }

    /** What the cluster did with a statement. */
    public enum Outcome {
        /** Nothing is known. */
        UNKNOWN,
        /** The statement was refused. */
        REFUSED,
        /** The statement is a query, and its rows are known. */
        ROWS,
        /** No statement: the case waits here until the asynchronous jobs have ended. */
        WAIT
    }

    /**
     * A statement.
     *
     * @param rows the rows, whose values are separated by tabs
     */
    public record Step(String sql, Outcome outcome, List<String> rows) {
        public Step {
            rows = List.copyOf(rows);
        }
    }

    /** Returns the lines of the file of facts that stand for a case. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("case " + name);
        for (Step step : steps) {
            lines.add(step.outcome().name().toLowerCase(Locale.ROOT) + " " + escaped(step.sql()));
            step.rows().forEach(row -> lines.add("= " + escaped(row)));
        }
        return lines;
    }

    /** Reads the cases from the lines of a file of facts. */
    public static List<RecordedCase> read(List<String> lines) {
        List<RecordedCase> cases = new ArrayList<>();
        String name = "";
        List<Step> steps = new ArrayList<>();
        for (String line : lines) {
            int blank = line.indexOf(' ');
            String word = line.substring(0, blank);
            String rest = original(line.substring(blank + 1));
            switch (word) {
                case "case" -> {
                    if (!steps.isEmpty()) {
                        cases.add(new RecordedCase(name, steps));
                    }
                    name = rest;
                    steps = new ArrayList<>();
                }
                case "=" -> {
                    Step last = steps.remove(steps.size() - 1);
                    List<String> rows = new ArrayList<>(last.rows());
                    rows.add(rest);
                    steps.add(new Step(last.sql(), last.outcome(), rows));
                }
                default -> steps.add(new Step(rest, Outcome.valueOf(word.toUpperCase(Locale.ROOT)), List.of()));
            }
        }
        if (!steps.isEmpty()) {
            cases.add(new RecordedCase(name, steps));
        }
        return cases;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String original(String text) {
        StringBuilder original = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                c = switch (text.charAt(i)) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    default -> text.charAt(i);
                };
            }
            original.append(c);
        }
        return original.toString();
    }
}
