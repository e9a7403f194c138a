package dev.cairn.analysis.source;

import java.util.List;

/**
 * What is known of a query.
 *
 * @param complete false where the query may give more columns than are known, because a {@code *} stands for those of
 *     something unknown
 * @param dependencies in the order in which the query names them; what a view reads from follows the view
 */
public record AnalysedQuery(List<OutputColumn> columns, boolean complete, List<Dependency> dependencies) {
    public AnalysedQuery {
        columns = List.copyOf(columns);
        dependencies = List.copyOf(dependencies);
    }
}
