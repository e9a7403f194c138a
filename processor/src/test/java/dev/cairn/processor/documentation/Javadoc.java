package dev.cairn.processor.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the javadoc of an annotation shows.
 *
 * @param java the example
 * @param ddl the lines that it becomes, without commas behind them
 */
record Javadoc(String java, List<String> ddl) {
    private static final Pattern EXAMPLE = Pattern.compile(
            "<pre>\\{@code\\n(.*?) \\* }</pre>(?:\\s+\\*\\s+\\* <pre>\\n(.*?) \\* </pre>)?", Pattern.DOTALL);

    static Javadoc of(String source) {
        Matcher matcher = EXAMPLE.matcher(source);
        if (!matcher.find()) {
            return new Javadoc("", List.of());
        }
        List<String> ddl = new ArrayList<>();
        if (matcher.group(2) != null) {
            plain(matcher.group(2))
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .lines()
                    .map(line -> line.strip().replaceFirst(",$", ""))
                    .filter(line -> !line.isEmpty())
                    .forEach(ddl::add);
        }
        return new Javadoc(plain(matcher.group(1)), ddl);
    }

    private static String plain(String lines) {
        return lines.replaceAll("(?m)^ \\* ?", "").replace("\n *\n", "\n\n");
    }

    boolean isOfRecords() {
        return java.contains("record ");
    }

    /** Whether it shows annotations of a record, and no component. */
    boolean isOfClauses() {
        return java.lines().noneMatch(line -> line.startsWith("List<") || line.matches("@.*[\\w>\\]] \\w+"));
    }

    /** Annotations that stand on one record; a second one of a kind is another example. */
    List<String> clauses() {
        List<String> clauses = new ArrayList<>();
        String before = "";
        for (String part : java.split("\\n(?=@)", 0)) {
            String kind = part.replaceFirst("(?s)\\(.*", "").strip();
            if (!clauses.isEmpty() && (!kind.equals(before) || kind.equals("@Index"))) {
                clauses.set(clauses.size() - 1, clauses.get(clauses.size() - 1) + "\n" + part);
            } else {
                clauses.add(part);
            }
            before = kind;
        }
        return clauses;
    }

    /** A component on each line. */
    List<String> components() {
        return java.lines().filter(line -> !line.isBlank()).toList();
    }
}
