package dev.cairn.tooling.lineage;

import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.ReaderGraph.Edge;
import dev.cairn.plan.part.ObjectName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Draws the uses of columns: a box for each object, with its columns, and an arrow for each use. */
public final class LineageDiagram {
    private final List<Edge> edges;
    private final SortedMap<ObjectName, SortedSet<ObjectColumn>> objects = new TreeMap<>();
    private final List<ObjectColumn> columns = new ArrayList<>();

    public LineageDiagram(Collection<Edge> edges) {
        this.edges = List.copyOf(edges);
        for (Edge edge : edges) {
            add(edge.from());
            add(edge.to());
        }
        objects.values().forEach(columns::addAll);
    }

    private void add(ObjectColumn column) {
        objects.computeIfAbsent(column.object(), none -> new TreeSet<>()).add(column);
    }

    private String node(ObjectColumn column) {
        return "c" + columns.indexOf(column);
    }

    private static String name(ObjectColumn column) {
        return column.column().isEmpty() ? "(rows)" : column.column();
    }

    /** Returns the diagram in the language of Mermaid. */
    public String mermaid() {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        int number = 0;
        for (ObjectName object : objects.keySet()) {
            text.append("    subgraph o")
                    .append(number++)
                    .append("[\"")
                    .append(escaped(object.toString()))
                    .append("\"]\n");
            for (ObjectColumn column : objects.get(object)) {
                text.append("        ")
                        .append(node(column))
                        .append("[\"")
                        .append(escaped(name(column)))
                        .append("\"]\n");
            }
            text.append("    end\n");
        }
        for (Edge edge : edges) {
            String arrow = edge.use().isDirect() ? " -->|" : " -.->|";
            text.append("    ").append(node(edge.from())).append(arrow).append(LineageTrace.label(edge.use()));
            text.append("| ").append(node(edge.to())).append('\n');
        }
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replace("#", "#35;").replace("\"", "#quot;");
    }

    /** Returns the diagram in the language of Graphviz. */
    public String dot() {
        StringBuilder text = new StringBuilder("digraph lineage {\n  rankdir=LR;\n  node [shape=box];\n");
        int number = 0;
        for (ObjectName object : objects.keySet()) {
            text.append("  subgraph cluster_")
                    .append(number++)
                    .append(" {\n    label=")
                    .append(quoted(object.toString()))
                    .append(";\n");
            for (ObjectColumn column : objects.get(object)) {
                text.append("    ")
                        .append(node(column))
                        .append(" [label=")
                        .append(quoted(name(column)))
                        .append("];\n");
            }
            text.append("  }\n");
        }
        for (Edge edge : edges) {
            text.append("  ").append(node(edge.from())).append(" -> ").append(node(edge.to()));
            text.append(" [label=").append(quoted(LineageTrace.label(edge.use())));
            text.append(edge.use().isDirect() ? "" : ", style=dashed").append("];\n");
        }
        return text.append("}\n").toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
