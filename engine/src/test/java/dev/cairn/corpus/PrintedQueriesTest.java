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

/** Compares queries of views as written, which a 4.1 server shows, with the form that a 3.5 server prints. */
class PrintedQueriesTest {
    /** One query twice, and what its names are looked up in. */
    private record Pair(String script, Catalog catalog, QueryText written, QueryText printed) {
        Equivalence compare(QueryText other) {
            ServerProfile profile = Recording.MATRIX_3_5.profile();
            CatalogSourceResolver sources = new CatalogSourceResolver(profile, catalog);
            return QueryComparison.ofPrinted(profile, sources, "t").compare(written.query(), other.query());
        }
    }

    private static final List<Pair> PAIRS = new ArrayList<>();

    @BeforeAll
    static void read() {
        assumeTrue(Recording.MATRIX_3_5.exists(), Recording.MATRIX_3_5::explainAbsence);
        Map<String, Script> printed =
                Recording.MATRIX_3_5.scripts().stream().collect(Collectors.toMap(Script::id, Function.identity()));
        for (Script script : Recording.MATRIX.scripts()) {
            Script other = printed.get(script.id());
            if (other != null) {
                addPairs(script, new ArrayList<>(other.steps()));
            }
        }
    }

    private static void addPairs(Script script, List<Step> others) {
        Engine engine = new Engine(Recording.MATRIX.profile());
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("t"));
        for (Step step : script.steps()) {
            Optional<Step> same = taken(step.sql(), others);
            Optional<QueryText> written = shown(step);
            Optional<QueryText> printed = same.flatMap(PrintedQueriesTest::shown);
            if (written.isPresent() && printed.isPresent()) {
                PAIRS.add(new Pair(script.id(), catalog, written.get(), printed.get()));
            }
            catalog = step.isAccepted() && !step.isWait() ? applied(engine, catalog, step.sql()) : catalog;
        }
    }

    /** The next step with the same statement, and none that came before it again. */
    private static Optional<Step> taken(String sql, List<Step> others) {
        for (int i = 0; i < others.size(); i++) {
            if (others.get(i).sql().equals(sql)) {
                Step step = others.get(i);
                others.subList(0, i + 1).clear();
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }

    private static Optional<QueryText> shown(Step step) {
        boolean shows = step.isAccepted()
                && step.sql().startsWith("SHOW CREATE ")
                && !step.rows().isEmpty();
        String text = shows ? step.rows().get(0).get(1) : "";
        if (!text.startsWith("CREATE VIEW") && !text.startsWith("CREATE MATERIALIZED VIEW")) {
            return Optional.empty();
        }
        Statement statement = Sql.parseShown(text);
        return Optional.of(
                statement instanceof ViewStatement.CreateView view
                        ? view.query()
                        : ((ViewStatement.CreateMaterializedView) statement).query());
    }

    private static Catalog applied(Engine engine, Catalog catalog, String sql) {
        try {
            return engine.apply(catalog, new Session("t"), Sql.parse(sql)).catalog();
        } catch (Refusal ignored) {
            return catalog;
        }
    }

    @Test
    void aPrintedQueryIsNeverDifferentFromTheWrittenQuery() {
        assertThat(PAIRS).isNotEmpty().noneMatch(pair -> pair.compare(pair.printed()) == Equivalence.DIFFERENT);
        long undecided = PAIRS.stream()
                .filter(pair -> pair.compare(pair.printed()) == Equivalence.CANNOT_TELL)
                .count();
        assertThat(undecided * 100.0 / PAIRS.size()).isLessThanOrEqualTo(5);
    }

    @Test
    void aPrintedQueryIsNeverTheSameAsAnotherQuery() {
        for (Pair pair : PAIRS) {
            for (Pair other : PAIRS) {
                boolean isSame = pair.written().text().equals(other.written().text())
                        || pair.printed().text().equals(other.printed().text());
                if (!isSame) {
                    assertThat(pair.compare(other.printed()))
                            .as(
                                    "%s and %s",
                                    pair.written().text(), other.printed().text())
                            .isNotEqualTo(Equivalence.SAME);
                }
            }
        }
    }
}
