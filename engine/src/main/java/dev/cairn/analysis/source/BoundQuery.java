package dev.cairn.analysis.source;

import dev.cairn.sql.ast.Query;
import java.util.List;

/**
 * A query whose names, types and functions are resolved.
 *
 * @param isComplete whether all columns are known; they are not if a {@code *} expands to the columns of an unknown
 *     relation
 * @param dependencies in the order in which the query names them; the dependencies of a view follow the view
 * @param bindings the referents of the parts of the query, and of those of the views that it reads
 */
public record BoundQuery(
        Query query, List<OutputColumn> columns, boolean isComplete, List<Dependency> dependencies, Bindings bindings) {
    public BoundQuery {
        columns = List.copyOf(columns);
        dependencies = List.copyOf(dependencies);
    }
}
