package dev.cairn.analysis.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.Shop;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTitleTest {
    private final Shop shop = new Shop();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        id                                      | id
        orders.id                               | id
        `ID`                                    | ID
        id + 1                                  | id + 1
        orders.id + 1                           | orders.id + 1
        (id + 1) * 2                            | (id + 1) * 2
        id + customer * 2                       | id + (customer * 2)
        -id                                     | -1 * id
        - 5                                     | -5
        id + -0                                 | id + 0
        - - -0.0                                | 0.0
        if(id = 1, -0e0, id)                    | if(id = 1, 0E0, id)
        id MOD 2                                | id % 2
        id != 1 AND NOT customer <=> 2          | (id != 1) AND (NOT (customer <=> 2))
        id IN (1, id + 2)                       | id IN (1, (id + 2))
        price NOT BETWEEN 1 AND 2.50            | price NOT BETWEEN 1 AND 2.50
        day IS NOT NULL                         | day IS NOT NULL
        'it''s' NOT LIKE \"a%\"                 | NOT ('it\\'s' LIKE 'a%')
        CASE WHEN id > 1 THEN 'x' ELSE NULL END | CASE WHEN (id > 1) THEN 'x' ELSE NULL END
        CAST(id AS STRING)                      | CAST(id AS VARCHAR(65533))
        1e3                                     | 1000E0
        TRUE                                    | TRUE
        """)
    void operandsThatAreNotNamesOrLiteralsAreParenthesized(String expression, String title) {
        assertThat(shop.describeColumnNames("SELECT " + expression + " FROM orders"))
                .isEqualTo(title);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        COUNT(*)                                | count(*)
        Count(DISTINCT id, customer)            | count(DISTINCT id, customer)
        SUM(price)                              | sum(price)
        now()                                   | now()
        CURRENT_DATE                            | current_date()
        DATABASE()                              | DATABASE()
        isnull(id)                              | id IS NULL
        extract(YEAR FROM min(day))             | year(min(day))
        max(day) + INTERVAL 1 day               | max(day) + INTERVAL 1 DAY
        date_add(max(day), 3)                   | date_add(max(day), INTERVAL 3 DAY)
        timestampdiff(DAY, max(day), now())     | timestampdiff(DAY, max(day), now())
        transform(array_agg(id), x -> x + 1)    | transform(array_agg(id), x -> x + 1)
        map_apply((k, v) -> (v, k), map())      | map_apply((k, v) -> map{v:k}, map{})
        abs(+ max(id))                          | abs(max(id))
        max(id) + + 1                           | (max(id)) + 1
        time_slice(max(day), INTERVAL 5 DAY)    | time_slice(max(day), INTERVAL 5 day, floor)
        array_agg(id ORDER BY day DESC)         | array_agg(id ORDER BY day DESC)
        array_agg(id ORDER BY 1)                | array_agg(id ORDER BY id ASC)
        group_concat(id, day ORDER BY 2)        | group_concat(id,day ORDER BY day ASC SEPARATOR ',')
        DATETIME '2024-01-01'                   | '2024-01-01 00:00:00'
        DATETIME '2024-01-01 10:00:00.5'        | '2024-01-01 10:00:00.500000'
        group_concat(day)                       | group_concat(day SEPARATOR ',')
        sum(id) FILTER (WHERE id > 1)           | sum_if(id, id > 1)
        [max(id), 2]                            | [max(id), 2]
        max(tags)[1]                            | max(tags)[1]
        array_map(x -> x + 1, array_agg(id))    | array_map(x -> x + 1, array_agg(id))
        """)
    void aCallIsPrintedAsTheServerParsesIt(String expression, String title) {
        assertThat(DerivedColumnNameWriter.render(
                        ServerProfile.DEFAULT, Sql.parseExpression(expression), NameQualificationRules.NONE))
                .isEqualTo(title);
    }

    @Test
    void aWindowIsPrintedWithItsBlanks() {
        assertThat(shop.describeColumnNames(
                        "SELECT row_number() OVER (PARTITION BY customer ORDER BY id), lag(id IGNORE NULLS, 1) OVER"
                                + " (ORDER BY day) FROM orders"))
                .isEqualTo("row_number() OVER (PARTITION BY customer ORDER BY id ASC ),"
                        + " lag(id ignore nulls, 1) OVER (ORDER BY day ASC )");
    }

    @Test
    void theTitleOfASubqueryIsTheWholeSubquery() {
        assertThat(shop.describeColumnNames(
                        "SELECT (SELECT max(o.id) FROM orders o JOIN customer USING (id) WHERE o.id > 1 LIMIT 1)"))
                .isEqualTo(
                        "(SELECT max(o.id) FROM orders AS o INNER JOIN customer USING (`id`) WHERE o.id > 1 LIMIT 1)");
    }

    /** The server replaces the alias by its expression, whose names it has already resolved. */
    @Test
    void anAliasInATitleIsReplacedByItsExpression() {
        assertThat(shop.describeColumnNames("SELECT id + 1 AS x, x * 2 FROM orders"))
                .isEqualTo("x, (shop.orders.id + 1) * 2");
        assertThat(shop.describeColumnNames("SELECT x * 2, id + 1 AS x FROM orders"))
                .isEqualTo("(id + 1) * 2, x");
        assertThat(shop.describeColumnNames("SELECT id AS x, x FROM orders")).isEqualTo("x, id");
    }
}
