package dev.cairn.benchmark;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Query;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Analyzes queries, from their text to their columns. The queries whose names begin with {@code items} differ only in
 * the number of selected items: ten times as many items should take ten times as long.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class QueryBenchmark {
    @Param({"lookup", "report", "ranking", "items10", "items100", "items1000"})
    String name = "lookup";

    private String text = "";
    private Query query = Sql.parseQuery("SELECT 1");
    private QueryAnalysis analysis = createAnalysis();

    @Setup
    public void prepareQuery() {
        text = createQueryText(name);
        query = Sql.parseQuery(text);
        analysis = createAnalysis();
    }

    private static QueryAnalysis createAnalysis() {
        Engine engine = new Engine(ServerProfile.DEFAULT);
        Session session = new Session("shop");
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        for (String table : new String[] {
            "orders (id BIGINT NOT NULL, customer INT, day DATE NOT NULL, state VARCHAR(10), price DECIMAL(18, 2),"
                    + " discount DOUBLE, tags ARRAY<VARCHAR(20)>)",
            "customer (id INT NOT NULL, name VARCHAR(100) NOT NULL, country VARCHAR(2), since DATETIME, segment INT)"
        }) {
            catalog = engine.apply(catalog, session, Sql.parse("CREATE TABLE " + table))
                    .catalog();
        }
        return new QueryAnalysis(
                ServerProfile.DEFAULT, new CatalogSourceResolver(ServerProfile.DEFAULT, catalog), "shop");
    }

    private static String createQueryText(String name) {
        return switch (name) {
            case "lookup" -> "SELECT id, name, country FROM customer WHERE segment = 3 AND name LIKE 'a%'";
            case "report" ->
                "SELECT c.country, date_trunc('month', o.day) AS month, count(*) AS orders, sum(o.price * (1 -"
                        + " o.discount)) AS revenue FROM orders o JOIN customer c ON o.customer = c.id WHERE o.day >="
                        + " '2024-01-01' AND o.state IN ('paid', 'sent') GROUP BY c.country, month HAVING revenue > 1000"
                        + " ORDER BY month, revenue DESC LIMIT 100";
            case "ranking" ->
                "WITH spent AS (SELECT customer, sum(price) AS total FROM orders GROUP BY customer) SELECT name,"
                        + " total, rank() OVER (PARTITION BY country ORDER BY total DESC) AS place FROM spent JOIN"
                        + " customer ON customer = id WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer = customer.id"
                        + " AND o.price > 100) UNION ALL SELECT 'nobody', 0, NULL";
            default -> createItemQuery(Integer.parseInt(name.substring("items".length())));
        };
    }

    private static String createItemQuery(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "if(state = 's" + i + "', price, 0) AS item_" + i)
                .collect(Collectors.joining(", ", "SELECT id, ", " FROM orders"));
    }

    @Benchmark
    public Query parse() {
        return Sql.parseQuery(text);
    }

    @Benchmark
    public BoundQuery analyze() {
        return analysis.analyze(query);
    }

    @Benchmark
    public BoundQuery parseAndAnalyze() {
        return analysis.analyze(Sql.parseQuery(text));
    }
}
