package dev.cairn.analysis.source;

import dev.cairn.sql.ast.Query;
import java.util.List;

/**
 * A query whose names, types and functions are resolved.
 *
 * @param hasAllColumns whether all columns are known; they are not if a {@code *} expands to the columns of an unknown
 *     relation
 * @param dependencies the relations that the query reads, in the order of their names in the query; the dependencies of
 *     a view follow the view
 * @param bindings the types and resolved names of the parts of the query, and of the views that the query reads
 */
public record BoundQuery(
        Query query,
        List<OutputColumn> columns,
        boolean hasAllColumns,
        List<Dependency> dependencies,
        Bindings bindings) {
    public BoundQuery {
        columns = List.copyOf(columns);
        dependencies = List.copyOf(dependencies);
    }
}
