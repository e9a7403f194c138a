package dev.cairn.tooling.documentation;

import dev.cairn.lineage.ObjectColumn;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedColumn;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedKind;
import dev.cairn.tooling.documentation.SchemaDocument.DocumentedObject;
import dev.cairn.tooling.documentation.SchemaDocument.KeyRole;
import dev.cairn.tooling.documentation.SchemaDocument.Relationship;
import dev.cairn.tooling.report.MermaidFlowchart;
import dev.cairn.tooling.report.MermaidFlowchart.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Writes a document as diagrams in the language of Mermaid. */
public final class MermaidDiagrams {
    private final SchemaDocument document;
    private final Map<ObjectName, String> nodes = new HashMap<>();

    private MermaidDiagrams(SchemaDocument document) {
        this.document = document;
        for (DocumentedObject object : document.objects()) {
            nodes.put(object.name(), "o" + nodes.size());
        }
    }

    /** Returns the diagram of the tables with their columns and relationships. */
    public static String renderEntityDiagram(SchemaDocument document) {
        return new MermaidDiagrams(document).drawEntities();
    }

    /** Returns the diagram of the objects, with an arrow from each object to those that read it. */
    static String renderFlowDiagram(SchemaDocument document) {
        return new MermaidDiagrams(document).drawFlow();
    }

    private String drawEntities() {
        StringBuilder text = new StringBuilder("erDiagram\n");
        for (DocumentedObject object : document.objects()) {
            if (object.kind() == DocumentedKind.TABLE || isRelated(object)) {
                text.append("    ")
                        .append(nodes.get(object.name()))
                        .append('[')
                        .append(MermaidFlowchart.quote(object.name().toString()))
                        .append("] {\n");
                for (DocumentedColumn column : object.columns()) {
                    text.append("        ")
                            .append(toWord(column.type().isEmpty() ? "unknown" : column.type()))
                            .append(' ')
                            .append(toWord(column.name()))
                            .append(column.keyRole() == KeyRole.UNIQUE ? " PK" : "")
                            .append(column.comment().isEmpty() ? "" : " " + MermaidFlowchart.quote(column.comment()))
                            .append('\n');
                }
                text.append("    }\n");
            }
        }
        for (Relationship relationship : document.connections().relationships()) {
            text.append("    ")
                    .append(nodes.get(relationship.referencedObject()))
                    .append(relationship.unique() ? " ||" : " }o")
                    .append(relationship.declared() ? "--" : "..")
                    .append("o{ ")
                    .append(nodes.get(relationship.referencingObject()))
                    .append(" : ")
                    .append(MermaidFlowchart.quote(joinNames(relationship.referencingColumns())))
                    .append('\n');
        }
        return text.toString();
    }

    private boolean isRelated(DocumentedObject object) {
        return document.connections().relationships().stream()
                .anyMatch(relationship -> relationship.referencingObject().equals(object.name())
                        || relationship.referencedObject().equals(object.name()));
    }

    static String joinNames(List<ObjectColumn> columns) {
        return columns.stream().map(ObjectColumn::column).collect(Collectors.joining(", "));
    }

    private String drawFlow() {
        MermaidFlowchart chart = new MermaidFlowchart();
        document.objects().stream()
                .filter(object -> object.kind() != DocumentedKind.ROLE)
                .forEach(object -> chart.node(
                        node(object.name()),
                        shapeOf(object.kind()),
                        object.name().toString()));
        document.findReadObjects()
                .forEach((reader, read) -> read.forEach(object -> chart.arrow(node(object), node(reader), "", false)));
        return chart.toString();
    }

    private String node(ObjectName object) {
        return Objects.requireNonNull(nodes.get(object), object::toString);
    }

    private static Shape shapeOf(DocumentedKind kind) {
        return switch (kind) {
            case TABLE -> Shape.RECTANGLE;
            case VIEW -> Shape.ROUNDED;
            case MATERIALIZED_VIEW, SYNCHRONOUS_VIEW -> Shape.CYLINDER;
            case QUERY -> Shape.STADIUM;
            case EXTERNAL, ROLE -> Shape.PARALLELOGRAM;
        };
    }

    /** Types and names of columns are words, in which Mermaid allows brackets and hyphens, but no other signs. */
    private static String toWord(String text) {
        String word = text.replaceAll("[^\\p{L}\\p{N}_()\\[\\]-]+", "_").replaceFirst("_$", "");
        return word.isEmpty() || !Character.isLetter(word.charAt(0)) ? "c_" + word : word;
    }
}
