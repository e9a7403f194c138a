package dev.cairn.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesInQueriesTest {
    private final Shop shop = new Shop();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT ID FROM orders                            | ID bigint NOT NULL
                    SELECT o.id FROM orders o                        | id bigint NOT NULL
                    SELECT shop.o.id FROM orders o                   | id bigint NOT NULL
                    SELECT shop.orders.id FROM shop.orders           | id bigint NOT NULL
                    SELECT audit.o.id FROM audit.orders o            | id bigint NOT NULL
                    SELECT audit.o.id, shop.o.day FROM audit.orders o, orders o | id bigint NOT NULL, day date NOT NULL
                    SELECT `id` AS k FROM orders WHERE day > '2024'  | k bigint NOT NULL
                    SELECT home.city FROM customer                   | city varchar(20)
                    SELECT home.GEO.x FROM customer                  | x double
                    SELECT customer.home.geo.x FROM customer         | x double
                    SELECT shop.customer.home.city FROM customer     | city varchar(20)
                    SELECT q.x FROM (SELECT id AS x FROM orders) q   | x bigint
                    SELECT q.b FROM (SELECT id, day FROM orders) q (a, b) | b date
                    SELECT 1                                         | 1 tinyint NOT NULL
                    """)
    void aColumnNameMayOmitItsQualifiers(String query, String columns) {
        assertThat(shop.describeColumns(query)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT nope FROM orders                          | TypeRule.COLUMN_NOT_FOUND
                    SELECT `nope` FROM orders                        | TypeRule.COLUMN_NOT_FOUND
                    SELECT o.nope FROM orders o                      | TypeRule.COLUMN_NOT_FOUND
                    SELECT orders.id FROM orders o                   | TypeRule.COLUMN_NOT_FOUND
                    SELECT O.id FROM orders o                        | TypeRule.COLUMN_NOT_FOUND
                    SELECT shop.q.id FROM (SELECT id FROM orders) q  | TypeRule.COLUMN_NOT_FOUND
                    SELECT home.street FROM customer                 | TypeRule.COLUMN_NOT_FOUND
                    SELECT id FROM orders, customer                  | SourceRule.COLUMN_AMBIGUOUS
                    SELECT orders.* FROM orders o                    | QueryRule.STAR_OF_UNKNOWN_TABLE
                    SELECT id FROM nope                              | ServerError.UNKNOWN_TABLE
                    SELECT id FROM nope.orders                       | ServerError.UNKNOWN_DATABASE
                    SELECT id FROM nope.shop.orders                  | ServerError.UNKNOWN_CATALOG
                    SELECT shop.o.id FROM audit.orders o             | TypeRule.COLUMN_NOT_FOUND
                    SELECT * FROM orders, orders                     | ServerError.NOT_UNIQUE_TABLE
                    SELECT * FROM orders a, customer a               | ServerError.NOT_UNIQUE_TABLE
                    SELECT * FROM (SELECT 1)                         | ServerError.DERIVED_TABLE_WITHOUT_ALIAS
                    """)
    void anUnknownOrAmbiguousNameIsRefused(String query, String ruleName) {
        shop.requireRefusal(query, ruleName);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT * FROM customer                           | id, name, home
                    SELECT c.*, 1 AS one FROM customer c             | id, name, home, one
                    SELECT * EXCLUDE (NAME) FROM customer            | id, home
                    SELECT c.* EXCEPT (id, home) FROM customer c     | name
                    SELECT o.id, c.* FROM orders o, customer c       | id, id, name, home
                    SELECT * FROM (VALUES (1, 'a')) AS t             | column_0, column_1
                    SELECT * FROM (VALUES (1, 'a')) AS t (x, y)      | x, y
                    """)
    void aStarStandsForAllColumnsExceptTheExcludedOnes(String query, String names) {
        assertThat(shop.describeColumnNames(query)).isEqualTo(names);
    }

    @Test
    void excludedColumnsOfAStarMustExist() {
        shop.requireRefusal("SELECT * EXCLUDE (id, x, y) FROM customer", "CommonRule.NOT_FOUND_IN");
        shop.requireRefusal(
                "SELECT customer.* EXCLUDE (id, name, home) FROM customer", "QueryRule.ALL_COLUMNS_EXCLUDED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT id + 1 AS x, x * 2 AS y FROM orders       | x bigint NOT NULL, y bigint NOT NULL
                    SELECT x * 2 AS y, id + 1 AS X FROM orders       | y bigint NOT NULL, X bigint NOT NULL
                    SELECT upper(name) AS id, id + 1 AS n FROM customer | id varchar, n bigint NOT NULL
                    SELECT upper(name) AS name FROM customer         | name varchar
                    """)
    void anAliasMeansItsExpressionUnlessItIsAColumn(String query, String columns) {
        assertThat(shop.describeColumns(query)).isEqualTo(columns);
    }

    @Test
    void cyclicAndAmbiguousAliasesAreRefused() {
        shop.requireRefusal("SELECT y AS x, x AS y FROM orders", "QueryRule.CYCLIC_ALIASES");
        shop.requireRefusal("SELECT 1 AS x, 2 AS x, x + 1 AS y FROM orders", "SourceRule.COLUMN_AMBIGUOUS");
        shop.requireRefusal("SELECT id AS x FROM orders WHERE x > 1", "TypeRule.COLUMN_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SELECT name FROM customer c WHERE EXISTS (SELECT 1 FROM orders WHERE customer = c.id)
                    SELECT name FROM customer WHERE EXISTS (SELECT 1 FROM orders WHERE customer = customer.id AND name = 'x')
                    SELECT (SELECT max(price) FROM orders o WHERE o.customer = c.id) AS most FROM customer c
                    SELECT name FROM customer WHERE id IN (SELECT customer FROM orders WHERE name = 'x')
                    SELECT name FROM customer c WHERE (id, name) IN (SELECT customer, c.name FROM orders)
                    """)
    void aSubqueryInAnExpressionSeesTheColumnsOfTheOuterQuery(String query) {
        assertThat(shop.analyze(query).columns()).isNotEmpty();
    }

    @Test
    void aSubqueryInFromDoesNotSeeTheOtherRelations() {
        shop.requireRefusal(
                "SELECT 1 FROM customer c, (SELECT id FROM orders WHERE customer = c.id) o",
                "TypeRule.COLUMN_NOT_FOUND");
    }

    @Test
    void theParametersOfALambdaHideColumnsOfTheSameName() {
        assertThat(shop.describeColumns("SELECT array_map((id, t) -> concat(id, t, day), tags, tags) AS x FROM orders"))
                .isEqualTo("x array<varchar>");
        assertThat(shop.describeColumns("SELECT array_map(id -> id, [1, 2]) AS x FROM orders"))
                .isEqualTo("x array<tinyint>");
    }
}
