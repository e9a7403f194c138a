package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.analysis.expression.ExpressionRule;
import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server checks the number of columns of a subquery when it plans a query, and not when it creates a view. */
class SubqueryColumnsTest {
    private static final Shop SHOP = new Shop()
            .addView("pair", "SELECT id, (SELECT id, day FROM orders LIMIT 1) AS x FROM customer", "id", "x")
            .addView("reader", "SELECT id FROM pair", "id");

    private static final QueryAnalysis ANALYSIS = new QueryAnalysis(ServerProfile.DEFAULT, SHOP, "shop");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT (SELECT 1, 2)",
                "SELECT id, (SELECT id, price FROM orders LIMIT 1) FROM customer",
                "SELECT id FROM customer WHERE id = (SELECT * FROM orders LIMIT 1)",
                "SELECT id FROM customer WHERE id > (SELECT id, day FROM orders LIMIT 1)",
                "SELECT id FROM customer WHERE id + (SELECT id, day FROM orders LIMIT 1) > 1",
                "SELECT id FROM customer WHERE coalesce((SELECT id, day FROM orders LIMIT 1), 1) > 1",
                "SELECT id FROM customer WHERE id BETWEEN (SELECT id, day FROM orders LIMIT 1) AND 5",
                "SELECT id FROM customer WHERE (SELECT id, day FROM orders LIMIT 1) IS NULL",
                "SELECT CASE WHEN id > (SELECT id, day FROM orders LIMIT 1) THEN 1 END FROM customer",
                "SELECT id FROM customer GROUP BY id HAVING count(*) > (SELECT id, day FROM orders LIMIT 1)",
                "SELECT c.id FROM customer c JOIN orders o ON c.id = (SELECT id, day FROM orders LIMIT 1)",
                "SELECT id FROM customer WHERE EXISTS (SELECT 1 FROM orders WHERE id = (SELECT 1, 2))",
                "WITH q AS (SELECT (SELECT 1, 2) AS x) SELECT x FROM q",
                "SELECT 1 UNION ALL SELECT (SELECT 1, 2)",
            })
    void aScalarSubqueryMustHaveOneColumn(String query) {
        requirePlanRefusal(query, ExpressionRule.SCALAR_SUBQUERY_NOT_SINGLE_COLUMN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM customer WHERE id IN (SELECT customer, id FROM orders)",
                "SELECT id FROM customer WHERE (id) IN (SELECT customer, id FROM orders)",
                "SELECT id FROM customer WHERE id NOT IN (SELECT * FROM orders)",
                "SELECT id IN (SELECT customer, id FROM orders) FROM customer",
            })
    void aSubqueryOfInMustHaveOneColumn(String query) {
        requirePlanRefusal(query, ExpressionRule.IN_SUBQUERY_NOT_SINGLE_COLUMN);
    }

    @Test
    void aSubqueryCannotBeLeftOfIn() {
        requirePlanRefusal(
                "SELECT id FROM customer WHERE (SELECT max(id) FROM orders) IN (SELECT id FROM orders)",
                ExpressionRule.SUBQUERY_LEFT_OF_IN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, (SELECT max(id) FROM orders) FROM customer",
                "SELECT id FROM customer WHERE (id, 1) IN (SELECT customer, id FROM orders)",
                "SELECT id FROM customer WHERE EXISTS (SELECT customer, id FROM orders)",
                "SELECT id FROM customer WHERE id IN (SELECT customer FROM orders)",
            })
    void otherSubqueriesAreAccepted(String query) {
        assertThat(ANALYSIS.analyzeExecutable(Sql.parseQuery(query)).hasAllColumns())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT id FROM pair                                    | pair
        SELECT id FROM reader                                  | reader
        """)
    void aViewIsRefusedWhenItIsRead(String query, String viewName) {
        Refusal refusal = requirePlanRefusal(query, ExpressionRule.SCALAR_SUBQUERY_NOT_SINGLE_COLUMN);
        assertThat(refusal.span().textIn(query)).isEqualTo(viewName);
    }

    private static Refusal requirePlanRefusal(String text, ExpressionRule rule) {
        Query query = Sql.parseQuery(text);
        BoundQuery boundQuery = ANALYSIS.analyze(query);
        assertThat(boundQuery.bindings().isPlannable()).as(text).isFalse();
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> ANALYSIS.analyzeExecutable(query));
        assertThat(refusal.hasRule(rule)).as(refusal.getMessage()).isTrue();
        return refusal;
    }
}
