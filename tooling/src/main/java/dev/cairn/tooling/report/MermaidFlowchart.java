package dev.cairn.tooling.report;

/**
 * A diagram of nodes and arrows from left to right, in the language of Mermaid. The labels of nodes and groups are
 * escaped. Identifiers are written unchanged, so they must be valid for Mermaid.
 */
public final class MermaidFlowchart {
    private final StringBuilder flowchart = new StringBuilder("flowchart LR\n");
    private String nodeIndentation = "    ";

    /** The shape of a node. */
    public enum Shape {
        RECTANGLE("[", "]"),
        ROUNDED("(", ")"),
        CYLINDER("[(", ")]"),
        STADIUM("([", "])"),
        PARALLELOGRAM("[/", "/]");

        private final String openingBracket;
        private final String closingBracket;

        Shape(String openingBracket, String closingBracket) {
            this.openingBracket = openingBracket;
            this.closingBracket = closingBracket;
        }
    }

    public MermaidFlowchart addNode(String id, Shape shape, String label) {
        flowchart
                .append(nodeIndentation)
                .append(id)
                .append(shape.openingBracket)
                .append(quote(label))
                .append(shape.closingBracket)
                .append('\n');
        return this;
    }

    /** Begins a group, which contains the nodes that are added before {@link #endGroup}. Groups are not nested. */
    public MermaidFlowchart beginGroup(String id, String label) {
        flowchart
                .append("    subgraph ")
                .append(id)
                .append('[')
                .append(quote(label))
                .append("]\n");
        nodeIndentation = "        ";
        return this;
    }

    public MermaidFlowchart endGroup() {
        nodeIndentation = "    ";
        flowchart.append("    end\n");
        return this;
    }

    /**
     * Adds an arrow.
     *
     * @param label a word, which is not escaped; empty for none
     */
    public MermaidFlowchart addArrow(String sourceId, String targetId, String label, boolean isDashed) {
        flowchart.append("    ").append(sourceId).append(isDashed ? " -.->" : " -->");
        flowchart
                .append(label.isEmpty() ? "" : "|" + label + "|")
                .append(' ')
                .append(targetId)
                .append('\n');
        return this;
    }

    /**
     * Returns a label in quotes, on one line. Its own quotes, and the characters that begin an entity or a tag of HTML,
     * are escaped.
     */
    public static String quote(String label) {
        String escapedLabel = label.replace("#", "#35;")
                .replace("\"", "#quot;")
                .replace("&", "#amp;")
                .replace("<", "#lt;")
                .replace(">", "#gt;");
        return '"' + escapedLabel.replaceAll("\\R", " ") + '"';
    }

    @Override
    public String toString() {
        return flowchart.toString();
    }
}
