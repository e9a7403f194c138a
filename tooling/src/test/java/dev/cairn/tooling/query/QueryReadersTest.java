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
 * Every reader of the bindings of a query can read those of each query of StarRocks' own tests that the analysis
 * accepts: the translation to DuckDB, lineage, the warnings about queries, the comparison of two texts, the text of a
 * view, which servers up to 3.5 print from the analyzed query, the checks of {@code @Query} with its parameters, and
 * the lints. The environment variable {@code CAIRN_ROWS} names the file of recorded cases; their tables have no rows
 * here.
 */
@Tag(Breadth.LONG)
class QueryReadersTest {
    private static final int MIN_COUNT = 200;

    /** Every eighth case has a thousand queries. */
    private static final int CASE_STEP = 8;

    private static final String INTERNAL_ERROR = "internal error";
    private static final Pattern DEFINITION =
            Pattern.compile("^\\s*(create|alter|drop|set|use)\\b", Pattern.CASE_INSENSITIVE);

    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private final Engine printingEngine = new Engine(ServerProfile.DEFAULT.with(ServerProfile.Version.V3_5));
    private final List<String> failures = new ArrayList<>();
    private int queryCount;
    private int lintedCount;
    private int checkedCount;

    @Test
    void everyReaderOfTheBindingsReadsEachQuery() throws IOException, SQLException {
        String rowsFile = System.getenv("CAIRN_ROWS");
        assumeTrue(rowsFile != null, "CAIRN_ROWS names no file of recorded rows");
        assumeTrue(Breadth.isLong(), "Recorded queries are read with -Plong");
        List<RecordedCase> cases = RecordedCase.read(Files.readAllLines(Path.of(rowsFile)));
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            for (int i = 0; i < cases.size(); i += CASE_STEP) {
                String database = "read" + i;
                server.createDatabase(database);
                try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database), "root", "");
                        java.sql.Statement statement = connection.createStatement()) {
                    readCase(cases.get(i), database, statement);
                    statement.execute("DROP DATABASE " + database + " FORCE");
                }
            }
        }
        System.out.println("Queries read: " + queryCount + ", linted: " + lintedCount + ", checked with parameters: "
                + checkedCount);
        assertThat(failures).isEmpty();
        assertThat(List.of(queryCount, lintedCount, checkedCount)).allMatch(count -> count >= MIN_COUNT);
    }

    private void readCase(RecordedCase recordedCase, String database, java.sql.Statement statement) {
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of(database));
        Session session = new Session(database);
        List<String> accepted = new ArrayList<>();
        List<String> selects = new ArrayList<>();
        for (RecordedCase.Step step : recordedCase.steps()) {
            boolean isQuery = step.outcome() == RecordedCase.Outcome.ROWS;
            if (isQuery || DEFINITION.matcher(step.sql()).find()) {
                String answer = execute(step.sql(), statement);
                if (answer.contains(INTERNAL_ERROR)) {
                    failures.add(recordedCase.name() + "\n  " + step.sql() + "\n  " + answer);
                }
            }
            try {
                if (isQuery) {
                    readQuery(recordedCase.name(), step.sql(), catalog, database);
                    selects.add(step.sql());
                } else {
                    StatementResult result = engine.apply(catalog, session, Sql.parse(step.sql()));
                    catalog = result.catalog();
                    session = result.session();
                    accepted.add(step.sql());
                }
            } catch (SqlSyntaxException | Refusal refusal) {
                // Only what the engine accepts changes the schema, or is read.
            }
        }
        lintQueries(recordedCase.name(), database, accepted, selects);
        checkQueries(recordedCase.name(), database, catalog, selects);
    }

    private void lintQueries(String name, String database, List<String> accepted, List<String> selects) {
        Catalog before = Catalog.EMPTY.withDatabase(Database.of(database));
        List<CheckedQuery> checkedQueries = selects.stream()
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
                checkedQueries);
        CompiledQueries compiled = new CompiledQueries(List.of(listing));
        try {
            LintInput input = LintInput.ofScript(engine.profile(), database, before, compiled, name, accepted);
            new Linter(LintSettings.DEFAULT, LintAllowances.NONE).lint(input);
            lintedCount += selects.size();
        } catch (RefusedStatementException refusal) {
            // A script of migrations can't contain all statements.
        } catch (RuntimeException failure) {
            failures.add(name + " lint\n  " + failure);
        }
    }

    private void checkQueries(String name, String database, Catalog catalog, List<String> selects) {
        try {
            checkedCount += new ParameterizedQueries(engine.profile(), catalog, database).compileAll(selects);
        } catch (RuntimeException | Error failure) {
            failures.add(name + " @Query\n  " + failure);
        }
    }

    private static String execute(String sql, java.sql.Statement statement) {
        try {
            statement.execute(sql);
            return "";
        } catch (SQLException refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }

    private void readQuery(String name, String sql, Catalog catalog, String database) {
        Query query = Sql.parseQuery(sql);
        CatalogSourceResolver sources = new CatalogSourceResolver(engine.profile(), catalog);
        BoundQuery boundQuery = new QueryAnalysis(engine.profile(), sources, database).analyze(query);
        queryCount++;
        try {
            new QueryAdvice(catalog).findWarnings(sql, boundQuery);
            ReaderGraph.analyzeLineage(engine.profile(), sources, database, query);
            Query renderedQuery = Sql.parseQuery(Sql.render(query));
            assertThat(QueryComparison.of(engine.profile(), sources, database).compare(query, renderedQuery))
                    .as(sql)
                    .isNotEqualTo(QueryComparison.Equivalence.DIFFERENT);
            printView("CREATE VIEW read_view AS " + sql, catalog, database);
        } catch (RuntimeException | AssertionError failure) {
            failures.add(name + "\n  " + sql + "\n  " + failure);
        }
    }

    private void printView(String view, Catalog catalog, String database) {
        Session session = new Session(database);
        ViewStatement.CreateView create = (ViewStatement.CreateView) Sql.parse(view);
        try {
            printingEngine.apply(catalog, session, create);
        } catch (Refusal refusal) {
            // A view needs a name for each column, and an older server lacks functions.
        }
    }
}
