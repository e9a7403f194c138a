package dev.cairn.analysis.source;

import java.util.List;

/**
 * The result of a query's analysis.
 *
 * @param complete false if the query may have more columns than are known, because a {@code *} expands to the columns
 *     of an unknown relation
 * @param dependencies in the order in which the query names them; the dependencies of a view follow the view
 */
public record AnalysedQuery(List<OutputColumn> columns, boolean complete, List<Dependency> dependencies) {
    public AnalysedQuery {
        columns = List.copyOf(columns);
        dependencies = List.copyOf(dependencies);
    }
}
