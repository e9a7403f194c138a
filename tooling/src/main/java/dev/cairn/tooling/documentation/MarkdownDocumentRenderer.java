package dev.cairn.tooling.documentation;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedColumn;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedKind;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedMigration;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.Fact;
import dev.cairn.tooling.documentation.SchemaDocument.KeyRole;
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
public final class MarkdownDocumentRenderer {
    private final SchemaDocument document;
    private final Map<ObjectName, SortedSet<ObjectName>> sourcesByObject;
    private final Map<ObjectName, SortedSet<ObjectName>> readersByObject = new TreeMap<>();
    private final Set<ObjectName> writerNames;
    private final MarkdownWriter markdownWriter = new MarkdownWriter();

    private MarkdownDocumentRenderer(SchemaDocument document) {
        this.document = document;
        this.sourcesByObject = document.collectSources();
        this.writerNames = document.objects().stream()
                .filter(object -> object.kind().isWriter())
                .map(DocumentedObject::name)
                .collect(Collectors.toSet());
        sourcesByObject.forEach((reader, objects) -> objects.forEach(object ->
                readersByObject.computeIfAbsent(object, key -> new TreeSet<>()).add(reader)));
    }

    /** Returns a document as Markdown. */
    public static String render(SchemaDocument document) {
        return new MarkdownDocumentRenderer(document).writeDocument();
    }

    private String writeDocument() {
        markdownWriter.addHeading(1, document.title()).addRaw(document.serverDescription());
        if (!document.omissions().isEmpty()) {
            markdownWriter.addHeading(2, "Not in this document").addItems(document.omissions());
        }
        if (!document.connections().uses().isEmpty()) {
            markdownWriter
                    .addHeading(2, "Data flow")
                    .addCodeBlock("mermaid", MermaidDiagramRenderer.renderFlowDiagram(document));
        }
        if (!document.connections().relationships().isEmpty()) {
            markdownWriter
                    .addHeading(2, "Entities")
                    .addCodeBlock("mermaid", MermaidDiagramRenderer.renderEntityDiagram(document));
        }
        for (DocumentedKind kind : DocumentedKind.values()) {
            List<DocumentedObject> objects = document.selectObjects(kind);
            if (!objects.isEmpty()) {
                markdownWriter.addHeading(2, kind.heading());
                objects.forEach(this::addObject);
            }
        }
        List<DocumentedMigration> recordedMigrations = new ArrayList<>(document.migrations());
        recordedMigrations.removeIf(DocumentedMigration::isRepeatable);
        if (!recordedMigrations.isEmpty()) {
            markdownWriter
                    .addHeading(2, "Migrations")
                    .addTable(
                            List.of("Migration", "Changes"),
                            recordedMigrations.stream()
                                    .map(migration -> List.of(migration.name(), renderNames(migration.objects())))
                                    .toList());
        }
        if (recordedMigrations.size() < document.migrations().size()) {
            markdownWriter.addHeading(2, "Repeatable migrations").addParagraph(SchemaDocument.REPETITION_RULE);
            document.migrations().stream()
                    .filter(DocumentedMigration::isRepeatable)
                    .forEach(this::addRepeatableMigration);
        }
        return markdownWriter.toString();
    }

    private void addRepeatableMigration(DocumentedMigration migration) {
        markdownWriter.addHeading(3, migration.name());
        if (!migration.title().equals(migration.name())) {
            markdownWriter.addParagraph(migration.title());
        }
        markdownWriter
                .addItems(renderNamesItem("Changes", new TreeSet<>(migration.objects())))
                .addCodeBlock("sql", migration.sql());
    }

    private void addObject(DocumentedObject object) {
        markdownWriter.addHeading(3, object.name().toString());
        if (!object.title().comment().isEmpty()) {
            markdownWriter.addParagraph(object.title().comment());
        }
        List<String> facts = new ArrayList<>();
        object.facts().statistics().forEach(fact -> facts.add(renderFact(fact)));
        object.facts().definition().forEach(fact -> facts.add(renderFact(fact)));
        // The loads that write a table are among its sources.
        SortedSet<ObjectName> sources = new TreeSet<>(sourcesByObject.getOrDefault(object.name(), new TreeSet<>()));
        SortedSet<ObjectName> writers = new TreeSet<>(sources);
        writers.retainAll(writerNames);
        sources.removeAll(writerNames);
        facts.addAll(renderNamesItem("Reads", sources));
        facts.addAll(renderNamesItem("Written by", writers));
        facts.addAll(renderNamesItem(
                object.kind().isWriter() ? "Writes" : "Read by",
                readersByObject.getOrDefault(object.name(), new TreeSet<>())));
        markdownWriter.addItems(facts);
        if (!object.columns().isEmpty()) {
            markdownWriter.addTable(
                    List.of("Column", "Type", "Description"),
                    object.columns().stream()
                            .map(MarkdownDocumentRenderer::renderColumn)
                            .toList());
        }
        if (!object.rows().isEmpty()) {
            addDeclaredRows(object);
        }
        if (!object.source().sql().isEmpty()) {
            markdownWriter.addCodeBlock("sql", object.source().sql());
        }
    }

    private static List<String> renderColumn(DocumentedColumn column) {
        return List.of(
                column.name() + (column.keyRole() != KeyRole.NONE ? " (key)" : ""),
                column.type()
                        + (column.isNullable() ? "" : " NOT NULL")
                        + (column.valueSource().defaultValue().isEmpty()
                                ? ""
                                : " DEFAULT " + column.valueSource().defaultValue()),
                column.comment()
                        + (column.valueSource().expression().isEmpty()
                                ? ""
                                : " = " + column.valueSource().expression()));
    }

    /** Adds a table of the declared rows. GitHub and GitLab fold the element {@code details}. */
    private void addDeclaredRows(DocumentedObject object) {
        String title = "Declared rows: " + object.rows().rows().size();
        boolean isFolded = object.rows().rows().size() > SchemaDocument.MAX_UNFOLDED_ROWS;
        List<String> columns = object.rowColumnNames();
        markdownWriter
                .addRaw(isFolded ? "<details>\n<summary>" + title + "</summary>" : title)
                .addRawTable(
                        columns,
                        object.rows().rows().stream()
                                .map(row -> row.selectValues(columns).stream()
                                        .map(MarkdownDocumentRenderer::renderCell)
                                        .toList())
                                .toList());
        if (isFolded) {
            markdownWriter.addRaw("</details>");
        }
    }

    /** Renders a value; NULL is in italics, so it differs from the text NULL. */
    private static String renderCell(@Nullable String value) {
        return value == null
                ? "*NULL*"
                : value.lines().map(MarkdownWriter::escape).collect(Collectors.joining("<br>"));
    }

    private static String renderFact(Fact fact) {
        return fact.label() + ": " + fact.value() + (fact.isAssumed() ? " (chosen by the server)" : "");
    }

    /** Returns an item with a label and the names; an empty list if there are no names. */
    private static List<String> renderNamesItem(String label, SortedSet<ObjectName> names) {
        return names.isEmpty() ? List.of() : List.of(label + ": " + renderNames(names));
    }

    private static String renderNames(Collection<ObjectName> names) {
        return names.stream().map(ObjectName::toString).collect(Collectors.joining(", "));
    }
}
