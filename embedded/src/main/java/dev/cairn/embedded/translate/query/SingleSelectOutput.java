package dev.cairn.embedded.translate.query;

import dev.cairn.analysis.source.Bindings;
import dev.cairn.analysis.source.BoundColumn;
import dev.cairn.analysis.source.SelectOutput;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Select;
import java.util.List;
import java.util.Optional;

/**
 * The output of a query that consists of one SELECT, possibly in parentheses.
 *
 * @param select the SELECT by which the analysis replaces the written one
 * @param output the output of the SELECT
 * @param isLimited whether the query does not return all rows of the SELECT
 */
public record SingleSelectOutput(Select select, SelectOutput output, boolean isLimited) {
    /** Returns the output behind a column of a relation; empty for a table, and for a query such as a UNION. */
    static Optional<SingleSelectOutput> find(BoundColumn column, Bindings bindings) {
        Query query = column.relation().query();
        return query == null ? Optional.empty() : find(query, column.index(), bindings);
    }

    /** Returns an output of a query; empty for a query such as a UNION. */
    public static Optional<SingleSelectOutput> find(Query query, int index, Bindings bindings) {
        Query innermostQuery = query;
        boolean isLimited = bindings.limit(query) != null;
        while (innermostQuery.body() instanceof Query.NestedQuery nestedQuery) {
            innermostQuery = nestedQuery.query();
            isLimited |= bindings.limit(innermostQuery) != null;
        }
        if (!(innermostQuery.body() instanceof Select writtenSelect)) {
            return Optional.empty();
        }
        Select select = bindings.resolveReplacement(writtenSelect);
        List<SelectOutput> outputs = SelectOutput.of(select, bindings);
        return index < outputs.size()
                ? Optional.of(new SingleSelectOutput(select, outputs.get(index), isLimited))
                : Optional.empty();
    }
}
