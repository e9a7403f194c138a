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
public final class MermaidDiagramRenderer {
    private final SchemaDocument document;
    private final Map<ObjectName, String> nodeIdByObject = new HashMap<>();

    private MermaidDiagramRenderer(SchemaDocument document) {
        this.document = document;
        for (DocumentedObject object : document.objects()) {
            nodeIdByObject.put(object.name(), "o" + nodeIdByObject.size());
        }
    }

    /** Returns the diagram of the tables with their columns and relationships. */
    public static String renderEntityDiagram(SchemaDocument document) {
        return new MermaidDiagramRenderer(document).renderEntities();
    }

    /** Returns the diagram of the objects, with an arrow from each object to the objects that read it. */
    static String renderFlowDiagram(SchemaDocument document) {
        return new MermaidDiagramRenderer(document).renderFlow();
    }

    private String renderEntities() {
        StringBuilder diagram = new StringBuilder("erDiagram\n");
        for (DocumentedObject object : document.objects()) {
            if (object.kind() == DocumentedKind.TABLE || hasRelationship(object)) {
                diagram.append("    ")
                        .append(nodeIdByObject.get(object.name()))
                        .append('[')
                        .append(MermaidFlowchart.quote(object.name().toString()))
                        .append("] {\n");
                for (DocumentedColumn column : object.columns()) {
                    diagram.append("        ")
                            .append(toWord(column.type().isEmpty() ? "unknown" : column.type()))
                            .append(' ')
                            .append(toWord(column.name()))
                            .append(column.keyRole() == KeyRole.UNIQUE ? " PK" : "")
                            .append(column.comment().isEmpty() ? "" : " " + MermaidFlowchart.quote(column.comment()))
                            .append('\n');
                }
                diagram.append("    }\n");
            }
        }
        for (Relationship relationship : document.connections().relationships()) {
            diagram.append("    ")
                    .append(nodeIdByObject.get(relationship.referencedObject()))
                    .append(relationship.isUnique() ? " ||" : " }o")
                    .append(relationship.isDeclared() ? "--" : "..")
                    .append("o{ ")
                    .append(nodeIdByObject.get(relationship.referencingObject()))
                    .append(" : ")
                    .append(MermaidFlowchart.quote(joinColumnNames(relationship.referencingColumns())))
                    .append('\n');
        }
        return diagram.toString();
    }

    private boolean hasRelationship(DocumentedObject object) {
        return document.connections().relationships().stream()
                .anyMatch(relationship -> relationship.referencingObject().equals(object.name())
                        || relationship.referencedObject().equals(object.name()));
    }

    static String joinColumnNames(List<ObjectColumn> columns) {
        return columns.stream().map(ObjectColumn::column).collect(Collectors.joining(", "));
    }

    private String renderFlow() {
        MermaidFlowchart flowchart = new MermaidFlowchart();
        document.objects().stream()
                .filter(document::isInFlow)
                .forEach(object -> flowchart.addNode(
                        requireNodeId(object.name()),
                        chooseShape(object.kind()),
                        object.name().toString()));
        document.collectSources()
                .forEach((reader, sources) -> sources.forEach(
                        object -> flowchart.addArrow(requireNodeId(object), requireNodeId(reader), "", false)));
        return flowchart.toString();
    }

    private String requireNodeId(ObjectName objectName) {
        return Objects.requireNonNull(nodeIdByObject.get(objectName), objectName::toString);
    }

    private static Shape chooseShape(DocumentedKind kind) {
        return switch (kind) {
            case TABLE -> Shape.RECTANGLE;
            case VIEW -> Shape.ROUNDED;
            case MATERIALIZED_VIEW, SYNCHRONOUS_VIEW -> Shape.CYLINDER;
            case QUERY, CLUSTER_OBJECT -> Shape.STADIUM;
            case EXTERNAL, ROLE -> Shape.PARALLELOGRAM;
        };
    }

    /**
     * Returns a type or a name of a column as a word of Mermaid, which begins with a letter. Characters other than
     * letters, digits, underscores, hyphens, parentheses and brackets are replaced by underscores.
     */
    private static String toWord(String text) {
        String word = text.replaceAll("[^\\p{L}\\p{N}_()\\[\\]-]+", "_").replaceFirst("_$", "");
        return word.isEmpty() || !Character.isLetter(word.charAt(0)) ? "c_" + word : word;
    }
}
