package dev.cairn.engine.cluster;

import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The spans of the parts of a definition in the statement that sets them. A part that the statement does not set has
 * the span of the object's name.
 */
record PartSpans(Span nameSpan, Map<ClusterPart, Span> spanByPart) {
    static PartSpans of(ClusterStatement statement) {
        Map<ClusterPart, Span> spanByPart = new TreeMap<>();
        collectItems(statement).forEach(item -> spanByPart.putIfAbsent(item.part(), item.span()));
        return new PartSpans(statement.name().lastPart().span(), spanByPart);
    }

    private static List<ClusterItem> collectItems(ClusterStatement statement) {
        if (statement instanceof CreateClusterObject create) {
            return create.items();
        }
        return statement instanceof AlterClusterObject alter
                ? alter.changes().stream()
                        .flatMap(change -> change.items().stream())
                        .toList()
                : List.of();
    }

    Span of(ClusterPart part) {
        return spanByPart.getOrDefault(part, nameSpan);
    }
}
