package dev.cairn.tooling.lineage;

import dev.cairn.lineage.ColumnUse;
import dev.cairn.lineage.ObjectColumn;
import dev.cairn.lineage.QueryLineage.OutputLineage;
import dev.cairn.lineage.Reader;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.lineage.ReaderGraph.Edge;
import dev.cairn.plan.part.ObjectName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The origins or the readers of some columns, followed through all views. Each column is followed once, however many
 * paths lead to it.
 */
public final class LineageTrace {
    private static final String INDENT = "  ";

    private final ReaderGraph graph;
    private final Direction direction;
    private final Set<Edge> edges = new LinkedHashSet<>();
    private final StringBuilder treeText = new StringBuilder();
    private final Set<ObjectColumn> followedColumns = new HashSet<>();

    private LineageTrace(ReaderGraph graph, Direction direction) {
        this.graph = graph;
        this.direction = direction;
    }

    /** Whether a trace follows the origins of columns, or their readers. */
    public enum Direction {
        UPSTREAM,
        DOWNSTREAM
    }

    /** Follows columns, each through all views. */
    public static LineageTrace traceColumns(ReaderGraph graph, Direction direction, List<ObjectColumn> startColumns) {
        LineageTrace trace = new LineageTrace(graph, direction);
        for (ObjectColumn startColumn : startColumns) {
            trace.treeText
                    .append(startColumn)
                    .append(trace.describeExpression(startColumn))
                    .append('\n');
            trace.follow(startColumn, 1);
        }
        return trace;
    }

    /** Returns the uses of columns that were found, each once. */
    public List<Edge> edges() {
        return List.copyOf(edges);
    }

    /** Returns a tree with a column on each line. The columns below a column are shown where it appears first. */
    public String toText() {
        return treeText.toString();
    }

    private void follow(ObjectColumn column, int depth) {
        for (Edge edge : findNextEdges(column)) {
            boolean isNewEdge = edges.add(edge);
            ObjectColumn nextColumn = direction == Direction.UPSTREAM ? edge.source() : edge.target();
            boolean isUseOfRows = edge.target().column().isEmpty();
            if (direction == Direction.UPSTREAM && isUseOfRows && !isNewEdge) {
                continue; // the rows of a view are the same for each of its columns
            }
            boolean isRepeated = !followedColumns.add(nextColumn);
            treeText.append(INDENT.repeat(depth))
                    .append(direction == Direction.DOWNSTREAM ? "to " : isUseOfRows ? "rows from " : "from ")
                    .append(describeColumn(nextColumn))
                    .append(": ")
                    .append(formatUse(edge.use()))
                    .append(describeStatement(edge))
                    .append(
                            direction == Direction.UPSTREAM || !edge.use().isInExpression()
                                    ? ""
                                    : describeExpression(nextColumn))
                    .append(isRepeated && !findNextEdges(nextColumn).isEmpty() ? " (see above)" : "")
                    .append('\n');
            if (!isRepeated) {
                follow(nextColumn, depth + 1);
            }
        }
    }

    /**
     * Returns the statement that writes the target of an edge; empty for a view, because its query is that statement.
     */
    private String describeStatement(Edge edge) {
        ObjectName targetName = edge.target().object();
        boolean isDefiningQuery = edge.readerName().equals(targetName)
                && Objects.requireNonNull(graph.readerByName().get(targetName)).kind() != Reader.Kind.SNAPSHOT_TABLE;
        return isDefiningQuery
                ? ""
                : ", written by " + (edge.readerName().equals(targetName) ? "its refresh" : edge.readerName());
    }

    private List<Edge> findNextEdges(ObjectColumn column) {
        return direction == Direction.UPSTREAM ? graph.findOrigins(column) : findUses(column);
    }

    /**
     * Returns the uses of a column. The rows of an object, a column without a name, are used by all readers of the
     * object.
     */
    private List<Edge> findUses(ObjectColumn column) {
        if (!column.column().isEmpty()) {
            return graph.findUses(column);
        }
        List<Edge> rowUses = new ArrayList<>();
        for (Reader reader : graph.findReaders(column.object())) {
            rowUses.add(new Edge(column, new ObjectColumn(reader.target(), ""), ColumnUse.FILTER, reader.name()));
        }
        return rowUses;
    }

    /** Returns how a column of a view is computed; empty if it is an unchanged column or is stored in a table. */
    private String describeExpression(ObjectColumn column) {
        Set<String> expressions = new TreeSet<>();
        for (Reader reader : graph.findWriters(column.object())) {
            for (OutputLineage output : reader.lineage().findOutputs(column.column())) {
                if (output.origins().values().stream().anyMatch(columnUse -> columnUse != ColumnUse.IDENTITY)) {
                    expressions.add(output.expression());
                }
            }
        }
        return expressions.isEmpty() ? "" : " = " + String.join(" or ", expressions);
    }

    static String describeColumn(ObjectColumn column) {
        return column.column().isEmpty() ? "the rows of " + column.object() : column.toString();
    }

    /** Returns the label of a use of a column: {@code group by}. */
    public static String formatUse(ColumnUse columnUse) {
        return columnUse.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
