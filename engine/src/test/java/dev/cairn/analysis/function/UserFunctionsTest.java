package dev.cairn.analysis.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.expression.ExpressionRule;
import dev.cairn.analysis.resolution.QueryRule;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.UserFunction;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.RefusalRule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Queries may call the functions that users created. */
class UserFunctionsTest {
    private static final List<String> DECLARATIONS = List.of(
            "CREATE FUNCTION mask(varchar) RETURNS varchar",
            "CREATE FUNCTION geo.distance(double, double) RETURNS double",
            "CREATE FUNCTION joined(varchar, int, ...) RETURNS varchar",
            "CREATE FUNCTION seven() RETURNS int",
            "CREATE GLOBAL AGGREGATE FUNCTION best(bigint) RETURNS bigint",
            "CREATE AGGREGATE FUNCTION running(bigint) RETURNS bigint PROPERTIES (\"analytic\" = \"true\")",
            "CREATE TABLE FUNCTION words(varchar) RETURNS varchar",
            "CREATE GLOBAL FUNCTION mask(int) RETURNS int",
            "CREATE FUNCTION abs(varchar, varchar) RETURNS date");

    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private final Session session = new Session("shop");
    private final Catalog catalog = createCatalog();

    private Catalog createCatalog() {
        Catalog extendedCatalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        for (String declaration : DECLARATIONS) {
            extendedCatalog = extendedCatalog.withFunction(
                    UserFunction.of(Sql.parseFunction(declaration), "shop", engine.profile()));
        }
        return engine.apply(
                        extendedCatalog, session, Sql.parse("CREATE TABLE t (id BIGINT, name VARCHAR(20), day DATE)"))
                .catalog();
    }

    private String describeColumns(String query) {
        StringBuilder description = new StringBuilder();
        new QueryAnalysis(engine.profile(), new CatalogSourceResolver(engine.profile(), catalog), "shop")
                .analyze(Sql.parseQuery(query))
                .columns()
                .forEach(column -> description
                        .append(column.name())
                        .append(' ')
                        .append(column.type() == null ? "?" : Sql.render(column.type()))
                        .append("; "));
        return description.toString().strip();
    }

    private void assertRefused(String query, RefusalRule rule) {
        assertThat(catchThrowableOfType(Refusal.class, () -> describeColumns(query)))
                .returns(Optional.of(rule), Refusal::rule);
    }

    @Test
    void userFunctionsAreFoundInTheirDatabaseOrAmongGlobalFunctions() {
        assertThat(describeColumns("SELECT mask(name) AS a, MASK(name) AS b, shop.mask(name) AS c FROM t"))
                .isEqualTo("a varchar; b varchar; c varchar;");
        assertThat(describeColumns("SELECT geo.distance(1, 2.5) AS d, geo.mask(id) AS g FROM t"))
                .isEqualTo("d double; g int(11);");
        assertRefused("SELECT distance(1, 2) FROM t", FunctionRule.NO_MATCHING_FUNCTION);
        assertRefused("SELECT mask(name, 1) FROM t", FunctionRule.NO_MATCHING_FUNCTION);
        assertRefused("SELECT mask([1]) FROM t", FunctionRule.NO_MATCHING_FUNCTION);
    }

    @Test
    void aVariadicUserFunctionMayRepeatItsLastArgument() {
        assertThat(describeColumns("SELECT joined(name, 1) AS a, joined(name, 1, 2, 3) AS b, seven() AS c FROM t"))
                .isEqualTo("a varchar; b varchar; c int(11);");
        assertRefused("SELECT joined(name) FROM t", FunctionRule.NO_MATCHING_FUNCTION);
    }

    @Test
    void builtInFunctionsTakePrecedenceOverUserFunctions() {
        assertThat(describeColumns("SELECT abs(-1) AS a, shop.abs(-1) AS b, abs('x', 'y') AS c FROM t"))
                .endsWith("c date;")
                .doesNotContain("a date");
    }

    @Test
    void userAggregateFunctionsFollowTheRulesOfGrouping() {
        assertThat(describeColumns(
                        "SELECT day, best(id) AS b FROM t GROUP BY day HAVING best(id) > 1 ORDER BY best(id)"))
                .isEqualTo("day date; b bigint(20);");
        assertRefused("SELECT day, best(id) FROM t", QueryRule.NOT_GROUPED);
        assertRefused("SELECT day FROM t WHERE best(id) > 1", FunctionRule.NOT_ALLOWED_IN_CLAUSE);
        assertThat(describeColumns("SELECT day, b FROM (SELECT day, best(id) AS b FROM t GROUP BY day) x"))
                .isEqualTo("day date; b bigint(20);");
    }

    @Test
    void userWindowFunctionsMayStandBeforeOver() {
        assertThat(describeColumns("SELECT running(id) OVER (PARTITION BY day) AS r FROM t"))
                .isEqualTo("r bigint(20);");
        assertRefused("SELECT best(id) OVER (PARTITION BY day) FROM t", ExpressionRule.NO_WINDOW_FUNCTION);
    }

    @Test
    void userTableFunctionsReturnRows() {
        assertThat(describeColumns("SELECT id, w.word FROM t, words(name) AS w(word)"))
                .isEqualTo("id bigint(20); word varchar;");
        assertThat(describeColumns("SELECT words FROM t, shop.words(name)")).isEqualTo("words varchar;");
        assertRefused("SELECT words(name) FROM t", FunctionRule.TABLE_FUNCTION_IN_EXPRESSION);
        assertRefused("SELECT * FROM t, mask(name) AS m", CommonRule.WRONG_KIND);
    }

    @Test
    void insertsMayCallUserFunctions() {
        engine.apply(catalog, session, Sql.parse("INSERT INTO t SELECT best(id), mask('x'), day FROM t GROUP BY day"));
        Statement statement = Sql.parse("INSERT INTO t (id) VALUES (mask('x', 1))");
        assertThat(catchThrowableOfType(Refusal.class, () -> engine.apply(catalog, session, statement)))
                .returns(Optional.of(FunctionRule.NO_MATCHING_FUNCTION), Refusal::rule);
    }

    @Test
    void userFunctionDeclarationsAreReadBackAsWritten() {
        for (String declaration : DECLARATIONS) {
            assertThat(Sql.parseFunction(Sql.render(Sql.parseFunction(declaration))))
                    .isEqualTo(Sql.parseFunction(declaration));
        }
    }
}
