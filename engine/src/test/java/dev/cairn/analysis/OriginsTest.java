package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.analysis.source.Dependency;
import dev.cairn.analysis.source.OutputColumn;
import dev.cairn.analysis.source.Source;
import dev.cairn.refusal.Refusal;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
    private final Shop shop = new Shop()
            .addView("sales", "SELECT day, sum(price) FROM orders GROUP BY day", "day", "total")
            .addView("names", "SELECT * FROM customer", "id", "name", "home")
            .addTableWithUnknownColumns("logs");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT id FROM orders                                     | orders.id
        SELECT price * id AS x FROM orders                        | orders.price orders.id
        SELECT x FROM (SELECT price * id AS x FROM orders) q      | orders.price orders.id
        SELECT id FROM customer UNION SELECT customer FROM orders | customer.id orders.customer
        SELECT k FROM (SELECT 1 AS k) q                           | ''
        SELECT id FROM orders JOIN customer USING (id)            | orders.id
        SELECT id FROM orders FULL JOIN customer USING (id)       | orders.id customer.id
        SELECT (SELECT max(name) FROM customer c WHERE c.id = o.customer) AS n FROM orders o | customer.name
        SELECT t FROM orders, unnest(tags) u (t)                  | orders.tags
        SELECT total FROM sales                                   | orders.price sales.total
        """)
    void aColumnHasTheOriginsOfItsValues(String query, String origins) {
        assertThat(shop.analyze(query).columns().get(0).origins().stream()
                        .map(origin ->
                                origin.source().name() + "." + origin.column().name())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(origins);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT id FROM orders WHERE price > 1 ORDER BY day   | orders(id day price)
        SELECT * FROM customer                               | customer(id name home)
        SELECT 1 FROM orders o JOIN customer c USING (id)    | orders(id) customer(id)
        SELECT total FROM sales                              | sales(total) orders(day price)
        SELECT c.id FROM customer c, names                   | customer(id name home) names()
        WITH q AS (SELECT id FROM orders) SELECT 1           | orders(id)
        SELECT 1                                             | ''
        """)
    void aQueryDependsOnAllColumnsThatItNames(String query, String dependencies) {
        assertThat(shop.analyze(query).dependencies().stream()
                        .map(dependency -> dependency.source().name() + "("
                                + dependency.columns().stream()
                                        .map(Source.Column::name)
                                        .collect(Collectors.joining(" "))
                                + ")")
                        .collect(Collectors.joining(" ")))
                .isEqualTo(dependencies);
    }

    @Test
    void aTableReadThroughAViewIsAnIndirectDependency() {
        assertThat(shop.analyze("SELECT total FROM sales").dependencies())
                .extracting(dependency -> dependency.source().name(), Dependency::isDirect)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("sales", true),
                        org.assertj.core.groups.Tuple.tuple("orders", false));
    }

    @Test
    void aViewHasThePresentTypesOfItsQuery() {
        assertThat(shop.describeColumns("SELECT * FROM sales")).isEqualTo("day date, total decimal(38,2)");
        shop.addTable("orders (day DATETIME, price INT)");
        assertThat(shop.describeColumns("SELECT * FROM sales")).isEqualTo("day datetime, total bigint");
    }

    @Test
    void theRefusalOfABrokenViewNamesTheCause() {
        shop.removeSource("orders");
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> shop.analyze("SELECT 1 FROM sales"))
                .withMessage("Getting analyzing error. Detail message: View shop.sales references invalid table(s) or"
                        + " column(s) or function(s) or definer/invoker of view lack rights to use them: Getting"
                        + " analyzing error. Detail message: Unknown table 'shop.orders'..")
                .satisfies(refusal -> assertThat(refusal.errno()).isEqualTo(5502));
    }

    /** A view takes the nullability from the original expression, which is nullable for a column of {@code *}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT id FROM orders                         | false | false
        SELECT * EXCLUDE (home, name) FROM customer   | false | true
        SELECT id FROM (SELECT id FROM orders) q      | true  | true
        SELECT * FROM (SELECT id FROM orders) q       | true  | false
        SELECT * FROM (VALUES (1)) t                  | true  | false
        SELECT id FROM customer UNION SELECT customer FROM orders | true | false
        SELECT count(*) FROM orders                   | false | false
        """)
    void columnsAndTheirExpressionsHaveSeparateNullability(
            String query, boolean isColumnNullable, boolean isExpressionNullable) {
        OutputColumn output = shop.analyze(query).columns().get(0);
        assertThat(output.expressionType().isNullable()).as("of the column").isEqualTo(isColumnNullable);
        assertThat(output.isNullableInView()).as("of the expression").isEqualTo(isExpressionNullable);
    }

    @Test
    void theTypeOfAnUnknownColumnIsNotGuessed() {
        assertThat(shop.describeColumns("SELECT a, a + 1 AS b, a = 1 AS c FROM logs"))
                .isEqualTo("a ?, b ?, c boolean");
        assertThat(shop.describeColumns("SELECT logs.x.y, id FROM logs, customer"))
                .isEqualTo("y ?, id int NOT NULL");
        assertThat(shop.analyze("SELECT * FROM logs").hasAllColumns()).isFalse();
        assertThat(shop.analyze("SELECT a FROM (SELECT *, 1 AS one FROM logs) q")
                        .hasAllColumns())
                .isTrue();
        assertThat(shop.describeColumns("SELECT one FROM (SELECT *, 1 AS one FROM logs) q"))
                .isEqualTo("one tinyint");
        assertThat(shop.describeColumns("SELECT a, count(*) AS n FROM logs GROUP BY b"))
                .isEqualTo("a ?, n bigint NOT NULL");
        shop.requireRefusal("SELECT customer.nope FROM logs, customer", "TypeRule.COLUMN_NOT_FOUND");
    }
}
