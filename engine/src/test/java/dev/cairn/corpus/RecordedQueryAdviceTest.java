package dev.cairn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.Bindings;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.advice.QueryAdvice;
import dev.cairn.engine.advice.QueryAdviceRule;
import dev.cairn.engine.advice.QueryWarning;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.DmlStatement;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the warnings about all recorded queries, each with the schema of its script. */
class RecordedQueryAdviceTest {
    private final Map<QueryAdviceRule, Integer> warningCounts = new EnumMap<>(QueryAdviceRule.class);

    @ParameterizedTest
    @EnumSource(names = {"MATRIX", "UPSTREAM"})
    void everyWarningMarksAPartOfTheStatement(Recording recording) {
        assumeTrue(recording.exists(), recording::explainAbsence);
        Engine engine = new Engine(recording.profile());
        for (Script script : recording.scripts()) {
            Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("t"));
            Session session = new Session("t");
            for (Script.Step step : script.steps()) {
                try {
                    Statement statement = Sql.parse(step.sql());
                    findWarnings(engine, catalog, session, step.sql(), statement)
                            .forEach(warning -> checkWarning(step.sql(), warning));
                    StatementResult result = engine.apply(catalog, session, statement);
                    catalog = result.catalog();
                    session = result.session();
                } catch (SqlSyntaxException | Refusal ignored) {
                    // Only statements that the engine accepts change the schema, or are advised on.
                }
            }
        }
        System.out.println("Warnings about the queries of " + recording.label() + ": " + warningCounts);
        assertThat(warningCounts).containsKey(QueryAdviceRule.ALL_PARTITIONS);
    }

    private static List<QueryWarning> findWarnings(
            Engine engine, Catalog catalog, Session session, String sql, Statement statement) {
        QueryAdvice advice = new QueryAdvice(catalog);
        QueryText query = findQuery(statement);
        if (query != null) {
            CatalogSourceResolver sources = new CatalogSourceResolver(engine.profile(), catalog);
            return advice.findWarnings(
                    sql, new QueryAnalysis(engine.profile(), sources, session.databaseName()).analyze(query.query()));
        }
        if (statement instanceof Statement.OpaqueStatement opaque && opaque.changesRows()) {
            DmlStatement dmlStatement = Sql.parseDml(opaque);
            Bindings bindings = new Bindings();
            engine.check(catalog, session, dmlStatement, bindings);
            return advice.findWarnings(sql, dmlStatement, bindings);
        }
        return new ArrayList<>();
    }

    private static @Nullable QueryText findQuery(Statement statement) {
        if (statement instanceof Statement.QueryStatement select) {
            return select.queryText();
        }
        if (statement instanceof ViewStatement.CreateView view) {
            return view.queryText();
        }
        return statement instanceof ViewStatement.CreateMaterializedView view ? view.queryText() : null;
    }

    private void checkWarning(String sql, QueryWarning warning) {
        warningCounts.merge(warning.rule(), 1, Integer::sum);
        Span span = warning.span();
        assertThat(span.length()).as(sql).isPositive();
        assertThat(span.endOffset()).as(sql).isLessThanOrEqualTo(sql.length());
        assertThat(warning.message() + warning.remedy()).as(sql).doesNotContain("%s");
    }
}
