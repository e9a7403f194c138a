package dev.cairn.benchmark;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.lineage.Impact;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Builds the reader graph of ten thousand objects: five thousand tables, four thousand views, some of which read other
 * views, and a thousand materialized views. The time of a single shot is that of a call of the command line.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.SingleShotTime, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 0)
@Measurement(iterations = 5, time = 2)
public class LineageBenchmark {
    private static final int TABLE_COUNT = 5_000;
    private static final int VIEW_COUNT = 4_000;
    private static final int MATERIALIZED_VIEW_COUNT = 1_000;

    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private final Session session = new Session("shop");
    private final Catalog catalog = createCatalog();
    private final Catalog alteredCatalog = applyStatement(catalog, "ALTER TABLE t1 DROP COLUMN price");

    private Catalog createCatalog() {
        Catalog builtCatalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        for (int i = 0; i < TABLE_COUNT; i++) {
            builtCatalog = applyStatement(
                    builtCatalog,
                    "CREATE TABLE t" + i + " (id BIGINT NOT NULL, day DATE, price INT, city VARCHAR(40),"
                            + " status INT, note VARCHAR(200)) PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 8");
        }
        for (int i = 0; i < VIEW_COUNT; i++) {
            String joinedRelation = i % 4 == 3 ? "v" + (i - 1) : "t" + (i + 1);
            builtCatalog = applyStatement(
                    builtCatalog,
                    "CREATE VIEW v" + i + " AS SELECT a.id, a.day, CASE WHEN a.status = 2 THEN a.price END AS"
                            + " price, b.city, a.status FROM t" + i + " a JOIN " + joinedRelation
                            + " b ON a.id = b.id WHERE a.day >"
                            + " '2024-01-01'");
        }
        for (int i = 0; i < MATERIALIZED_VIEW_COUNT; i++) {
            builtCatalog = applyStatement(
                    builtCatalog,
                    "CREATE MATERIALIZED VIEW m" + i + " DISTRIBUTED BY HASH (day) REFRESH MANUAL AS SELECT day,"
                            + " city, sum(price) AS total, count(*) AS n FROM v" + i * 3 + " GROUP BY day, city");
        }
        return builtCatalog;
    }

    private Catalog applyStatement(Catalog catalogBefore, String statement) {
        return engine.apply(catalogBefore, session, Sql.parse(statement)).catalog();
    }

    @Benchmark
    public ReaderGraph graph() {
        return ReaderGraph.build(ServerProfile.DEFAULT, catalog);
    }

    /** Builds the graphs before and after a column is dropped, and finds the effects on readers. */
    @Benchmark
    public Impact impact() {
        return Impact.compare(
                ReaderGraph.build(ServerProfile.DEFAULT, catalog),
                ReaderGraph.build(ServerProfile.DEFAULT, alteredCatalog));
    }
}
