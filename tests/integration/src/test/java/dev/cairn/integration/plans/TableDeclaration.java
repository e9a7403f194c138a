package dev.cairn.integration.plans;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table {@code t} as named parts, each with its text; an empty text is an absent part. The names are those of the
 * clauses, or consist of the name of a column and that of its attribute ({@code v.type}), or begin with
 * {@code index.}, {@code property.} or {@code rollup.}.
 */
record TableDeclaration(Map<String, String> textByPart) {
    /** A table without any optional part. */
    static final TableDeclaration BASE = new TableDeclaration(Map.of())
            .with(parse("order=k d m v w x c g; k.type=INT; k.null=NOT NULL; d.type=DATE; d.null=NOT NULL; v.type=INT;"
                    + " w.type=VARCHAR(20); model=DUPLICATE KEY; key=k, d; distribution=HASH (k) BUCKETS 2"));

    private static final List<String> COLUMN_ATTRIBUTES =
            List.of("type", "aggregate", "null", "auto", "default", "generated", "comment");

    TableDeclaration {
        textByPart = Map.copyOf(textByPart);
    }

    /** Returns the texts of parts, which are separated by semicolons: {@code v.type=INT; sort=v}. */
    static Map<String, String> parse(String assignments) {
        Map<String, String> texts = new TreeMap<>();
        for (String assignment : assignments.split("; ?", -1)) {
            if (!assignment.isBlank()) {
                String[] partAndText = assignment.strip().split("=", 2);
                texts.put(partAndText[0], partAndText[1]);
            }
        }
        return texts;
    }

    TableDeclaration with(Map<String, String> newTexts) {
        Map<String, String> changedTexts = new TreeMap<>(textByPart);
        changedTexts.putAll(newTexts);
        return new TableDeclaration(changedTexts);
    }

    List<String> statements() {
        List<String> items = new ArrayList<>(Stream.of(text("order").split(" ", -1))
                .filter(this::hasColumn)
                .map(this::renderColumn)
                .toList());
        collectParts("index.").forEach((name, text) -> items.add("INDEX " + name + " " + text));
        String properties = collectParts("property.").entrySet().stream()
                .map(property -> "\"" + property.getKey() + "\" = \"" + property.getValue() + "\"")
                .collect(Collectors.joining(", "));
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE t (" + String.join(", ", items) + ") " + text("model") + " (" + text("key") + ") "
                + text("comment")
                + renderClause(" PARTITION BY ", "partition")
                + renderClause(" DISTRIBUTED BY ", "distribution")
                + renderSortKey()
                + renderClause(" ROLLUP ", "rollups")
                + (properties.isEmpty() ? "" : " PROPERTIES (" + properties + ")"));
        collectParts("rollup.")
                .forEach((name, query) -> statements.add("CREATE MATERIALIZED VIEW " + name + " AS " + query));
        return statements;
    }

    private String text(String part) {
        return textByPart.getOrDefault(part, "");
    }

    private boolean hasColumn(String name) {
        return !text(name + ".type").isEmpty();
    }

    /** Returns the text of a column; each value of an AGGREGATE KEY table has an aggregation. */
    private String renderColumn(String name) {
        boolean isAggregated = text("model").equals("AGGREGATE KEY")
                && text(name + ".generated").isEmpty()
                && !List.of(text("key").split(", ", -1)).contains(name);
        TableDeclaration complete = isAggregated && text(name + ".aggregate").isEmpty()
                ? with(Map.of(name + ".aggregate", "REPLACE"))
                : this;
        return name
                + COLUMN_ATTRIBUTES.stream()
                        .map(attribute -> complete.text(name + "." + attribute))
                        .filter(text -> !text.isEmpty())
                        .map(text -> " " + text)
                        .collect(Collectors.joining());
    }

    private Map<String, String> collectParts(String prefix) {
        Map<String, String> parts = new TreeMap<>();
        textByPart.forEach((part, text) -> {
            if (part.startsWith(prefix) && !text.isEmpty()) {
                parts.put(part.substring(prefix.length()), text);
            }
        });
        return parts;
    }

    private String renderClause(String keywords, String part) {
        return text(part).isEmpty() ? "" : keywords + text(part);
    }

    private String renderSortKey() {
        return text("sort").isEmpty() ? "" : " ORDER BY (" + text("sort") + ")";
    }
}
