package dev.cairn.tooling.query;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.RelationUse;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.sql.template.SqlTemplate;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.query.QueryPlan.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks a server for its plans of compiled queries. EXPLAIN reads no rows and changes nothing. */
public final class QueryExplainer {
    private static final String EXPLAIN_PREFIX = "EXPLAIN LOGICAL ";

    private final ServerAddress address;
    private final ConnectionFactory connectionFactory;

    public QueryExplainer(ServerAddress address) {
        this.address = address;
        this.connectionFactory = new ConnectionFactory(address, address.toString(), Ticker.system());
    }

    /** Returns the statement that shows the plan of a query. */
    public static String createExplainStatement(CheckedQuery query) {
        return EXPLAIN_PREFIX + query.sample().strip();
    }

    /**
     * Explains the queries one after the other.
     *
     * @throws UnplannedQueriesException if the server does not plan any query
     */
    public List<ExplainedQuery> explainAll(CompiledQueries queries) {
        List<ExplainedQuery> explainedQueries = new ArrayList<>();
        try (ServerConnection connection = connectionFactory.open()) {
            requirePlanning(connection);
            for (QueryListing listing : queries.listings()) {
                listing.queries().forEach(query -> explainedQueries.add(explain(query, connection)));
            }
        }
        return explainedQueries;
    }

    /** Requires that the server plans queries. A server that refuses to plan a constant plans no query at all. */
    private void requirePlanning(ServerConnection connection) {
        try {
            connection.fetchRows(EXPLAIN_PREFIX + "SELECT 1");
        } catch (ServerRefusalException refusal) {
            throw new UnplannedQueriesException(
                    "The server at " + address + " explains no queries: " + refusal.reason()
                            + " Run explain with the URL of a StarRocks server that has the schema, or without one to print"
                            + " the statements.",
                    refusal);
        }
    }

    private static ExplainedQuery explain(CheckedQuery query, ServerConnection connection) {
        Optional<String> unexplainedReason = ExplainedQuery.findUnexplainedReason(query);
        if (unexplainedReason.isPresent()) {
            return ExplainedQuery.ofUnexplained(query, unexplainedReason.get());
        }
        try {
            List<String> lines = connection.fetchRows(createExplainStatement(query)).stream()
                    .flatMap(row -> String.valueOf(row.get(0)).lines())
                    .toList();
            return QueryPlan.parse(lines)
                    .map(plan -> ExplainedQuery.of(query, plan))
                    .orElseGet(() -> ExplainedQuery.ofUnexplained(query, "the server shows no plan of this statement"));
        } catch (ServerRefusalException refusal) {
            return ExplainedQuery.ofRefused(query, refusal.reason());
        }
    }

    /** Thrown if a server plans no queries at all, such as the embedded one. */
    public static final class UnplannedQueriesException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnplannedQueriesException(String message, ServerRefusalException refusal) {
            super(message, refusal);
        }
    }

    /**
     * A query, and the server's plan for its sample.
     *
     * @param plan the plan of the server; null if the query was not explained
     * @param unexplainedReason the reason why an accepted statement has no plan; empty otherwise
     * @param error the error with which the server refused the statement; empty otherwise
     */
    public record ExplainedQuery(
            CheckedQuery query, @Nullable QueryPlan plan, String unexplainedReason, String error) {
        private static final Set<String> UNEXPLAINED_VERBS = Set.of("TRUNCATE", "REFRESH", "SHOW", "DESC", "DESCRIBE");

        static ExplainedQuery of(CheckedQuery query, QueryPlan plan) {
            return new ExplainedQuery(query, plan, "", "");
        }

        static ExplainedQuery ofUnexplained(CheckedQuery query, String reason) {
            return new ExplainedQuery(query, null, reason, "");
        }

        static ExplainedQuery ofRefused(CheckedQuery query, String error) {
            return new ExplainedQuery(query, null, "", error);
        }

        /** Returns why the server can't explain a statement of this kind; empty if it can. */
        static Optional<String> findUnexplainedReason(CheckedQuery query) {
            String firstWord = extractFirstWord(query.sample());
            return UNEXPLAINED_VERBS.contains(firstWord) ? Optional.of(firstWord + " has no plan") : Optional.empty();
        }

        /** Returns the first word of a statement; empty for one that only a newer server can read. */
        private static String extractFirstWord(String sample) {
            try {
                return SqlTemplate.parse(sample).firstWord();
            } catch (SqlSyntaxException ignored) {
                return "";
            }
        }

        /**
         * Returns whether a scan reads a relation that the statement does not name: a materialized view or a rollup
         * that the server chose by itself.
         */
        public boolean isRewritten(Scan scan) {
            return scan.partitionRatio().isPresent()
                    && Stream.concat(query.sourceRelations().stream(), query.changedRelations().stream())
                            .map(RelationUse::name)
                            .noneMatch(name -> name.equals(scan.name()) || name.endsWith("." + scan.name()));
        }
    }
}
