package dev.cairn.benchmark;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.Planner;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.step.Plan;
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
 * Computes a plan from a catalog of ten thousand tables to another one, which differs in a hundred tables. The two are
 * built separately, so they share no objects.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class PlanBenchmark {
    private static final int TABLE_COUNT = 10_000;
    private static final int CHANGED_TABLE_COUNT = 100;

    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private final Session session = new Session("shop");
    private final Catalog catalogBefore = createCatalog(TABLE_COUNT);
    private final Catalog catalogAfter = createCatalog(TABLE_COUNT / CHANGED_TABLE_COUNT);

    /**
     * Builds a catalog in which every n-th table is changed.
     *
     * @param changeDistance the distance between two changed tables; the number of all tables stands for no change
     */
    private Catalog createCatalog(int changeDistance) {
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        for (int i = 1; i <= TABLE_COUNT; i++) {
            catalog = engine.apply(
                            catalog,
                            session,
                            Sql.parse(renderCreateTable(i, changeDistance < TABLE_COUNT && i % changeDistance == 0)))
                    .catalog();
        }
        return catalog;
    }

    private static String renderCreateTable(int number, boolean isChanged) {
        return "CREATE TABLE t" + number + " (id BIGINT NOT NULL, day DATE COMMENT 'the day', price "
                + (isChanged ? "BIGINT" : "INT") + ", note VARCHAR(200) DEFAULT '-', name VARCHAR(20) NOT NULL"
                + (isChanged ? ", discount DECIMAL(10, 2)" : "") + ") PRIMARY KEY (id) COMMENT 'table " + number
                + "' DISTRIBUTED BY HASH (id) BUCKETS 8 PROPERTIES ('replication_num' = '3')";
    }

    @Benchmark
    public Plan plan() {
        return new Planner(engine, session).plan(catalogBefore, catalogAfter, Renames.NONE);
    }
}
