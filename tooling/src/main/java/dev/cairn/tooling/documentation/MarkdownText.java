package dev.cairn.tooling.documentation;

import dev.cairn.catalog.SeedRows;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedColumn;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedMigration;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.Fact;
import dev.cairn.tooling.documentation.SchemaDocument.KeyPart;
import dev.cairn.tooling.documentation.SchemaDocument.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a document as Markdown with diagrams in the language of Mermaid, which GitHub and GitLab draw. */
public final class MarkdownText {
    private final SchemaDocument document;
    private final Map<ObjectName, SortedSet<ObjectName>> reads;
    private final Map<ObjectName, SortedSet<ObjectName>> readBy = new TreeMap<>();
    private final Set<ObjectName> queries;
    private final StringBuilder text = new StringBuilder();

    private MarkdownText(SchemaDocument document) {
        this.document = document;
        this.reads = document.reads();
        this.queries = document.objects(Kind.QUERY).stream()
                .map(DocumentedObject::name)
                .collect(Collectors.toSet());
        reads.forEach((reader, objects) -> objects.forEach(object ->
                readBy.computeIfAbsent(object, none -> new TreeSet<>()).add(reader)));
    }

    /** Returns the text. */
    public static String of(SchemaDocument document) {
        return new MarkdownText(document).text();
    }

    private String text() {
        text.append("# ")
                .append(escaped(document.title()))
                .append("\n\n")
                .append(document.server())
                .append("\n");
        if (!document.omissions().isEmpty()) {
            text.append("\n## Not in this document\n\n");
            document.omissions()
                    .forEach(omission ->
                            text.append("- ").append(escaped(omission)).append('\n'));
        }
        if (!document.uses().isEmpty()) {
            text.append("\n## Data flow\n\n");
            addBlock("mermaid", MermaidDiagrams.flow(document));
        }
        if (!document.relationships().isEmpty()) {
            text.append("\n## Entities\n\n");
            addBlock("mermaid", MermaidDiagrams.entities(document));
        }
        for (Kind kind : Kind.values()) {
            List<DocumentedObject> objects = document.objects(kind);
            if (!objects.isEmpty()) {
                text.append("\n## ").append(kind.heading()).append('\n');
                objects.forEach(this::add);
            }
        }
        List<DocumentedMigration> recorded = new ArrayList<>(document.migrations());
        recorded.removeIf(DocumentedMigration::isRepeatable);
        if (!recorded.isEmpty()) {
            text.append("\n## Migrations\n\n| Migration | Changes |\n| --- | --- |\n");
            for (DocumentedMigration migration : recorded) {
                addRow(migration.name(), names(migration.objects()));
            }
        }
        if (recorded.size() < document.migrations().size()) {
            text.append("\n## Repeatable migrations\n\n")
                    .append(SchemaDocument.REPETITION)
                    .append('\n');
            document.migrations().stream()
                    .filter(DocumentedMigration::isRepeatable)
                    .forEach(this::addRepeatable);
        }
        return text.toString();
    }

    private void addRepeatable(DocumentedMigration migration) {
        text.append("\n### ").append(escaped(migration.name())).append("\n\n");
        if (!migration.title().equals(migration.name())) {
            text.append(escaped(migration.title())).append("\n\n");
        }
        if (!migration.objects().isEmpty()) {
            addNames("Changes", new TreeSet<>(migration.objects()));
            text.append('\n');
        }
        addBlock("sql", migration.sql());
    }

    private void add(DocumentedObject object) {
        text.append("\n### ").append(escaped(object.name().toString())).append("\n\n");
        if (!object.comment().isEmpty()) {
            text.append(escaped(object.comment())).append("\n\n");
        }
        int list = text.length();
        object.measurements().forEach(this::add);
        object.facts().forEach(this::add);
        SortedSet<ObjectName> sources = new TreeSet<>(reads.getOrDefault(object.name(), new TreeSet<>()));
        SortedSet<ObjectName> writers = new TreeSet<>(sources);
        writers.retainAll(queries);
        sources.removeAll(queries);
        addNames("Reads", sources);
        addNames("Written by", writers);
        addNames(
                object.kind() == Kind.QUERY ? "Writes" : "Read by",
                readBy.getOrDefault(object.name(), new TreeSet<>()));
        if (!object.columns().isEmpty()) {
            text.append(text.length() == list ? "" : "\n")
                    .append("| Column | Type | Description |\n| --- | --- | --- |\n");
            for (DocumentedColumn column : object.columns()) {
                addRow(
                        column.name() + (column.key() != KeyPart.NONE ? " (key)" : ""),
                        column.type()
                                + (column.nullable() ? "" : " NOT NULL")
                                + (column.value().isEmpty() ? "" : " DEFAULT " + column.value()),
                        column.comment() + (column.expression().isEmpty() ? "" : " = " + column.expression()));
            }
        }
        if (!object.rows().isEmpty()) {
            addDeclaredRows(object);
        }
        if (!object.sql().isEmpty()) {
            text.append('\n');
            addBlock("sql", object.sql());
        }
    }

    /** Adds a table of the declared rows. GitHub and GitLab fold the element {@code details}. */
    private void addDeclaredRows(DocumentedObject object) {
        int count = object.rows().rows().size();
        boolean folded = count > SchemaDocument.UNFOLDED_ROWS;
        text.append(folded ? "\n<details>\n<summary>" : "\n")
                .append("Declared rows: ")
                .append(count)
                .append(folded ? "</summary>\n\n" : "\n\n");
        List<String> columns = object.rowColumns();
        addRow(columns.toArray(String[]::new));
        text.append("| --- ".repeat(columns.size())).append("|\n");
        for (SeedRows.Row row : object.rows().rows()) {
            text.append(row.values(columns).stream()
                    .map(MarkdownText::cell)
                    .collect(Collectors.joining(" | ", "| ", " |\n")));
        }
        text.append(folded ? "\n</details>\n" : "");
    }

    /** Returns a value of a row, in which NULL differs from the text of the same letters. */
    private static String cell(@Nullable String value) {
        return value == null
                ? "*NULL*"
                : value.lines().map(MarkdownText::escaped).collect(Collectors.joining("<br>"));
    }

    private void add(Fact fact) {
        text.append("- ").append(fact.label()).append(": ").append(escaped(fact.value()));
        text.append(fact.assumed() ? " (chosen by the server)" : "").append('\n');
    }

    private void addNames(String label, SortedSet<ObjectName> names) {
        if (!names.isEmpty()) {
            text.append("- ")
                    .append(label)
                    .append(": ")
                    .append(escaped(names(names)))
                    .append('\n');
        }
    }

    private static String names(Collection<ObjectName> names) {
        return names.stream().map(ObjectName::toString).collect(Collectors.joining(", "));
    }

    private void addRow(String... cells) {
        text.append(Arrays.stream(cells).map(MarkdownText::escaped).collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /** Adds a block of code, with a fence that its text does not contain. */
    private void addBlock(String language, String code) {
        String fence = "```";
        while (code.contains(fence)) {
            fence += "`";
        }
        text.append(fence)
                .append(language)
                .append('\n')
                .append(code.stripTrailing())
                .append('\n');
        text.append(fence).append('\n');
    }

    private static String escaped(String line) {
        return line.replaceAll("\\R", " ")
                .replaceAll("([\\\\`*_\\[\\]<>|#&~])", "\\\\$1")
                .strip();
    }
}
