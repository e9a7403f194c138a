package dev.cairn.integration.queries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.engine.EngineClient;
import dev.cairn.integration.server.ChosenServer;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.random.Breadth;
import dev.cairn.random.Dice;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A server plans exactly those queries with correlated subqueries that the analysis accepts. A frontend explains them,
 * and the embedded server, which explains no query, runs them.
 *
 * <p>{@code -Dcairn.test.url=jdbc:mysql://127.0.0.1:9030/ -Dcairn.subqueries=2000 -Dcairn.subqueries.seed=17} tries
 * other queries, and more of them, on any server.
 */
@Tag(Breadth.LONG)
class RandomSubqueriesTest {
    private static final int QUERY_COUNT = Breadth.of("cairn.subqueries", 100, 1500);
    private static final long FIRST_SEED = Long.getLong("cairn.subqueries.seed", 0);
    private static final String STATEMENT_PREFIX = System.getProperty("cairn.test.url") == null ? "" : "EXPLAIN ";

    private static final QueryAnalysis ANALYSIS = new QueryAnalysis(
            EngineClient.SERVER,
            new CatalogSourceResolver(
                    EngineClient.SERVER,
                    EngineClient.of(EngineClient.SERVER)
                            .execute(SubqueryGenerator.CREATE_TABLES.toArray(String[]::new))
                            .catalog()),
            "t");

    @Test
    void aServerPlansWhatTheAnalysisAccepts() throws SQLException {
        int acceptedCount = 0;
        List<String> differences = new ArrayList<>();
        try (ChosenServer server = ChosenServer.ofProperties();
                FreshDatabase database = server.database("subqueries")) {
            database.execute(SubqueryGenerator.CREATE_TABLES.toArray(String[]::new));
            for (long seed = FIRST_SEED; seed < FIRST_SEED + QUERY_COUNT; seed++) {
                String query = new SubqueryGenerator(new Dice(seed)).createQuery();
                boolean isAccepted = isAccepted(query);
                acceptedCount += isAccepted ? 1 : 0;
                String refusal = findRefusal(database, query);
                if (isAccepted != refusal.isEmpty()) {
                    differences.add("seed " + seed + ": " + query + "\n  " + refusal);
                }
            }
        }
        assertThat(String.join("\n", differences)).isEmpty();
        assertThat(acceptedCount).isBetween(QUERY_COUNT / 5, QUERY_COUNT * 4 / 5);
    }

    private static boolean isAccepted(String query) {
        try {
            ANALYSIS.analyzeExecutable(Sql.parseQuery(query));
            return true;
        } catch (Refusal ignored) {
            return false;
        }
    }

    /** Returns why the server refuses a query; an empty text if it accepts the query. */
    private static String findRefusal(FreshDatabase database, String query) {
        try {
            database.rows(STATEMENT_PREFIX + query);
            return "";
        } catch (SQLException refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }
}
