package dev.cairn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.comparison.QueryComparison;
import dev.cairn.analysis.comparison.QueryComparison.Equivalence;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.corpus.Script.Step;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares written queries of views, which a 4.1 server shows, with the form in which a 3.5 server prints them. */
class PrintedQueriesTest {
    /** A query as written and as printed, and the catalog in which its names are resolved. */
    private record Pair(String script, Catalog catalog, QueryText written, QueryText printed) {
        Equivalence compare(QueryText otherQuery) {
            ServerProfile profile = Recording.MATRIX_3_5.profile();
            CatalogSourceResolver sources = new CatalogSourceResolver(profile, catalog);
            return QueryComparison.ofPrintedForm(profile, sources, "t").compare(written.query(), otherQuery.query());
        }
    }

    private static final List<Pair> PAIRS = new ArrayList<>();

    @BeforeAll
    static void readPairs() {
        assumeTrue(Recording.MATRIX_3_5.exists(), Recording.MATRIX_3_5::explainAbsence);
        Map<String, Script> scriptsOf35 =
                Recording.MATRIX_3_5.scripts().stream().collect(Collectors.toMap(Script::id, Function.identity()));
        for (Script script : Recording.MATRIX.scripts()) {
            Script scriptOn35 = scriptsOf35.get(script.id());
            if (scriptOn35 != null) {
                addPairs(script, new ArrayList<>(scriptOn35.steps()));
            }
        }
    }

    private static void addPairs(Script script, List<Step> remainingSteps) {
        Engine engine = new Engine(Recording.MATRIX.profile());
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("t"));
        for (Step step : script.steps()) {
            Optional<Step> stepOn35 = takeStep(step.sql(), remainingSteps);
            Optional<QueryText> written = findShownQuery(step);
            Optional<QueryText> printed = stepOn35.flatMap(PrintedQueriesTest::findShownQuery);
            if (written.isPresent() && printed.isPresent()) {
                PAIRS.add(new Pair(script.id(), catalog, written.get(), printed.get()));
            }
            catalog = step.isAccepted() && !step.isWait() ? apply(engine, catalog, step.sql()) : catalog;
        }
    }

    /** Removes and returns the next step with the same statement; the steps before it are removed, too. */
    private static Optional<Step> takeStep(String sql, List<Step> remainingSteps) {
        for (int i = 0; i < remainingSteps.size(); i++) {
            if (remainingSteps.get(i).sql().equals(sql)) {
                Step step = remainingSteps.get(i);
                remainingSteps.subList(0, i + 1).clear();
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    private static Optional<QueryText> findShownQuery(Step step) {
        boolean showsDefinition = step.isAccepted()
                && step.sql().startsWith("SHOW CREATE ")
                && !step.rows().isEmpty();
        String text = showsDefinition ? step.rows().get(0).get(1) : "";
        if (!text.startsWith("CREATE VIEW") && !text.startsWith("CREATE MATERIALIZED VIEW")) {
            return Optional.empty();
        }
        Statement statement = Sql.parseShowCreateOutput(text);
        return Optional.of(
                statement instanceof ViewStatement.CreateView view
                        ? view.queryText()
                        : ((ViewStatement.CreateMaterializedView) statement).queryText());
    }

    private static Catalog apply(Engine engine, Catalog catalog, String sql) {
        try {
            return engine.apply(catalog, new Session("t"), Sql.parse(sql)).catalog();
        } catch (Refusal ignored) {
            return catalog;
        }
    }

    @Test
    void aPrintedQueryIsNeverDifferentFromTheWrittenQuery() {
        assertThat(PAIRS).isNotEmpty().noneMatch(pair -> pair.compare(pair.printed()) == Equivalence.DIFFERENT);
        long undecidedCount = PAIRS.stream()
                .filter(pair -> pair.compare(pair.printed()) == Equivalence.CANNOT_TELL)
                .count();
        assertThat(undecidedCount * 100.0 / PAIRS.size()).isLessThanOrEqualTo(5);
    }

    @Test
    void aPrintedQueryIsNeverTheSameAsAnotherQuery() {
        for (Pair pair : PAIRS) {
            for (Pair otherPair : PAIRS) {
                boolean isSame = pair.written()
                                .text()
                                .equals(otherPair.written().text())
                        || pair.printed().text().equals(otherPair.printed().text());
                if (!isSame) {
                    assertThat(pair.compare(otherPair.printed()))
                            .as(
                                    "%s and %s",
                                    pair.written().text(), otherPair.printed().text())
                            .isNotEqualTo(Equivalence.SAME);
                }
            }
        }
    }
}
