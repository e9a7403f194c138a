package dev.cairn.processor.documentation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The example in the Javadoc of an annotation, and its DDL.
 *
 * @param java the example; empty if the Javadoc has none
 * @param ddl the lines of its DDL, without the comma at the end of a line
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
            removeAsterisks(matcher.group(2))
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .lines()
                    .map(line -> line.strip().replaceFirst(",$", ""))
                    .filter(line -> !line.isEmpty())
                    .forEach(ddl::add);
        }
        return new Javadoc(removeAsterisks(matcher.group(1)), ddl);
    }

    private static String removeAsterisks(String lines) {
        return lines.replaceAll("(?m)^ \\* ?", "").replace("\n *\n", "\n\n");
    }

    boolean hasRecords() {
        return java.contains("record ");
    }

    /** Whether the example consists of annotations of a record, without components. */
    boolean hasOnlyClauses() {
        return java.lines().noneMatch(line -> line.startsWith("List<") || line.matches("@.*[\\w>\\]] \\w+"));
    }

    /**
     * Returns the annotations of each record: a second annotation of the same kind begins another example, except an
     * index.
     */
    List<String> clauses() {
        List<String> clauses = new ArrayList<>();
        String previousKind = "";
        for (String annotation : java.split("\\n(?=@)", 0)) {
            String kind = annotation.replaceFirst("(?s)\\(.*", "").strip();
            if (!clauses.isEmpty() && (!kind.equals(previousKind) || kind.equals("@Index"))) {
                clauses.set(clauses.size() - 1, clauses.get(clauses.size() - 1) + "\n" + annotation);
            } else {
                clauses.add(annotation);
            }
            previousKind = kind;
        }
        return clauses;
    }

    /** Returns the components, which are on a line each. */
    List<String> components() {
        return java.lines().filter(line -> !line.isBlank()).toList();
    }
}
