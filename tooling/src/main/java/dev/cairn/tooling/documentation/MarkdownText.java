package dev.cairn.tooling.documentation;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedColumn;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedMigration;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.Fact;
import dev.cairn.tooling.documentation.SchemaDocument.KeyPart;
import dev.cairn.tooling.documentation.SchemaDocument.Kind;
import dev.cairn.tooling.report.MarkdownWriter;
import java.util.ArrayList;
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
    private final MarkdownWriter markdown = new MarkdownWriter();

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
    public static String render(SchemaDocument document) {
        return new MarkdownText(document).text();
    }

    private String text() {
        markdown.heading(1, document.title()).raw(document.server());
        if (!document.omissions().isEmpty()) {
            markdown.heading(2, "Not in this document").items(document.omissions());
        }
        if (!document.connections().uses().isEmpty()) {
            markdown.heading(2, "Data flow").code("mermaid", MermaidDiagrams.flowDiagram(document));
        }
        if (!document.connections().relationships().isEmpty()) {
            markdown.heading(2, "Entities").code("mermaid", MermaidDiagrams.entityDiagram(document));
        }
        for (Kind kind : Kind.values()) {
            List<DocumentedObject> objects = document.objects(kind);
            if (!objects.isEmpty()) {
                markdown.heading(2, kind.heading());
                objects.forEach(this::add);
            }
        }
        List<DocumentedMigration> recorded = new ArrayList<>(document.migrations());
        recorded.removeIf(DocumentedMigration::repeatable);
        if (!recorded.isEmpty()) {
            markdown.heading(2, "Migrations")
                    .table(
                            List.of("Migration", "Changes"),
                            recorded.stream()
                                    .map(migration -> List.of(migration.name(), names(migration.objects())))
                                    .toList());
        }
        if (recorded.size() < document.migrations().size()) {
            markdown.heading(2, "Repeatable migrations").paragraph(SchemaDocument.REPETITION);
            document.migrations().stream()
                    .filter(DocumentedMigration::repeatable)
                    .forEach(this::addRepeatable);
        }
        return markdown.toString();
    }

    private void addRepeatable(DocumentedMigration migration) {
        markdown.heading(3, migration.name());
        if (!migration.title().equals(migration.name())) {
            markdown.paragraph(migration.title());
        }
        List<String> changes = new ArrayList<>();
        addNames("Changes", new TreeSet<>(migration.objects()), changes);
        markdown.items(changes).code("sql", migration.sql());
    }

    private void add(DocumentedObject object) {
        markdown.heading(3, object.name().toString());
        if (!object.title().comment().isEmpty()) {
            markdown.paragraph(object.title().comment());
        }
        List<String> facts = new ArrayList<>();
        object.details().measurements().forEach(fact -> facts.add(text(fact)));
        object.details().definition().forEach(fact -> facts.add(text(fact)));
        SortedSet<ObjectName> sources = new TreeSet<>(reads.getOrDefault(object.name(), new TreeSet<>()));
        SortedSet<ObjectName> writers = new TreeSet<>(sources);
        writers.retainAll(queries);
        sources.removeAll(queries);
        addNames("Reads", sources, facts);
        addNames("Written by", writers, facts);
        addNames(
                object.kind() == Kind.QUERY ? "Writes" : "Read by",
                readBy.getOrDefault(object.name(), new TreeSet<>()),
                facts);
        markdown.items(facts);
        if (!object.columns().isEmpty()) {
            markdown.table(
                    List.of("Column", "Type", "Description"),
                    object.columns().stream().map(MarkdownText::row).toList());
        }
        if (!object.rows().isEmpty()) {
            addDeclaredRows(object);
        }
        if (!object.source().sql().isEmpty()) {
            markdown.code("sql", object.source().sql());
        }
    }

    private static List<String> row(DocumentedColumn column) {
        return List.of(
                column.name() + (column.key() != KeyPart.NONE ? " (key)" : ""),
                column.type()
                        + (column.nullable() ? "" : " NOT NULL")
                        + (column.source().defaultValue().isEmpty()
                                ? ""
                                : " DEFAULT " + column.source().defaultValue()),
                column.comment()
                        + (column.source().expression().isEmpty()
                                ? ""
                                : " = " + column.source().expression()));
    }

    /** Adds a table of the declared rows. GitHub and GitLab fold the element {@code details}. */
    private void addDeclaredRows(DocumentedObject object) {
        String title = "Declared rows: " + object.rows().rows().size();
        boolean folded = object.rows().rows().size() > SchemaDocument.UNFOLDED_ROWS;
        List<String> columns = object.rowColumns();
        markdown.raw(folded ? "<details>\n<summary>" + title + "</summary>" : title)
                .rawTable(
                        columns,
                        object.rows().rows().stream()
                                .map(row -> row.values(columns).stream()
                                        .map(MarkdownText::cell)
                                        .toList())
                                .toList());
        if (folded) {
            markdown.raw("</details>");
        }
    }

    /** Returns a value of a row, in which NULL differs from the text of the same letters. */
    private static String cell(@Nullable String value) {
        return value == null
                ? "*NULL*"
                : value.lines().map(MarkdownWriter::escape).collect(Collectors.joining("<br>"));
    }

    private static String text(Fact fact) {
        return fact.label() + ": " + fact.value() + (fact.assumed() ? " (chosen by the server)" : "");
    }

    private static void addNames(String label, SortedSet<ObjectName> names, List<String> items) {
        if (!names.isEmpty()) {
            items.add(label + ": " + names(names));
        }
    }

    private static String names(Collection<ObjectName> names) {
        return names.stream().map(ObjectName::toString).collect(Collectors.joining(", "));
    }
}
