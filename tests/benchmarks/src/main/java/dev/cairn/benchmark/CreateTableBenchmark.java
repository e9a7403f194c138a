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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures one CREATE TABLE of twenty columns: from its text to a statement, to a catalog, and to a text again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CreateTableBenchmark {
    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private final Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
    private final Session session = new Session("shop");
    private final String text = BenchmarkStatements.renderCreateTable("page_view");
    private final Statement statement = Sql.parse(text);

    @Benchmark
    public Statement parse() {
        return Sql.parse(text);
    }

    @Benchmark
    public StatementResult parseAndApply() {
        return engine.apply(catalog, session, Sql.parse(text));
    }

    @Benchmark
    public String render() {
        return Sql.render(statement);
    }
}
