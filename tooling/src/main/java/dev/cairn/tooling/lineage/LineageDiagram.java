package dev.cairn.tooling.lineage;

import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.ReaderGraph.Edge;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.tooling.report.MermaidFlowchart;
import dev.cairn.tooling.report.MermaidFlowchart.Shape;
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
    private final SortedMap<ObjectName, SortedSet<ObjectColumn>> columnsByObject = new TreeMap<>();
    private final List<ObjectColumn> columns = new ArrayList<>();

    public LineageDiagram(Collection<Edge> edges) {
        this.edges = List.copyOf(edges);
        for (Edge edge : edges) {
            addColumn(edge.source());
            addColumn(edge.target());
        }
        columnsByObject.values().forEach(columns::addAll);
    }

    private void addColumn(ObjectColumn column) {
        columnsByObject.computeIfAbsent(column.object(), key -> new TreeSet<>()).add(column);
    }

    private String formatNodeId(ObjectColumn column) {
        return "c" + columns.indexOf(column);
    }

    private static String formatColumnLabel(ObjectColumn column) {
        return column.column().isEmpty() ? "(rows)" : column.column();
    }

    /** Returns the diagram in the language of Mermaid. */
    public String toMermaid() {
        MermaidFlowchart flowchart = new MermaidFlowchart();
        int groupNumber = 0;
        for (ObjectName objectName : columnsByObject.keySet()) {
            flowchart.beginGroup("o" + groupNumber++, objectName.toString());
            for (ObjectColumn column : columnsByObject.get(objectName)) {
                flowchart.addNode(formatNodeId(column), Shape.RECTANGLE, formatColumnLabel(column));
            }
            flowchart.endGroup();
        }
        for (Edge edge : edges) {
            String label = LineageTrace.formatUse(edge.use());
            flowchart.addArrow(
                    formatNodeId(edge.source()),
                    formatNodeId(edge.target()),
                    label,
                    !edge.use().isDirect());
        }
        return flowchart.toString();
    }
}
