package dev.cairn.engine.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the warnings about queries; each case names the part of the query that is marked. */
class QueryAdviceTest {
    private static final AdvisedShop SHOP = new AdvisedShop();

    /** A developer who searches for the code of a warning finds its rule. */
    @Test
    void aRuleIsNamedLikeItsCode() {
        for (QueryAdviceRule rule : QueryAdviceRule.values()) {
            String code = rule.code().toUpperCase(Locale.ROOT).replace('-', '_');
            assertThat(rule.name()).matches(code + "(_OF_[A-Z_]+)?");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        SELECT id, day FROM orders                                             | orders  | day
        SELECT id FROM orders o WHERE customer = 7                             | orders  | day
        SELECT kind, count(*) FROM event GROUP BY kind                         | event   | at
        SELECT id FROM branch WHERE n = 1                                      | branch  | city
        SELECT id FROM visit WHERE id = 1                                      | visit   | day or city
        SELECT total FROM daily                                                | daily   | day
        SELECT c.name FROM customer c JOIN orders o ON o.customer = c.id       | orders  | day
        SELECT name FROM customer WHERE id IN (SELECT customer FROM orders)    | orders  | day
        SELECT id, max(day) FROM orders GROUP BY id                            | orders  | day
        SELECT a.id FROM orders a JOIN orders b ON a.id = b.id WHERE a.day = '2023-01-05' | orders | day
        WITH q AS (SELECT customer, day FROM orders) SELECT customer FROM q    | orders  | day
        SELECT id FROM order_view WHERE amount > 5                             | order_view | ordered
        INSERT INTO word (word, born) SELECT 'a', day FROM orders WHERE id > 1 | orders  | day
        DELETE FROM orders WHERE id = 4                                        | orders  | day
        SELECT * FROM orders ORDER BY id LIMIT 5                               | orders  | day
        """)
    void aQueryWithoutAConditionOnThePartitionColumnReadsAllPartitions(
            String query, String markedText, String partitionColumns) {
        assertThat(SHOP.findWarnings(query))
                .extracting(QueryWarning::rule)
                .containsExactly(QueryAdviceRule.ALL_PARTITIONS);
        assertThat(markedTexts(query)).containsExactly(markedText);
        assertThat(SHOP.findWarnings(query).get(0).arguments().get(1)).isEqualTo(partitionColumns);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM orders WHERE day = '2023-01-05'",
                "SELECT id FROM orders WHERE day >= '2023-01-05' OR id = 3",
                "SELECT id FROM orders WHERE day IN (SELECT max(born) FROM customer)",
                "SELECT id FROM orders WHERE year(day) = 2023",
                "SELECT id FROM orders WHERE date_trunc('month', day) = '2023-01-01'",
                "SELECT o.id FROM orders o JOIN word w ON o.day = w.born",
                "SELECT id FROM orders o JOIN visit v USING (id, day)",
                "SELECT id FROM orders PARTITION (p202001)",
                "SELECT id FROM orders LIMIT 10",
                "SELECT count(*), max(day) FROM orders",
                "SELECT id FROM visit WHERE city = 'a'",
                "SELECT q.id FROM (SELECT id, day FROM orders) q WHERE q.day = '2023-01-05'",
                "SELECT d FROM (SELECT id, day AS d FROM orders) q JOIN word w ON q.d = w.born",
                "WITH q AS (SELECT id, day AS d FROM orders) SELECT id FROM q WHERE d > '2023-01-05'",
                "SELECT name FROM customer c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.day = c.born)",
                "SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM customer c WHERE o.day = c.born)",
                "SELECT day AS d, sum(amount) FROM orders GROUP BY d HAVING d > '2023-01-05'",
                "SELECT id FROM order_view WHERE ordered > '2023-01-05'",
                "SELECT id FROM (SELECT id, ordered AS o FROM order_view) q WHERE o > '2023-01-05'",
                "SELECT id FROM recent",
                "SELECT city FROM sales",
                "SELECT name FROM customer",
                "SELECT 1 FROM information_schema.tables",
                "DELETE FROM orders WHERE day < '2021-01-01'",
                "DELETE FROM orders PARTITION (p202001) WHERE id = 4",
                "UPDATE customer SET name = 'x' WHERE id = 1",
                "INSERT INTO word VALUES ('a', 1, '2020-01-01')",
            })
    void aConditionOnThePartitionColumnMayStandAnywhere(String query) {
        assertThat(SHOP.findWarnings(query)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        SELECT city FROM orders, customer WHERE day = '2023-01-05'                | customer
        SELECT city FROM orders o JOIN customer c WHERE o.day = '2023-01-05'      | customer c
        SELECT 1 FROM customer a, customer b, word w WHERE a.id = b.id            | word w
        SELECT 1 FROM customer a, customer b WHERE a.id = 1 OR a.name = 'x'       | customer b
        SELECT 1 FROM customer a JOIN word w ON a.name = w.word, stock s          | stock s
        SELECT 1 FROM (SELECT id FROM customer) q, word w                         | word w
        WITH q AS (SELECT word FROM word) SELECT 1 FROM customer, q               | q
        SELECT 1 FROM stock s, customer c WHERE s.shop = 5                        | customer c
        """)
    void relationsWithoutAConditionAreMultiplied(String query, String markedText) {
        assertThat(SHOP.findWarnings(query))
                .extracting(QueryWarning::rule)
                .containsExactly(QueryAdviceRule.CARTESIAN_JOIN);
        assertThat(markedTexts(query)).containsExactly(markedText);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM customer a, customer b WHERE a.id = b.id",
                "SELECT 1 FROM customer a JOIN word b WHERE a.id > b.n",
                "SELECT 1 FROM customer a, word b WHERE a.id = 1 OR a.id = b.n",
                "SELECT 1 FROM customer a, word b, stock s WHERE a.id = s.item AND b.n = s.item",
                "SELECT 1 FROM customer a, word b WHERE EXISTS (SELECT 1 FROM stock WHERE item = a.id AND shop = b.n)",
                "SELECT 1 FROM customer a CROSS JOIN word b",
                "SELECT 1 FROM customer a JOIN word b ON true",
                "SELECT 1 FROM customer a JOIN word b USING (born)",
                "SELECT 1 FROM customer, unnest([1, 2]) AS u (x)",
                "SELECT 1 FROM customer, (SELECT max(n) AS m FROM word) q",
                "SELECT 1 FROM customer, (SELECT word FROM word LIMIT 1) q",
                "SELECT 1 FROM customer, (VALUES (1), (2)) v (x)",
                "WITH q AS (SELECT count(*) AS n FROM word) SELECT 1 FROM customer, q",
                "SELECT 1 FROM stock s, customer c WHERE c.id = 5",
                "SELECT 1 FROM (customer a, word b) WHERE a.name = b.word",
                "SELECT 1 FROM customer, information_schema.tables WHERE name = table_name",
                "SELECT 1 FROM (SELECT c.id, w.n FROM customer c, word w) q WHERE q.id = q.n",
            })
    void relatedAndIntendedCombinationsAreNotReported(String query) {
        assertThat(SHOP.findWarnings(query)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        SELECT DISTINCT id, name FROM customer                          | SUPERFLUOUS_DISTINCT_OF_KEY    | customer, id
        SELECT DISTINCT * FROM customer WHERE name = 'x'                | SUPERFLUOUS_DISTINCT_OF_KEY    | customer, id
        SELECT distinct s.item, s.shop FROM stock s                     | SUPERFLUOUS_DISTINCT_OF_KEY    | stock, shop, item
        SELECT DISTINCT name, count(*) FROM customer GROUP BY name      | SUPERFLUOUS_DISTINCT_OF_GROUPS | name
        SELECT DISTINCT upper(name) AS u, count(*) FROM customer GROUP BY u | SUPERFLUOUS_DISTINCT_OF_GROUPS | u
        SELECT DISTINCT name, born FROM customer GROUP BY 1, born       | SUPERFLUOUS_DISTINCT_OF_GROUPS | 1, born
        SELECT DISTINCT c.name, count(*) FROM customer c GROUP BY name  | SUPERFLUOUS_DISTINCT_OF_GROUPS | name
        """)
    void distinctHasNoEffectOnUniqueRows(String query, QueryAdviceRule rule, String arguments) {
        List<QueryWarning> warnings = SHOP.findWarnings(query);
        assertThat(warnings).extracting(QueryWarning::rule).containsExactly(rule);
        assertThat(String.join(", ", warnings.get(0).arguments())).isEqualTo(arguments);
        assertThat(markedTexts(query).get(0)).isEqualToIgnoringCase("DISTINCT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT DISTINCT name FROM customer",
                "SELECT DISTINCT shop FROM stock",
                "SELECT DISTINCT id + 0, name FROM customer",
                "SELECT DISTINCT * EXCLUDE (id) FROM customer",
                "SELECT DISTINCT c.id FROM customer c JOIN word w ON c.name = w.word",
                "SELECT DISTINCT id, x FROM customer, unnest([1, 1]) AS u (x)",
                "SELECT DISTINCT count(*) FROM customer GROUP BY name",
                "SELECT DISTINCT name FROM customer GROUP BY name, born",
                "SELECT DISTINCT name, count(*) FROM customer GROUP BY ROLLUP (name)",
                "SELECT DISTINCT word FROM word",
            })
    void distinctMayBeNeeded(String query) {
        assertThat(SHOP.findWarnings(query)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        SELECT 1 FROM customer WHERE name = NULL                         | NULL_COMPARISON    | name = NULL
        SELECT 1 FROM customer WHERE NULL <> name                        | NULL_COMPARISON    | NULL <> name
        SELECT 1 FROM word WHERE word = 'abcdefghijklmnopqrstu'          | LITERAL_LENGTH | word, 20, 'abcdefghijklmnopqrstu', 21
        SELECT 1 FROM word WHERE word IN ('x', 'ääääääääääa')             | LITERAL_LENGTH | word, 20, 'ääääääääääa', 21
        SELECT 1 FROM customer c WHERE 'abc' = c.id                      | LITERAL_VALUE  | c.id, INT, 'abc'
        SELECT 1 FROM word WHERE n IN ('1', 'one')                       | LITERAL_VALUE  | n, INT, 'one'
        SELECT 1 FROM customer WHERE born >= 'today'                     | LITERAL_VALUE  | born, DATE, 'today'
        SELECT 1 FROM customer WHERE '2026-02-30' > born                 | LITERAL_VALUE  | born, DATE, '2026-02-30'
        SELECT 1 FROM customer WHERE id BETWEEN 'a' AND 5                | LITERAL_VALUE  | id, INT, 'a'
        SELECT 1 FROM customer WHERE id <> '12,5'                        | LITERAL_VALUE  | id, INT, '12,5'
        SELECT 1 FROM customer WHERE id <=> 'x'                          | LITERAL_VALUE  | id, INT, 'x'
        SELECT CAST('2026-02-30' AS DATE) FROM customer                  | LITERAL_VALUE  | CAST('2026-02-30' AS DATE), DATE, '2026-02-30'
        SELECT date_sub('2026-02-30', INTERVAL 3 DAY) FROM customer      | LITERAL_VALUE  | the argument of date_sub(), DATETIME, '2026-02-30'
        SELECT name FROM customer GROUP BY name HAVING count(*) > 'x'    | LITERAL_VALUE  | count(*), BIGINT, 'x'
        SELECT 1 FROM customer WHERE 'abc' = year(born)                  | LITERAL_VALUE  | year(born), SMALLINT, 'abc'
        SELECT CASE born WHEN 'now' THEN 1 END FROM customer             | LITERAL_VALUE  | born, DATE, 'now'
        SELECT CASE name WHEN NULL THEN 1 END FROM customer              | NULL_COMPARISON    | WHEN NULL
        SELECT 1 FROM customer WHERE id NOT IN (1, NULL)                 | NULL_COMPARISON    | id NOT IN (1, NULL)
        SELECT 1 FROM customer WHERE id BETWEEN NULL AND 5               | NULL_COMPARISON    | id BETWEEN NULL AND 5
        SELECT 1 FROM customer WHERE id NOT IN (SELECT n FROM word)      | NOT_IN_NULL  | n
        SELECT 1 FROM customer WHERE NOT (id IN (SELECT n FROM word))    | NOT_IN_NULL  | n
        SELECT 1 FROM customer c JOIN word w ON w.word = c.id            | TEXT_NUMBER_JOIN | w.word, c.id
        SELECT 1 FROM customer c, word w WHERE c.id = w.word             | TEXT_NUMBER_JOIN | w.word, c.id
        """)
    void valuesThatNoRowCanHaveAreReported(String query, QueryAdviceRule rule, String arguments) {
        List<QueryWarning> warnings = SHOP.findWarnings(query);
        assertThat(warnings).extracting(QueryWarning::rule).containsExactly(rule);
        assertThat(String.join(", ", warnings.get(0).arguments())).isEqualTo(arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM customer WHERE name <=> NULL OR name IS NULL",
                "SELECT coalesce(name, NULL) FROM customer",
                "SELECT 1 FROM word WHERE word = 'abcdefghijklmnopqrst' AND n = ' 5 ' AND born = '2026-02-28'",
                "SELECT 1 FROM customer WHERE id NOT IN (SELECT n FROM word WHERE n IS NOT NULL)",
                "SELECT 1 FROM customer WHERE id NOT IN (SELECT shop FROM stock) AND id IN (SELECT n FROM word)",
                "SELECT 1 FROM customer c JOIN word w ON w.word = CAST(c.id AS VARCHAR)",
                "SELECT 1 FROM word WHERE word >= 'abcdefghijklmnopqrstuvwxyz' AND n IN (1, NULL)",
                "SELECT 1 FROM customer WHERE born BETWEEN '20260228' AND '2026-02-28 10:00:00'",
                "SELECT date_add('2026-2-8', INTERVAL 1 DAY), abs('-1.5'), concat('x', name) FROM customer",
                "SELECT CAST('2026-02-28T10:00:00' AS DATETIME), CAST(' 7 ' AS INT), CAST('x' AS VARCHAR) FROM"
                        + " customer",
                "SELECT if(name = 'x', 'yes', 'no'), coalesce(id, 'none'), CASE id WHEN '7' THEN 'x' END FROM customer",
            })
    void valuesThatARowMayHaveAreNotReported(String query) {
        assertThat(SHOP.findWarnings(query)).isEmpty();
    }

    @Test
    void distinctIsMarkedOnItsLine() {
        QueryWarning warning = SHOP.findWarnings("WITH q AS (SELECT 1)\nSELECT DISTINCT id\nFROM customer")
                .get(0);
        assertThat(warning.span().line()).isEqualTo(2);
        assertThat(warning.span().column()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        SELECT name FROM customer ORDER BY name                          | name
        SELECT name FROM customer UNION SELECT word FROM word ORDER BY 1 | 1
        SELECT name FROM customer ORDER BY lower(name) DESC, id          | lower(name) DESC, id
        """)
    void orderByWithoutLimitSortsAllRows(String query, String markedText) {
        assertThat(SHOP.findWarnings(query))
                .extracting(QueryWarning::rule)
                .containsExactly(QueryAdviceRule.UNLIMITED_ORDER);
        assertThat(markedTexts(query)).containsExactly(markedText);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT name FROM customer ORDER BY name LIMIT 10",
                "SELECT name FROM (SELECT name FROM customer ORDER BY name) q",
                "SELECT row_number() OVER (ORDER BY name) FROM customer",
                "INSERT INTO word (word, born) SELECT 'a', born FROM customer ORDER BY name",
            })
    void onlyTheOrderOfTheResultIsReported(String query) {
        assertThat(SHOP.findWarnings(query)).isEmpty();
    }

    @Test
    void aWarningSaysWhatIsWrongAndWhatToDo() {
        assertThat(SHOP.findWarnings("SELECT id FROM orders WHERE customer = 7").get(0))
                .returns(
                        "The query reads all partitions of orders, since no condition restricts day.",
                        QueryWarning::message)
                .returns("Add a condition on the partition column.", QueryWarning::remedy);
        assertThat(SHOP.findWarnings("SELECT hits FROM event WHERE date(at) = '2023-01-05'")
                        .get(0))
                .returns(
                        "The server can't prune partitions by a condition on date(at): it does not compare the"
                                + " partition column at of event itself.",
                        QueryWarning::message)
                .returns("Write CAST(at AS DATE) = '2023-01-05' instead.", QueryWarning::remedy);
    }

    /** The analyzed text has literals in place of parameters. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        SELECT hits FROM event WHERE date(at) = CAST('2000-01-01' AS DATE) | CAST(at AS DATE) = :p
        SELECT id FROM orders WHERE CAST(day AS VARCHAR) = 'day'           |
        SELECT n FROM word WHERE word = 12345                              |
        SELECT n FROM word WHERE word = 5                                  | word = '5'
        """)
    void aWarningQuotesParameters(String query, String replacement) {
        List<QueryWarning> warnings = SHOP.findWarnings(
                query,
                literal ->
                        List.of("CAST('2000-01-01' AS DATE)", "'day'", "12345").contains(literal) ? ":p" : literal);
        assertThat(warnings)
                .singleElement()
                .extracting(QueryWarning::replacement)
                .isEqualTo(replacement);
    }

    private static List<String> markedTexts(String query) {
        return SHOP.findWarnings(query).stream()
                .map(QueryWarning::span)
                .map(span -> span.textIn(query))
                .collect(Collectors.toList());
    }
}
