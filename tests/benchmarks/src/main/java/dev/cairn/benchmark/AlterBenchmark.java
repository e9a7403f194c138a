package dev.cairn.benchmark;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.util.concurrent.TimeUnit;
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

/** Measures one ALTER in catalogs of very different sizes. It should take the same time in each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AlterBenchmark {
    @Param({"10", "10000"})
    int tableCount;

    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private final Session session = new Session("shop");
    private final Statement alterStatement = Sql.parse("ALTER TABLE `table_5` ADD COLUMN `note` VARCHAR(200) NULL");
    private Catalog catalog = Catalog.EMPTY;

    @Setup
    public void createTables() {
        catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        for (int i = 0; i < tableCount; i++) {
            Statement createStatement = Sql.parse(BenchmarkStatements.renderCreateTable("table_" + i));
            catalog = engine.apply(catalog, session, createStatement).catalog();
        }
    }

    @Benchmark
    public StatementResult alterTable() {
        return engine.apply(catalog, session, alterStatement);
    }
}
