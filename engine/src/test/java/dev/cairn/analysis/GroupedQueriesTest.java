package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                "SELECT day, array_map(x -> x + 1, array_agg(id)) FROM orders GROUP BY day",
                "SELECT id AS day, day AS id FROM orders ORDER BY day",
                "SELECT id, id FROM orders ORDER BY id",
                "SELECT * FROM orders ORDER BY ALL",
                "SELECT day, (SELECT count(*) FROM visit v WHERE v.day = o.day) FROM orders o GROUP BY day",
            })
    void validGroupedQueriesAreAccepted(String query) {
        assertThat(shop.analysed(query).columns()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT id, sum(price) FROM orders GROUP BY day      | '`shop`.`orders`.`id`' must be an aggregate expression or appear in GROUP BY clause
        SELECT id, count(*) FROM orders                     | '`shop`.`orders`.`id`' must be an aggregate expression or appear in GROUP BY clause
        SELECT day FROM orders GROUP BY day ORDER BY id     | '`shop`.`orders`.`id`' must be an aggregate expression or appear in GROUP BY clause
        SELECT day FROM orders GROUP BY day HAVING id > 1   | '`shop`.`orders`.`id` > 1' must be an aggregate expression or appear in GROUP BY clause
        SELECT DISTINCT day FROM orders ORDER BY id         | '`shop`.`orders`.`id`' must be an aggregate expression or appear in GROUP BY clause
        SELECT *, count(*) FROM orders                      | column must appear in the GROUP BY clause or be used in an aggregate function
        SELECT * FROM orders GROUP BY id                    | cannot combine '*' in select list with GROUP BY: *
        SELECT DISTINCT count(*) FROM orders                | cannot combine SELECT DISTINCT with aggregate functions without GROUP BY
        SELECT sum(max(id)) FROM orders                     | Unsupported nest aggregation function inside aggregation
        SELECT group_concat(name SEPARATOR max(name)) FROM customer | Unsupported nest aggregation function inside aggregation
        SELECT 1 FROM orders ORDER BY sum(id)               | ORDER BY contains aggregate function and applies to the result of a non-aggregated query
        SELECT grouping(id) FROM orders GROUP BY ROLLUP (day) | The arguments of GROUPING must be expressions referenced by GROUP BY
        """)
    void selectedColumnsMustBeGroupedOrAggregated(String query, String words) {
        shop.refuses(query, words);
    }

    @Test
    void groupingIsForSeveralSets() {
        shop.refuses(
                "SELECT day, grouping(day) FROM orders GROUP BY day",
                "cannot use GROUPING functions without [grouping sets|rollup|cube] clause");
        shop.refuses(
                "SELECT day FROM orders GROUP BY CUBE (day) ORDER BY grouping(day)",
                "ORDER BY clause cannot contain grouping");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT 1 FROM orders WHERE sum(id) > 1              | WHERE clause cannot contain aggregations
        SELECT 1 FROM orders WHERE rank() OVER (ORDER BY id) = 1 | WHERE clause cannot contain window function
        SELECT 1 FROM orders WHERE tags                     | WHERE clause `shop`.`orders`.`tags` can not be converted to boolean type
        SELECT 1 FROM orders GROUP BY max(id)               | GROUP BY clause cannot contain aggregations
        SELECT 1 FROM orders GROUP BY 2                     | Group by position 2 is not in select list
        SELECT 1 FROM orders ORDER BY 0                     | ORDER BY position 0 is not in select list
        SELECT 1 FROM orders ORDER BY (SELECT 1)            | ORDER BY clause cannot contain subquery
        SELECT id, (SELECT 1) AS one FROM orders ORDER BY ALL | ORDER BY clause cannot contain subquery
        SELECT id, 3 AS three FROM orders ORDER BY ALL      | ORDER BY position 3 is not in select list
        SELECT 1 FROM orders ORDER BY 1, ALL                | ORDER BY ALL cannot be used with other ORDER BY elements
        SELECT id AS x, day AS x FROM orders ORDER BY x     | Column 'x' is ambiguous
        SELECT day FROM orders GROUP BY day HAVING day      | HAVING clause must evaluate to a boolean: actual type DATE
        SELECT 1 FROM visit WHERE EXISTS (SELECT users FROM visit) | HLL, BITMAP, PERCENTILE and ARRAY, MAP, STRUCT type couldn't as Predicate
        SELECT 1 FROM visit WHERE id IN (SELECT users FROM visit)  | HLL, BITMAP, PERCENTILE and ARRAY, MAP, STRUCT type couldn't as Predicate
        SELECT 1 FROM visit WHERE id IN (1, (SELECT 2))     | In Predicate only support literal expression list
        SELECT 1 FROM visit GROUP BY users                  | Type (nested) percentile/hll/bitmap/json not support group-by
        SELECT 1 FROM visit ORDER BY page                   | Type (nested) percentile/hll/bitmap/json/struct/map not support order-by
        SELECT DISTINCT users FROM visit                    | DISTINCT can only be applied to comparable types : BITMAP
        SELECT rank() OVER (ORDER BY rank() OVER (ORDER BY id)) FROM orders | Nesting of analytic expressions is not allowed: rank() OVER (ORDER BY rank() OVER (ORDER BY id))
        """)
    void aggregatesAndWindowFunctionsAreRefusedInClausesThatForbidThem(String query, String words) {
        shop.refuses(query, words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        SELECT id, day FROM orders QUALIFY row_number() OVER (PARTITION BY day ORDER BY id) = 1 | id bigint, day date
        SELECT id, day FROM orders QUALIFY id = 1                                               | id bigint, day date
        SELECT id AS x FROM orders QUALIFY customer > 1                                         | x bigint
        """)
    void qualifyMakesASubqueryOfTheSelect(String query, String columns) {
        assertThat(shop.columns(query)).isEqualTo(columns);
        shop.refuses(
                "SELECT id + 1 FROM orders QUALIFY rank() OVER (ORDER BY id) = 1",
                "Can't support result other than column");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        sum(price) FOR customer IN (1, 2)                  | id, day, tags, 1, 2
        sum(price) FOR customer IN (1 AS one, 2 AS two)    | id, day, tags, one, two
        sum(price) AS s, max(id) AS m FOR customer IN (1)  | day, tags, 1_s, 1_m
        sum(price), max(id) FOR customer IN (1 AS a)       | day, tags, a_sum(shop.orders.price), a_max(shop.orders.id)
        sum(price) FOR (customer, id) IN ((1, 2), (3, 4) AS x) | day, tags, {1,2}, x
        """)
    void pivotMakesColumnsOfValues(String pivot, String names) {
        assertThat(shop.names("SELECT * FROM orders PIVOT (" + pivot + ")")).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        group_concat(day) FOR customer IN (1)           | group_concat should have output expressions before [ORDER BY]
        max_by(id, price) FOR customer IN (1)           | No matching function with signature: max_by(bigint(20))
        percentile_approx(id, 0.5) FOR customer IN (1)  | No matching function with signature: percentile_approx(bigint(20))
        max(id) FOR tags IN ('a')                       | Column type array<varchar(20)> does not support binary predicate operation with type varchar
        abs(id) FOR customer IN (1)                     | Measure expression in PIVOT must use aggregate function
        """)
    void pivotKeepsTheFirstArgumentOfAnAggregate(String pivot, String words) {
        shop.refuses("SELECT * FROM orders PIVOT (" + pivot + ")", words);
    }
}
