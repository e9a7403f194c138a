package dev.cairn.embedded.recorded;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A case of recorded statements, which are run one after the other in a database of the case.
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
        /** The step is not a statement: the case waits until the asynchronous jobs have ended. */
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

    /** Returns the lines that stand for this case in a file of facts. */
    List<String> toLines() {
        List<String> lines = new ArrayList<>();
        lines.add("case " + name);
        for (Step step : steps) {
            lines.add(step.outcome().name().toLowerCase(Locale.ROOT) + " " + escape(step.sql()));
            step.rows().forEach(row -> lines.add("= " + escape(row)));
        }
        return lines;
    }

    /** Reads the cases from the lines of a file of facts. */
    public static List<RecordedCase> read(List<String> lines) {
        List<RecordedCase> cases = new ArrayList<>();
        String name = "";
        List<Step> steps = new ArrayList<>();
        for (String line : lines) {
            int blankIndex = line.indexOf(' ');
            String keyword = line.substring(0, blankIndex);
            String text = unescape(line.substring(blankIndex + 1));
            switch (keyword) {
                case "case" -> {
                    if (!steps.isEmpty()) {
                        cases.add(new RecordedCase(name, steps));
                    }
                    name = text;
                    steps = new ArrayList<>();
                }
                case "=" -> {
                    Step lastStep = steps.remove(steps.size() - 1);
                    List<String> rows = new ArrayList<>(lastStep.rows());
                    rows.add(text);
                    steps.add(new Step(lastStep.sql(), lastStep.outcome(), rows));
                }
                default -> steps.add(new Step(text, Outcome.valueOf(keyword.toUpperCase(Locale.ROOT)), List.of()));
            }
        }
        if (!steps.isEmpty()) {
            cases.add(new RecordedCase(name, steps));
        }
        return cases;
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String text) {
        StringBuilder unescaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '\\') {
                i++;
                character = switch (text.charAt(i)) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    default -> text.charAt(i);
                };
            }
            unescaped.append(character);
        }
        return unescaped.toString();
    }
}
