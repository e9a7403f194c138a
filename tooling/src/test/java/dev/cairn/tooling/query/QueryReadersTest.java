package dev.cairn.tooling.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.comparison.QueryComparison;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.recorded.RecordedCase;
import dev.cairn.engine.Engine;
import dev.cairn.engine.advice.QueryAdvice;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.lineage.ReaderGraph;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CheckedQuery.SampledStatement;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Breadth;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.lint.LintAllowances;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.LintSettings;
import dev.cairn.tooling.lint.Linter;
import dev.cairn.tooling.lint.RefusedStatementException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whatever reads the bindings of a query reads those of each query of StarRocks' own tests that the analysis accepts:
 * the translation to DuckDB, lineage, the warnings about queries, the comparison of two texts, the text of a view,
 * which servers up to 3.5 print from the analysed query, the checks of {@code @Query} with its parameters, and the
 * lints. The environment variable {@code CAIRN_ROWS} names the file of recorded cases; their tables have no rows here.
 */
@Tag(Breadth.LONG)
class QueryReadersTest {
    private static final int LEAST = 200;

    /** Every eighth case has a thousand queries. */
    private static final int STEP = 8;

    private static final String INTERNAL_ERROR = "internal error";
    private static final Pattern DEFINES =
            Pattern.compile("^\\s*(create|alter|drop|set|use)\\b", Pattern.CASE_INSENSITIVE);

    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private final Engine printing = new Engine(ServerProfile.DEFAULT.with(ServerProfile.Version.V3_5));
    private final List<String> failures = new ArrayList<>();
    private int queries;
    private int linted;
    private int checked;

    @Test
    void everyReaderOfTheBindingsReadsEachQuery() throws IOException, SQLException {
        String facts = System.getenv("CAIRN_ROWS");
        assumeTrue(facts != null, "CAIRN_ROWS names no file of recorded rows");
        assumeTrue(Breadth.isLong(), "Recorded queries are read with -Plong");
        List<RecordedCase> cases = RecordedCase.read(Files.readAllLines(Path.of(facts)));
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            for (int i = 0; i < cases.size(); i += STEP) {
                String database = "read" + i;
                server.createDatabase(database);
                try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database), "root", "");
                        java.sql.Statement statement = connection.createStatement()) {
                    read(cases.get(i), database, statement);
                    statement.execute("DROP DATABASE " + database + " FORCE");
                }
            }
        }
        System.out.println(
                "Queries read: " + queries + ", linted: " + linted + ", checked with parameters: " + checked);
        assertThat(failures).isEmpty();
        assertThat(List.of(queries, linted, checked)).allMatch(count -> count >= LEAST);
    }

    private void read(RecordedCase each, String database, java.sql.Statement statement) {
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of(database));
        Session session = new Session(database);
        List<String> accepted = new ArrayList<>();
        List<String> selects = new ArrayList<>();
        for (RecordedCase.Step step : each.steps()) {
            boolean query = step.outcome() == RecordedCase.Outcome.ROWS;
            if (query || DEFINES.matcher(step.sql()).find()) {
                String answer = answer(step.sql(), statement);
                if (answer.contains(INTERNAL_ERROR)) {
                    failures.add(each.name() + "\n  " + step.sql() + "\n  " + answer);
                }
            }
            try {
                if (query) {
                    read(each.name(), step.sql(), catalog, database);
                    selects.add(step.sql());
                } else {
                    StatementResult result = engine.apply(catalog, session, Sql.parse(step.sql()));
                    catalog = result.catalog();
                    session = result.session();
                    accepted.add(step.sql());
                }
            } catch (SqlSyntaxException | Refusal refused) {
                // Only what the engine accepts changes the schema, or is read.
            }
        }
        lint(each.name(), database, accepted, selects);
        check(each.name(), database, catalog, selects);
    }

    private void lint(String name, String database, List<String> accepted, List<String> selects) {
        Catalog before = Catalog.EMPTY.withDatabase(Database.of(database));
        List<CheckedQuery> listed = selects.stream()
                .map(sql -> new CheckedQuery(
                        "Readers.read",
                        "read()",
                        new SampledStatement(true, sql, sql, List.of()),
                        List.of(),
                        List.of()))
                .toList();
        QueryListing listing = new QueryListing(
                new QueryListing.ListedInterface("q.Readers", "q.ReadersQueries"),
                new QueryListing.ListedSchema("q.Root", "q.RootSchema", database, "4.1"),
                listed);
        CompiledQueries compiled = new CompiledQueries(List.of(listing));
        try {
            LintInput input = LintInput.ofScript(engine.profile(), database, before, compiled, name, accepted);
            new Linter(LintSettings.DEFAULT, LintAllowances.NONE).report(input);
            linted += selects.size();
        } catch (RefusedStatementException refused) {
            // A script of migrations can't contain all statements.
        } catch (RuntimeException failure) {
            failures.add(name + " lint\n  " + failure);
        }
    }

    private void check(String name, String database, Catalog catalog, List<String> selects) {
        try {
            checked += new ParameterizedQueries(engine.profile(), catalog, database).check(selects);
        } catch (RuntimeException | Error failure) {
            failures.add(name + " @Query\n  " + failure);
        }
    }

    private static String answer(String sql, java.sql.Statement statement) {
        try {
            statement.execute(sql);
            return "";
        } catch (SQLException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private void read(String name, String sql, Catalog catalog, String database) {
        Query query = Sql.parseQuery(sql);
        CatalogSourceResolver sources = new CatalogSourceResolver(engine.profile(), catalog);
        BoundQuery bound = new QueryAnalysis(engine.profile(), sources, database).analyse(query);
        queries++;
        try {
            new QueryAdvice(catalog).findWarnings(sql, bound);
            ReaderGraph.analyseLineage(engine.profile(), sources, database, query);
            Query same = Sql.parseQuery(Sql.render(query));
            assertThat(QueryComparison.of(engine.profile(), sources, database).compare(query, same))
                    .as(sql)
                    .isNotEqualTo(QueryComparison.Equivalence.DIFFERENT);
            print("CREATE VIEW read_view AS " + sql, catalog, database);
        } catch (RuntimeException | AssertionError failure) {
            failures.add(name + "\n  " + sql + "\n  " + failure);
        }
    }

    private void print(String view, Catalog catalog, String database) {
        Session session = new Session(database);
        ViewStatement.CreateView create = (ViewStatement.CreateView) Sql.parse(view);
        try {
            printing.apply(catalog, session, create);
        } catch (Refusal refused) {
            // A view needs a name for each column, and an older server lacks functions.
        }
    }
}
