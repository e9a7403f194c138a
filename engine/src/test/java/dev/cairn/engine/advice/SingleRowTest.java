package dev.cairn.engine.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks which queries are known to return one row at most, and which need an order for their pages. */
class SingleRowTest {
    private static final AdvisedShop SHOP = new AdvisedShop();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT name FROM customer WHERE id = 5",
                "SELECT name FROM customer c WHERE (5 = c.id) AND name > 'x'",
                "SELECT pieces FROM stock WHERE shop = 1 AND item <=> 2",
                "SELECT pieces FROM total WHERE day = '2026-01-01'",
                "SELECT count(*) FROM orders",
                "SELECT max(id) + 1 FROM orders WHERE city = 'x'",
                "SELECT 1 FROM orders HAVING count(*) > 5",
                "SELECT city, count(*) FROM orders WHERE city = 'x' GROUP BY city",
                "SELECT city AS town, count(*) FROM orders WHERE city = 'x' GROUP BY town",
                "SELECT DISTINCT city FROM orders WHERE city = 'x'",
                "SELECT id FROM orders LIMIT 1",
                "SELECT id FROM orders LIMIT 0",
                "(SELECT id FROM orders LIMIT 1) ORDER BY id",
                "SELECT 1",
                "SELECT s.pieces FROM customer c JOIN stock s ON s.item = c.id WHERE c.id = 5 AND s.shop = 1",
                "SELECT s.pieces FROM stock s, customer c WHERE c.id = s.item AND s.shop = 1 AND s.item = 2",
                "SELECT c.name FROM stock s LEFT JOIN customer c ON c.id = s.pieces WHERE s.shop = 1 AND s.item = 2",
                "SELECT c.name FROM customer c LEFT SEMI JOIN orders o ON o.customer = c.id WHERE c.id = 1",
                "SELECT name FROM customer WHERE id = 1 AND id IN (SELECT customer FROM orders)",
                "SELECT name FROM named WHERE customer_id = 5",
                "SELECT total FROM sales WHERE city = 'x'",
                "SELECT name FROM (SELECT id AS i, name FROM customer) q WHERE i = 5",
                "SELECT * FROM (SELECT * FROM customer) q WHERE q.id = 5",
                "WITH q AS (SELECT day, sum(amount) AS s FROM orders GROUP BY day) SELECT s FROM q WHERE day = '2026-01-01'",
                "SELECT name FROM customer JOIN (SELECT max(customer) AS m FROM orders) q ON q.m = id",
                "SELECT name FROM customer WHERE id = (SELECT max(customer) FROM orders)",
            })
    void aQueryOfOneRowAtMostIsAccepted(String query) {
        assertThat(SHOP.findSingleRowWarning(query)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT name FROM customer",
                "SELECT name FROM customer WHERE name = 'x'",
                "SELECT n FROM (SELECT word, max(n) AS n FROM word GROUP BY word) q WHERE word = 1",
                "SELECT name FROM customer WHERE id >= 5",
                "SELECT name FROM customer WHERE id IN (5)",
                "SELECT name FROM customer WHERE id = 5 OR name = 'x'",
                "SELECT pieces FROM stock WHERE shop = 1",
                "SELECT pieces FROM stock WHERE shop = item",
                "SELECT id FROM orders WHERE id = 5",
                "SELECT city, count(*) FROM orders GROUP BY city",
                "SELECT city, count(*) FROM orders WHERE city = 'x' GROUP BY ROLLUP (city)",
                "SELECT DISTINCT city, day FROM orders WHERE city = 'x'",
                "SELECT id FROM orders LIMIT 2",
                "SELECT id FROM customer WHERE id = 1 UNION ALL SELECT id FROM customer WHERE id = 2",
                "SELECT c.name FROM customer c LEFT JOIN stock s ON c.id = 5 AND s.shop = 1 AND s.item = 2",
                "SELECT c.name FROM customer c JOIN orders o ON o.customer = c.id WHERE c.id = 5",
                "SELECT c.name FROM customer c LEFT ANTI JOIN stock s ON s.item = c.id AND c.id = 5",
                "SELECT x FROM customer, unnest([1, 2]) AS u (x) WHERE id = 5",
                "SELECT name FROM named WHERE name = 'x'",
                "SELECT amount FROM order_view WHERE id = 5",
            })
    void aQueryThatMayReturnSeveralRowsIsReported(String query) {
        assertThat(SHOP.findSingleRowWarning(query)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT table_name FROM information_schema.tables WHERE table_name = 'x'",
                "SELECT total FROM daily WHERE day = '2026-01-01'",
                "SELECT c.name FROM customer c FULL JOIN stock s ON s.item = c.id WHERE c.id = 5",
            })
    void queriesOverUnknownKeysAreNotReported(String query) {
        assertThat(SHOP.findSingleRowWarning(query)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT name FROM customer ORDER BY name, id LIMIT 10 OFFSET 20",
                "SELECT name FROM customer ORDER BY 1, id LIMIT 10 OFFSET 20",
                "SELECT id AS i FROM customer ORDER BY i LIMIT 10 OFFSET 20",
                "SELECT * FROM stock WHERE shop = 1 ORDER BY item LIMIT 20, 10",
                "SELECT city, sum(amount) AS total FROM orders WHERE day > '2023-01-01' GROUP BY city ORDER BY total DESC, city"
                        + " LIMIT 10 OFFSET 20",
                "SELECT DISTINCT upper(name) FROM customer ORDER BY upper(name) LIMIT 10 OFFSET 20",
                "SELECT name FROM customer LIMIT 10",
                "SELECT name FROM customer LIMIT 10 OFFSET 0",
            })
    void pagesInAUniqueOrderAreAccepted(String query) {
        assertThat(SHOP.findWarnings(query)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT name FROM customer LIMIT 10 OFFSET 20",
                "SELECT name FROM customer ORDER BY name LIMIT 10 OFFSET 20",
                "SELECT name FROM customer ORDER BY name, abs(id) LIMIT 10 OFFSET 20",
                "SELECT * FROM stock ORDER BY shop LIMIT 20, 10",
                "SELECT city, sum(amount) AS total FROM orders WHERE day > '2023-01-01' GROUP BY city ORDER BY total LIMIT 10"
                        + " OFFSET 20",
            })
    void pagesWithoutAUniqueOrderAreReported(String query) {
        List<QueryWarning> warnings = SHOP.findWarnings(query);
        assertThat(warnings).extracting(QueryWarning::rule).containsExactly(QueryAdviceRule.UNSTABLE_PAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, name FROM customer",
                "SELECT name, max(id) FROM customer GROUP BY name",
                "SELECT DISTINCT name FROM customer",
                "SELECT item, pieces FROM stock WHERE shop = 5",
                "SELECT s.item, c.name FROM stock s JOIN customer c ON c.id = s.item WHERE s.shop = 5",
            })
    void theFirstColumnDiffersInEachRow(String query) {
        assertThat(SHOP.findKeyedRowsWarning(query)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT name, id FROM customer",
                "SELECT item, pieces FROM stock",
                "SELECT name, born, max(id) FROM customer GROUP BY name, born",
            })
    void severalRowsMayHaveTheSameFirstColumn(String query) {
        assertThat(SHOP.findKeyedRowsWarning(query))
                .get()
                .extracting(QueryWarning::rule)
                .isEqualTo(QueryAdviceRule.SEVERAL_ROWS_OF_KEY);
    }
}
