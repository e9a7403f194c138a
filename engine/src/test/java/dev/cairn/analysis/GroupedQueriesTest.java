package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the rules of GROUP BY, DISTINCT, ORDER BY, QUALIFY and PIVOT. */
class GroupedQueriesTest {
    private final Shop shop = new Shop();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT day, sum(price) FROM orders GROUP BY day",
                "SELECT orders.day, sum(price) FROM orders GROUP BY DAY",
                "SELECT day AS d, count(*) FROM orders GROUP BY d",
                "SELECT date_trunc('month', day) AS m, count(*) FROM orders GROUP BY m ORDER BY m",
                "SELECT date_trunc('month', day), count(*) FROM orders GROUP BY (DATE_TRUNC('month', `day`))",
                "SELECT (id + 1) * 2, count(*) FROM orders GROUP BY id + 1",
                "SELECT day, count(*) FROM orders GROUP BY 1 ORDER BY 2",
                "SELECT day FROM orders GROUP BY day HAVING sum(price) > 1 ORDER BY max(id)",
                "SELECT day, sum(price) AS total FROM orders GROUP BY day HAVING total > 1 ORDER BY total + 1",
                "SELECT day, grouping(day), grouping_id(day, customer) FROM orders GROUP BY ROLLUP (day, customer)",
                "SELECT day, customer, count(*) FROM orders GROUP BY GROUPING SETS ((day), (day, customer), ())",
                "SELECT day, sum(sum(price)) OVER (ORDER BY day) FROM orders GROUP BY day",
                "SELECT count(*), 1, now() FROM orders",
                "SELECT home.city FROM customer GROUP BY home.geo",
                "SELECT group_concat(name SEPARATOR concat(name, ',')) FROM customer GROUP BY home.geo",
                "SELECT DISTINCT day, price + 1 AS p FROM orders ORDER BY p, day",
                "SELECT DISTINCT * FROM customer ORDER BY name",
                "SELECT DISTINCT * FROM orders WHERE id = 1 ORDER BY 1",
                "SELECT DISTINCT * FROM orders WHERE id = 1 ORDER BY day",
                "SELECT DISTINCT *, id FROM orders WHERE id = 1 ORDER BY id",
                "SELECT DISTINCT *, id + 1 FROM orders ORDER BY id + 1",
                "SELECT DISTINCT o.* FROM orders o JOIN visit v ON o.day = v.day ORDER BY o.day",
                "SELECT DISTINCT * FROM orders WHERE EXISTS (SELECT 1 FROM visit v WHERE v.day = orders.day) ORDER BY day",
                "SELECT DISTINCT id AS x FROM orders WHERE id = 1 ORDER BY x",
                "SELECT DISTINCT *, v.* FROM (SELECT id + customer AS n FROM orders) v ORDER BY n",
                "SELECT id AS customer, customer AS z, count(*) FROM orders WHERE customer = 1 GROUP BY id, z ORDER BY customer",
                "SELECT day, array_map(x -> x + 1, array_agg(id)) FROM orders GROUP BY day",
                "SELECT id AS day, day AS id FROM orders ORDER BY day",
                "SELECT id, id FROM orders ORDER BY id",
                "SELECT * FROM orders ORDER BY ALL",
                "SELECT day, (SELECT count(*) FROM visit v WHERE v.day = o.day) FROM orders o GROUP BY day",
            })
    void validGroupedQueriesAreAccepted(String query) {
        assertThat(shop.analyze(query).columns()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT id, sum(price) FROM orders GROUP BY day      | QueryRule.NOT_GROUPED
        SELECT id, count(*) FROM orders                     | QueryRule.NOT_GROUPED
        SELECT day FROM orders GROUP BY day ORDER BY id     | QueryRule.NOT_GROUPED
        SELECT day FROM orders GROUP BY day HAVING id > 1   | QueryRule.NOT_GROUPED
        SELECT DISTINCT day FROM orders ORDER BY id         | QueryRule.NOT_GROUPED
        SELECT DISTINCT * FROM orders WHERE id = 1 ORDER BY id | QueryRule.NOT_GROUPED
        SELECT DISTINCT o.* FROM orders o WHERE id = 1 ORDER BY abs(o.id) | QueryRule.NOT_GROUPED
        SELECT DISTINCT * FROM orders JOIN orders o ON orders.id = o.id ORDER BY price | SourceRule.COLUMN_AMBIGUOUS
        SELECT DISTINCT *, id FROM (SELECT id FROM orders) o ORDER BY id | SourceRule.COLUMN_AMBIGUOUS
        SELECT DISTINCT *, id + 1 FROM orders ORDER BY id   | QueryRule.NOT_GROUPED
        SELECT DISTINCT * FROM customer WHERE home.city = 'a' ORDER BY home.city | QueryRule.NOT_GROUPED
        WITH o AS (SELECT id FROM orders) SELECT DISTINCT * FROM o WHERE id IN (SELECT id FROM orders) ORDER BY id | QueryRule.NOT_GROUPED
        SELECT id AS customer, count(*) FROM orders WHERE customer = 1 GROUP BY id ORDER BY customer | QueryRule.NOT_GROUPED
        SELECT *, count(*) FROM orders                      | QueryRule.NOT_GROUPED
        SELECT * FROM orders GROUP BY id                    | QueryRule.COMBINATION_UNSUPPORTED
        SELECT DISTINCT count(*) FROM orders                | QueryRule.COMBINATION_UNSUPPORTED
        SELECT sum(max(id)) FROM orders                     | QueryRule.NESTED_FUNCTION
        SELECT group_concat(name SEPARATOR max(name)) FROM customer | QueryRule.NESTED_FUNCTION
        SELECT 1 FROM orders ORDER BY sum(id)               | CommonRule.UNSUPPORTED
        SELECT grouping(id) FROM orders GROUP BY ROLLUP (day) | QueryRule.GROUPING_ARGUMENT_NOT_GROUPED
        """)
    void selectedColumnsMustBeGroupedOrAggregated(String query, String ruleName) {
        shop.requireRefusal(query, ruleName);
    }

    @Test
    void aPositionInOrderByCanNotMeanAGroupingFunction() {
        shop.requireRefusal(
                "SELECT day, grouping(day) AS g FROM orders GROUP BY ROLLUP (day) ORDER BY 2, 1",
                "CommonRule.UNSUPPORTED");
        shop.requireRefusal(
                "SELECT DISTINCT day, grouping_id(day) + 1 AS g FROM orders GROUP BY ROLLUP (day) ORDER BY 2",
                "CommonRule.UNSUPPORTED");
        shop.requireRefusal(
                "SELECT sum(count(*)) OVER (ORDER BY grouping(day)) FROM orders GROUP BY ROLLUP (day) ORDER BY 1",
                "CommonRule.UNSUPPORTED");
        shop.analyze("SELECT day, grouping(day) AS g FROM orders GROUP BY ROLLUP (day) ORDER BY g, 1");
        shop.analyze(
                "SELECT day, 'x' LIKE if(grouping(day) = 1, 'all', day) FROM orders GROUP BY ROLLUP (day) ORDER BY 2");
        shop.analyze("SELECT g FROM (SELECT grouping(day) AS g FROM orders GROUP BY ROLLUP (day)) t ORDER BY 1");
    }

    @Test
    void groupingRequiresSeveralGroupingSets() {
        shop.requireRefusal("SELECT day, grouping(day) FROM orders GROUP BY day", "CommonRule.REQUIREMENT_MISSING");
        shop.requireRefusal(
                "SELECT day FROM orders GROUP BY CUBE (day) ORDER BY grouping(day)",
                "FunctionRule.NOT_ALLOWED_IN_CLAUSE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT 1 FROM orders WHERE sum(id) > 1              | FunctionRule.NOT_ALLOWED_IN_CLAUSE
        SELECT 1 FROM orders WHERE rank() OVER (ORDER BY id) = 1 | FunctionRule.NOT_ALLOWED_IN_CLAUSE
        SELECT 1 FROM orders WHERE tags                     | QueryRule.CONDITION_NOT_BOOLEAN
        SELECT 1 FROM orders GROUP BY max(id)               | FunctionRule.NOT_ALLOWED_IN_CLAUSE
        SELECT 1 FROM orders GROUP BY 2                     | QueryRule.UNKNOWN_POSITION
        SELECT 1 FROM orders ORDER BY 0                     | QueryRule.UNKNOWN_POSITION
        SELECT 1 FROM orders ORDER BY (SELECT 1)            | FunctionRule.NOT_ALLOWED_IN_CLAUSE
        SELECT id, (SELECT 1) AS one FROM orders ORDER BY ALL | FunctionRule.NOT_ALLOWED_IN_CLAUSE
        SELECT id, 3 AS three FROM orders ORDER BY ALL      | QueryRule.UNKNOWN_POSITION
        SELECT 1 FROM orders ORDER BY 1, ALL                | CommonRule.UNSUPPORTED
        SELECT id AS x, day AS x FROM orders ORDER BY x     | SourceRule.COLUMN_AMBIGUOUS
        SELECT day FROM orders GROUP BY day HAVING day      | QueryRule.CONDITION_NOT_BOOLEAN
        SELECT 1 FROM visit WHERE EXISTS (SELECT users FROM visit) | TypeRule.TYPE_UNSUPPORTED
        SELECT 1 FROM visit WHERE id IN (SELECT users FROM visit)  | TypeRule.TYPE_UNSUPPORTED
        SELECT 1 FROM visit WHERE id IN (1, (SELECT 2))     | ExpressionRule.IN_LIST_WITH_SUBQUERY
        SELECT 1 FROM visit GROUP BY users                  | TypeRule.TYPE_UNSUPPORTED
        SELECT 1 FROM visit ORDER BY page                   | TypeRule.TYPE_UNSUPPORTED
        SELECT DISTINCT users FROM visit                    | TypeRule.TYPE_UNSUPPORTED
        SELECT rank() OVER (ORDER BY rank() OVER (ORDER BY id)) FROM orders | QueryRule.NESTED_FUNCTION
        """)
    void invalidClausesAreRefused(String query, String ruleName) {
        shop.requireRefusal(query, ruleName);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT id, day FROM orders QUALIFY row_number() OVER (PARTITION BY day ORDER BY id) = 1 | id bigint, day date
        SELECT id, day FROM orders QUALIFY id = 1                                               | id bigint, day date
        SELECT id AS x FROM orders QUALIFY customer > 1                                         | x bigint
        """)
    void qualifyMakesASubqueryOfTheSelect(String query, String columns) {
        assertThat(shop.describeColumns(query)).isEqualTo(columns);
        shop.requireRefusal(
                "SELECT id + 1 FROM orders QUALIFY rank() OVER (ORDER BY id) = 1", "QueryRule.RESULT_NOT_COLUMN");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sum(price) FOR customer IN (1, 2)                  | id, day, tags, 1, 2
        sum(price) FOR customer IN (1 AS one, 2 AS two)    | id, day, tags, one, two
        sum(price) AS s, max(id) AS m FOR customer IN (1)  | day, tags, 1_s, 1_m
        sum(price), max(id) FOR customer IN (1 AS a)       | day, tags, a_sum(shop.orders.price), a_max(shop.orders.id)
        sum(price) FOR (customer, id) IN ((1, 2), (3, 4) AS x) | day, tags, {1,2}, x
        """)
    void pivotTurnsValuesIntoColumns(String pivot, String names) {
        assertThat(shop.describeColumnNames("SELECT * FROM orders PIVOT (" + pivot + ")"))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        group_concat(day) FOR customer IN (1)           | FunctionRule.INVALID_ARGUMENTS
        max_by(id, price) FOR customer IN (1)           | FunctionRule.NO_MATCHING_FUNCTION
        percentile_approx(id, 0.5) FOR customer IN (1)  | FunctionRule.NO_MATCHING_FUNCTION
        max(id) FOR tags IN ('a')                       | ExpressionRule.TYPES_NOT_COMPARABLE
        abs(id) FOR customer IN (1)                     | CommonRule.REQUIREMENT_MISSING
        """)
    void pivotPassesOnlyTheFirstArgumentOfAnAggregate(String pivot, String ruleName) {
        shop.requireRefusal("SELECT * FROM orders PIVOT (" + pivot + ")", ruleName);
    }
}
