package dev.cairn.tooling.query;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.Address;
import dev.cairn.internal.link.ConnectionFactory;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.processor.model.QueryListing.ListedQuery;
import java.util.ArrayList;
import java.util.List;

/** Asks a server for its plans of compiled queries. EXPLAIN reads no rows and changes nothing. */
public final class QueryExplanation {
    private static final String EXPLAIN = "EXPLAIN LOGICAL ";

    private final ConnectionFactory links;

    public QueryExplanation(Address address) {
        this.links = new ConnectionFactory(address, address.toString(), Ticker.system());
    }

    /** The statement that shows the plan of a query. */
    public static String statement(ListedQuery query) {
        return EXPLAIN + query.sample().strip();
    }

    /** Explains the queries one after the other. */
    public List<ExplainedQuery> of(CompiledQueries queries) {
        List<ExplainedQuery> explained = new ArrayList<>();
        try (ServerConnection link = links.open()) {
            for (QueryListing listing : queries.listings()) {
                listing.queries().forEach(query -> explained.add(explained(query, link)));
            }
        }
        return explained;
    }

    private static ExplainedQuery explained(ListedQuery query, ServerConnection link) {
        String reason = ExplainedQuery.reason(query);
        if (!reason.isEmpty()) {
            return ExplainedQuery.unexplained(query, reason);
        }
        try {
            List<String> lines = link.rows(statement(query)).stream()
                    .flatMap(row -> String.valueOf(row.get(0)).lines())
                    .toList();
            return QueryPlan.of(lines)
                    .map(plan -> ExplainedQuery.of(query, plan))
                    .orElseGet(() -> ExplainedQuery.unexplained(query, "the server shows no plan of this statement"));
        } catch (ServerRefusalException refusal) {
            return ExplainedQuery.refused(query, refusal.reason());
        }
    }
}
