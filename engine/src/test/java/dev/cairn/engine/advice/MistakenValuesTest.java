package dev.cairn.engine.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks the warnings about values that a server computes or stores in another way than the statement suggests. Each
 * case names the part of the statement that is marked.
 */
class MistakenValuesTest {
    private static final AdvisedShop SHOP = new AdvisedShop();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        SELECT born - born FROM customer                  | born - born        | Write datediff(born, born).
        SELECT born + 1 FROM customer                     | born + 1           | Write date_add(born, INTERVAL 1 DAY).
        SELECT (born) - id FROM customer                  | (born) - id        | Write date_sub((born), INTERVAL id DAY).
        SELECT abs(1 + born) FROM customer                | 1 + born           | Write date_add(born, INTERVAL 1 DAY).
        SELECT a.at - b.at FROM event a CROSS JOIN event b WHERE a.at > '2024-01-01' AND b.at > '2024-01-01' | a.at - b.at | Write timestampdiff(SECOND, b.at, a.at).
        SELECT id FROM customer WHERE now() - born > 30   | now() - born       | Write timestampdiff(SECOND, born, now()).
        SELECT born * 2 FROM customer                     | born * 2           | Write unix_timestamp(born).
        SELECT '2024-01-31' - born FROM customer          | '2024-01-31' - born | Write datediff('2024-01-31', born).
        SELECT born - '2024-01-31' FROM customer          | born - '2024-01-31' | Write datediff(born, '2024-01-31').
        SELECT born - '2024-01-31 08:00:00' FROM customer | born - '2024-01-31 08:00:00' | Write timestampdiff(SECOND, '2024-01-31 08:00:00', born).
        SELECT born - name FROM customer                  | born - name        | Write datediff(born, name).
        SELECT born - '7' FROM customer                   | born - '7'         | Write date_sub(born, INTERVAL '7' DAY).
        SELECT born + born FROM customer                  | born + born        | Write unix_timestamp(born) + unix_timestamp(born).
        SELECT -born FROM customer                        | -born              | Write -unix_timestamp(born).
        """)
    void arithmeticTakesDatesAsNumbers(String query, String markedText, String remedy) {
        QueryWarning warning = requireOnlyWarning(query, QueryAdviceRule.DATE_CALCULATION, markedText);
        assertThat(warning.remedy()).isEqualTo(remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
        SELECT name || '!' FROM customer                   ; name || '!'             ; Write concat(name, '!').
        SELECT id FROM customer WHERE ('a' || name || 'b') ; 'a' || name || 'b'      ; Write concat('a', name, 'b').
        SELECT upper(name || id) FROM customer             ; name || id              ; Write concat(name, id).
        SELECT id FROM customer WHERE name || '!' = 'x!'   ; name || '!' = 'x!'      ; Write concat(name, '!') = 'x!'.
        SELECT id FROM customer WHERE 'x!' <> name || '!'  ; 'x!' <> name || '!'     ; Write 'x!' <> concat(name, '!').
        SELECT id FROM customer WHERE name LIKE 'x' || '%' || name ; name LIKE 'x' || '%' || name ; Write name LIKE concat('x', '%', name).
        SELECT id FROM customer WHERE name NOT LIKE 'x' || '%' ; name NOT LIKE 'x' || '%' ; Write name NOT LIKE concat('x', '%').
        SELECT id FROM customer WHERE 'x' || name LIKE 'x%'; 'x' || name LIKE 'x%'   ; Write concat('x', name) LIKE 'x%'.
        """)
    void aTextInOrIsNotJoined(String query, String markedText, String remedy) {
        assertThat(requireOnlyWarning(query, QueryAdviceRule.TEXTS_IN_OR, markedText)
                        .remedy())
                .isEqualTo(remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        SELECT [1, 2][0]                                  | [1, 2][0]
        SELECT [1, 2][-1]                                 | [1, 2][-1]
        SELECT split(name, ',')[(0)] FROM customer        | split(name, ',')[(0)]
        SELECT element_at(split(name, ','), 0) FROM customer | element_at(split(name, ','), 0)
        """)
    void theFirstElementOfAnArrayHasTheNumberOne(String query, String markedText) {
        requireOnlyWarning(query, QueryAdviceRule.ARRAY_INDEX, markedText);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        SELECT name, (SELECT day FROM visit WHERE city = 'a') FROM customer       | (SELECT day FROM visit WHERE city = 'a')
        SELECT id FROM customer c WHERE born = (SELECT max(w.born) FROM word w GROUP BY w.n) | (SELECT max(w.born) FROM word w GROUP BY w.n)
        UPDATE customer SET name = (SELECT word FROM word) WHERE id = 1           | (SELECT word FROM word)
        INSERT INTO word (word, n) SELECT 'a', (SELECT n FROM word)               | (SELECT n FROM word)
        SELECT id, (SELECT s.pieces FROM stock s WHERE s.item = c.id) FROM customer c | (SELECT s.pieces FROM stock s WHERE s.item = c.id)
        """)
    void aScalarSubqueryOfSeveralRowsIsReported(String query, String markedText) {
        requireOnlyWarning(query, QueryAdviceRule.SEVERAL_ROWS_OF_SUBQUERY, markedText);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        INSERT INTO stock (shop, item, pieces) SELECT n, 1, 1 FROM word           | n  | it is the column word.n
        INSERT INTO stock SELECT n, 1, 1 FROM word                                | n  | it is the column word.n
        INSERT INTO stock SELECT 1, n, 1 FROM word UNION ALL SELECT 1, 2, 3       | n  | it is the column word.n
        INSERT INTO stock SELECT n, n2.* FROM word CROSS JOIN (SELECT 1 AS a, 2 AS b) n2 | n | it is the column word.n
        INSERT INTO visit (id, day, city) SELECT 1, * FROM (SELECT born, 'x' AS x FROM customer) q | * | it is the column customer.born
        INSERT INTO total (day, pieces) SELECT max(born), 1 FROM customer         | max(born) | max() of no rows is NULL
        """)
    void aNullableValueOfANotNullColumnIsReported(String statement, String markedText, String cause) {
        List<QueryWarning> warnings = SHOP.findWarnings(statement).stream()
                .filter(warning -> warning.rule() == QueryAdviceRule.NULLABLE_VALUE)
                .toList();
        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(markedText(statement, warning)).isEqualTo(markedText);
            assertThat(warning.message()).contains(cause);
        });
    }

    /** An INSERT of some columns updates only these columns in the rows that exist. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        INSERT INTO account (id, name, born) VALUES (1, 'a', '2024-01-01')        |
        INSERT INTO account (id, name, rank) VALUES (1, 'a', 2)                   | born, which is
        INSERT INTO account (id) SELECT shop FROM stock                           | name, born, which are
        INSERT INTO account (id, name) SELECT id, 'a' FROM account                | born, which is
        INSERT INTO account BY NAME SELECT id, name FROM account                  | born, which is
        INSERT INTO customer (id) VALUES (1)                                      |
        """)
    void anInsertThatOmitsColumnsMayCreateEmptyValues(String statement, String omittedColumns) {
        List<String> omissionMessages = SHOP.findWarnings(statement).stream()
                .filter(warning -> warning.rule() == QueryAdviceRule.OMITTED_COLUMN)
                .map(warning -> warning.message())
                .toList();
        assertThat(omissionMessages)
                .isEqualTo(
                        omittedColumns == null
                                ? List.of()
                                : List.of("The INSERT omits " + omittedColumns
                                        + " NOT NULL without a default: a row with the same"
                                        + " key keeps the value, and a new row silently gets 0, an empty text or the"
                                        + " like."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        UPDATE customer SET name = (SELECT max(name) FROM customer), born = now() WHERE id = 1 |
        INSERT INTO word (word, n) SELECT 'a', id FROM reading WHERE n = 1        | id
        INSERT INTO word (word, n) SELECT 'a', coalesce(id, 0) FROM reading WHERE n = 1 | id
        INSERT INTO word (word, n) SELECT 'a', count(*) FROM word                 | count(*)
        INSERT INTO word (word, n) SELECT 'a', CASE WHEN id > 1 THEN 1 ELSE id END FROM reading WHERE n = 1 | id
        INSERT INTO word (word) SELECT name FROM customer WHERE name IS NOT NULL  | name
        INSERT INTO word (word, n) SELECT 'a', (SELECT max(id) FROM orders)       | (SELECT max(id) FROM orders)
        INSERT INTO stock (shop, item, pieces) SELECT 1, 1, amount FROM orders WHERE day = '2024-01-01' | amount
        """)
    void aValueFromAWiderColumnIsReported(String statement, String markedText) {
        List<String> narrowedTexts = SHOP.findWarnings(statement).stream()
                .filter(warning -> warning.rule() == QueryAdviceRule.NARROWED_VALUE)
                .map(warning -> markedText(statement, warning))
                .toList();
        assertThat(narrowedTexts).isEqualTo(markedText == null ? List.of() : List.of(markedText));
    }

    /** {@code word.n} is an INT, {@code orders.amount} a decimal(10,2). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        INSERT INTO word (word, n) VALUES ('a', 9999999999)                       | 9999999999
        INSERT INTO word (word, n) VALUES ('a', 1.5)                              | 1.5
        INSERT INTO word (word, n) SELECT 'a', coalesce(n, -0.5) FROM word        | -0.5
        INSERT INTO word (word, n) VALUES ('a', 1), ('b', (-2147483649))          | -2147483649
        INSERT INTO word (word, n) SELECT 'a', 9999999999                         | 9999999999
        INSERT INTO word (word, n) SELECT 'a', '9999999999'                       | '9999999999'
        INSERT INTO word (word, n) SELECT 'a', 1 UNION ALL SELECT 'b', 1e10       | 1e10
        INSERT INTO word (word, n) SELECT 'a', coalesce(n, 2147483648) FROM word  | 2147483648
        INSERT INTO word (word, n) SELECT 'a', if(n > 1, 2147483648, n) FROM word | 2147483648
        INSERT INTO orders (id, day, amount) VALUES (1, '2023-01-01', 123456789.5) | 123456789.5
        """)
    void aLiteralOutOfRangeIsReported(String statement, String markedText) {
        requireOnlyWarning(statement, QueryAdviceRule.LITERAL_VALUE, markedText);
    }

    /**
     * {@code customer.name} has 50 bytes, {@code word.word} 20, and an element of {@code note.tags} 3, as a key of its
     * labels.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        INSERT INTO word (word) VALUES (123456789012345678901)                    | 123456789012345678901 | word, 20, 123456789012345678901, 21
        INSERT INTO word (word) VALUES (-12345678901234567.89)                    | -12345678901234567.89 | word, 20, -12345678901234567.89, 21
        INSERT INTO word (word) SELECT coalesce(name, 'abcdefghijklmnopqrstu') FROM account | 'abcdefghijklmnopqrstu' | word, 20, 'abcdefghijklmnopqrstu', 21
        INSERT INTO note (id, tags) VALUES (1, ['abc', 'abcd'])                   | 'abcd' | an element of tags, 3, 'abcd', 4
        INSERT INTO note (id, labels) VALUES (1, map{'abcd': 'x'})                | 'abcd' | a key of labels, 3, 'abcd', 4
        INSERT INTO note (id, labels) VALUES (1, map{'abc': 'xyzxyz'})            | 'xyzxyz' | a value of labels, 5, 'xyzxyz', 6
        """)
    void aTooLongLiteralIsReported(String statement, String markedText, String arguments) {
        List<QueryWarning> warnings = SHOP.findWarnings(statement).stream()
                .filter(warning -> warning.rule() == QueryAdviceRule.LITERAL_LENGTH)
                .toList();
        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(markedText(statement, warning)).isEqualTo(markedText);
            assertThat(String.join(", ", warning.arguments())).isEqualTo(arguments);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
        SELECT substr(name, 0, 3) FROM customer               ; substr(name, 0, 3)           ; Write substr(name, 1, 3).
        SELECT upper(SUBSTRING(name, (0))) FROM customer      ; SUBSTRING(name, (0))         ; Write SUBSTRING(name, 1).
        SELECT split_part(name, ',', 0) FROM customer         ; split_part(name, ',', 0)     ; Write split_part(name, ',', 1).
        """)
    void thePositionsOfATextBeginAtOne(String query, String markedText, String remedy) {
        assertThat(requireOnlyWarning(query, QueryAdviceRule.TEXT_POSITION, markedText)
                        .remedy())
                .isEqualTo(remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
        SELECT id FROM customer WHERE name IN (NULL)          ; name IN (NULL)         ; name IN (NULL) is never true, because nothing is equal to NULL.
        SELECT id FROM customer WHERE name IN ((NULL), NULL)  ; name IN ((NULL), NULL) ; name IN ((NULL), NULL) is never true, because nothing is equal to NULL.
        """)
    void aListOfNullContainsNothing(String query, String markedText, String message) {
        assertThat(requireOnlyWarning(query, QueryAdviceRule.NULL_COMPARISON, markedText)
                        .message())
                .isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO word (word, n) VALUES ('a', 2147483647), ('b', -2147483648), ('c', 1.0)",
                "INSERT INTO word (word, n) SELECT 'a', '2147483647'",
                "INSERT INTO word (word, n) VALUES ('a', 1e3)",
                "INSERT INTO orders (id, day, amount) VALUES (1, '2023-01-01', 12345678.999)",
                "SELECT word FROM word WHERE n < 9999999999",
            })
    void aLiteralInRangeIsAccepted(String statement) {
        assertThat(SHOP.findWarnings(statement)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT born + INTERVAL 1 DAY, datediff(born, born), id - 1 FROM customer",
                "SELECT [1, 2][1], map{0: 1}[0], [1, 2][id] FROM customer",
                "SELECT substr(name, 1, 0), substr(name, -2), split_part(name, ',', -1), substr(name, id) FROM customer",
                "INSERT INTO note (id, tags, labels) VALUES (1, ['abc'], map{'abc': 'xyzxy'})",
                "SELECT id, (SELECT max(day) FROM visit WHERE city = 'a') FROM customer",
                "SELECT id, (SELECT name FROM customer o WHERE o.id = c.id) FROM customer c",
                "SELECT id FROM customer WHERE name IN (SELECT word FROM word)",
                "SELECT id FROM customer WHERE name IN ((SELECT word FROM word))",
                "SELECT id FROM customer c WHERE EXISTS (SELECT 1 FROM word w WHERE w.born = c.born)",
                "INSERT INTO stock (shop, item, pieces) SELECT n, 1, n + 1 FROM word WHERE n IS NOT NULL",
                "INSERT INTO stock (shop, item, pieces) SELECT coalesce(n, 0), 1, NULL FROM word",
                "INSERT INTO word (word, n) VALUES ('a', 5)",
                "INSERT INTO total (day, pieces) SELECT CAST(word AS DATE), 1 FROM word",
                "UPDATE customer SET name = concat(name, 'x') WHERE id = 1",
                "SELECT name FROM customer ORDER BY -born, (-born) LIMIT 3",
            })
    void otherValuesAreAccepted(String statement) {
        assertThat(SHOP.findWarnings(statement)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        WITH RECURSIVE q AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM q WHERE n < 5) SELECT n FROM q | 1
        WITH RECURSIVE q AS (SELECT 1 AS n) SELECT n FROM q | 0
        WITH RECURSIVE q AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM q WHERE n < 5) SELECT /*+ SET_VAR(enable_recursive_cte = true) */ n FROM q | 0
        WITH RECURSIVE q AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM q WHERE n < 5) SELECT /*+ SET_VAR(enable_recursive_cte = false) */ n FROM q | 1
        WITH RECURSIVE q AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM q WHERE n < 5) SELECT /*+ SET_VAR(query_timeout = 1) */ 'enable_recursive_cte = true' FROM q | 1
        SELECT n FROM (WITH RECURSIVE q AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM q WHERE n < 5) SELECT n FROM q) r | 1
        """)
    void aRecursiveQueryNeedsAVariable(String query, int warningCount) {
        assertThat(SHOP.findWarnings(query))
                .hasSize(warningCount)
                .allMatch(warning -> warning.rule() == QueryAdviceRule.RECURSIVE_QUERY);
    }

    private static QueryWarning requireOnlyWarning(String statement, QueryAdviceRule rule, String markedText) {
        List<QueryWarning> warnings = SHOP.findWarnings(statement);
        assertThat(warnings).extracting(QueryWarning::rule).containsExactly(rule);
        assertThat(markedText(statement, warnings.get(0))).isEqualTo(markedText);
        return warnings.get(0);
    }

    private static String markedText(String statement, QueryWarning warning) {
        return warning.span().textIn(statement);
    }
}
