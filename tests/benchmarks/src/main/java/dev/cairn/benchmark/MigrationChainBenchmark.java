package dev.cairn.benchmark;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import java.util.List;
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

/** Applies a thousand migrations of ten statements each, from their texts to a catalog of two thousand tables. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 5)
public class MigrationChainBenchmark {
    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private final List<List<String>> migrations = BenchmarkStatements.renderMigrations(1_000, 2_000);

    @Benchmark
    public Catalog applyMigrations() {
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        Session session = new Session("shop");
        for (List<String> migration : migrations) {
            for (String statement : migration) {
                catalog = engine.apply(catalog, session, Sql.parse(statement)).catalog();
            }
        }
        return catalog;
    }
}
