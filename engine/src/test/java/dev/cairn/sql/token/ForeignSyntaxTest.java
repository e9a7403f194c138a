package dev.cairn.sql.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.sql.Sql;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The syntax of another database is found at the place at which a text can't be parsed. */
class ForeignSyntaxTest {
    private static Optional<SyntaxProblem> findOccurrence(String text) {
        SqlSyntaxException failure = catchThrowableOfType(SqlSyntaxException.class, () -> {
            if (text.startsWith("SELECT")) {
                Sql.parseQuery(text);
            } else {
                Sql.parseDml(text);
            }
        });
        assertThat(failure).as(text).isNotNull();
        return ForeignSyntax.findAt(text, failure.span());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
        SELECT name::varchar FROM t                            ; no operator ::  ; write CAST(name AS varchar)
        SELECT t.price::decimal(10, 2) FROM t                  ; no operator ::  ; write CAST(t.price AS decimal(10, 2))
        SELECT (a + b)::int FROM t                             ; no operator ::  ; write CAST(… AS int)
        SELECT a FROM t WHERE a ILIKE 'x%'                     ; no ILIKE        ; write lower(a) LIKE lower('x%')
        SELECT a FROM t WHERE a NOT ILIKE 'x%'                 ; no ILIKE        ; write lower(a) NOT LIKE lower('x%')
        SELECT a FROM t WHERE a > now() - INTERVAL '7 days'    ; no intervals in quotes ; write INTERVAL 7 DAY
        SELECT a FROM t WHERE a > now() - INTERVAL '1 hour'    ; no intervals in quotes ; write INTERVAL 1 HOUR
        SELECT a FROM t WHERE a > now() - INTERVAL 7 DAYS      ; no units in the plural ; write INTERVAL 7 DAY
        SELECT a FROM t WHERE a > now() - INTERVAL :n hours    ; no units in the plural ; write INTERVAL :n HOUR
        SELECT a FROM t WHERE t.b IS TRUE                      ; no IS TRUE and no IS FALSE ; write t.b <=> TRUE, or NOT with it
        SELECT a FROM t WHERE (a > 1) IS NOT FALSE             ; no IS TRUE and no IS FALSE ; write … <=> FALSE, or NOT with it
        SELECT a FROM t WHERE a = ANY (SELECT b FROM u)        ; no comparison with ANY, SOME or ALL ; write IN for = ANY, and compare with the min or max of the subquery otherwise
        SELECT a FROM t WHERE a >= ALL (SELECT b FROM u)       ; no comparison with ANY, SOME or ALL ; write IN for = ANY, and compare with the min or max of the subquery otherwise
        SELECT a->>'$.b' FROM t                                ; no operator ->> ; write get_json_string(document, '$.name')
        SELECT trim(BOTH 'x' FROM a) FROM t                    ; no FROM in TRIM ; write trim(text, 'x'), ltrim(text, 'x') or rtrim(text, 'x')
        SELECT substring(a FROM 1 FOR 2) FROM t                ; no FROM in SUBSTRING ; write substring(text, 1, 2)
        SELECT position('x' IN a) FROM t                       ; no IN in POSITION ; write instr(text, 'x')
        INSERT IGNORE INTO t VALUES (1)                        ; no INSERT IGNORE ; select the rows of new keys, as in INSERT INTO t SELECT … WHERE NOT EXISTS (SELECT 1 FROM t WHERE …): an INSERT replaces the row with the same key
        INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 1 ; no ON DUPLICATE KEY and no ON CONFLICT ; omit the clause: INSERT into a table with @PrimaryKey replaces the row with the same key
        INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 1 ; no ON DUPLICATE KEY and no ON CONFLICT ; omit the clause: INSERT into a table with @PrimaryKey replaces the row with the same key
        INSERT INTO t VALUES (1) ON CONFLICT (a) DO NOTHING    ; no ON CONFLICT  ; select the rows of new keys, as in INSERT INTO t SELECT … WHERE NOT EXISTS (SELECT 1 FROM t WHERE …): an INSERT replaces the row with the same key
        INSERT INTO t VALUES (1) RETURNING a                   ; no RETURNING    ; omit it, and read the rows with a query
        SELECT a FROM t FETCH FIRST 5 ROWS ONLY                ; no FETCH FIRST  ; write LIMIT 5
        SELECT a FROM t ORDER BY a OFFSET 5 ROWS FETCH NEXT :n ROWS ONLY ; no OFFSET without LIMIT before it ; write LIMIT :n OFFSET 5
        SELECT a FROM t OFFSET 5                               ; no OFFSET without LIMIT before it ; write LIMIT 10 OFFSET 5
        SELECT a FROM t ORDER BY a OFFSET 5 LIMIT 20           ; no OFFSET without LIMIT before it ; write LIMIT 20 OFFSET 5
        SELECT a FROM t ORDER BY a LIMIT 20 OFFSET 5 FOR UPDATE ; no locks of rows ; omit the clause
        SELECT a FROM t LIMIT ALL                              ; no LIMIT ALL    ; omit it
        UPDATE t SET a = 1 WHERE b = 2 LIMIT 1                 ; no ORDER BY and no LIMIT in UPDATE and DELETE ; select the keys of the rows, as in WHERE id IN (SELECT id FROM t ORDER BY id LIMIT 1), or omit the clause
        UPDATE t SET a = 1 WHERE b = 2 ORDER BY c              ; no ORDER BY and no LIMIT in UPDATE and DELETE ; select the keys of the rows, as in WHERE id IN (SELECT id FROM t ORDER BY id LIMIT 1), or omit the clause
        DELETE FROM t WHERE b = 2 LIMIT 1                      ; no ORDER BY and no LIMIT in UPDATE and DELETE ; select the keys of the rows, as in WHERE id IN (SELECT id FROM t ORDER BY id LIMIT 1), or omit the clause
        UPDATE t a JOIN u b ON a.id = b.id SET a.n = b.n       ; no JOIN before SET in UPDATE ; write UPDATE a SET n = b.n FROM b WHERE a.id = b.id
        UPDATE t JOIN u ON t.id = u.id SET t.n = u.n           ; no JOIN before SET in UPDATE ; write UPDATE a SET n = b.n FROM b WHERE a.id = b.id
        UPDATE t, u SET t.n = u.n WHERE t.id = u.id            ; no JOIN before SET in UPDATE ; write UPDATE a SET n = b.n FROM b WHERE a.id = b.id
        UPDATE shop.t AS a SET n = 1 WHERE a.id = 2            ; no alias of the table in UPDATE ; write UPDATE shop.t, and its name before its columns
        DELETE h FROM hotel h WHERE h.id = 1                   ; no tables between DELETE and FROM ; write DELETE FROM a WHERE …, with USING b before WHERE if the condition reads another table
        DELETE FROM hotel h WHERE h.id = 1                     ; no alias of the table in DELETE ; write DELETE FROM hotel, and its name before its columns
        INSERT INTO t SET a = 1                                ; no SET in INSERT ; write INSERT INTO t (a, b) VALUES (1, 2)
        SELECT a FROM t WHERE a LIKE '50!%' ESCAPE '!'         ; no ESCAPE of LIKE ; write a backslash before the character that is not a wildcard, as in LIKE '50\\%'
        SELECT a FROM t WHERE a !~ 'x'                         ; no operator !~  ; write NOT REGEXP and a regular expression
        SELECT a FROM t WHERE a ISNULL                         ; no ISNULL and no NOTNULL after a value ; write IS NULL, or IS NOT NULL
        SELECT a FROM t WHERE (a) NOTNULL                      ; no ISNULL and no NOTNULL after a value ; write IS NULL, or IS NOT NULL
        SELECT isnull(a, 'x') FROM t                           ; no ISNULL with two arguments ; write ifnull(value, other)
        SELECT try_cast(upper(a) AS INT) FROM t                ; no TRY_CAST     ; write CAST, whose result is NULL for a value that can't be converted
        SELECT a FROM t WHERE a == 1                           ; no operator ==  ; write =
        SELECT now() + INTERVAL '1:30' HOUR_MINUTE             ; no intervals of two units ; add two intervals, as in now() + INTERVAL 1 HOUR + INTERVAL 30 MINUTE
        SELECT TOP 5 a FROM t                                  ; no TOP          ; write LIMIT 5 at the end of the query
        SELECT DISTINCT ON (a) a, b FROM t                     ; no DISTINCT ON  ; write QUALIFY row_number() OVER (PARTITION BY … ORDER BY …) = 1, and select columns only
        SELECT a FROM t WHERE a IS NOT DISTINCT FROM b         ; no IS DISTINCT FROM ; write NOT (a <=> b), or a <=> b
        SELECT a FROM t WHERE a SIMILAR TO 'x'                 ; no SIMILAR TO and no operator ~ ; write REGEXP and a regular expression
        SELECT a FROM t WHERE a ~ 'x'                          ; no SIMILAR TO and no operator ~ ; write REGEXP and a regular expression
        SELECT a FROM t FOR UPDATE                             ; no locks of rows ; omit the clause
        SELECT a AT TIME ZONE 'UTC' FROM t                     ; no AT TIME ZONE ; write convert_tz(time, 'UTC', 'Europe/Oslo')
        SELECT ARRAY[1, 2]                                     ; no ARRAY before the elements ; write [1, 2]
        SELECT sum(a) OVER w FROM t WINDOW w AS (ORDER BY a)   ; no WINDOW clause ; write the window after each OVER
        """)
    void eachForeignSyntaxHasARemedy(String text, String problem, String remedy) {
        assertThat(findOccurrence(text)).contains(new SyntaxProblem("StarRocks has " + problem, remedy));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a, 'x ILIKE y' FROM t WHERE (a = 1",
                "SELECT a FROM t GRUOP BY a",
                "SELECT a FROM t WHERE",
                "SELECT a FROM t WHERE b ~ AND 'x' = a",
                "SELECT isnull(a) FROM t WHERE (b = 1",
                "UPDATE t SE a = 1 WHERE b = 1",
                "UPDATE t SET a = (SELECT max(b) FROM u ORDER BY c LIMIT 1 WHERE b = 1",
                "DELETE FROM t WERE a = 1",
                "SELECT a FROM t LIMIT 5 OFFSET 1 GROUP BY a",
            })
    void otherMistakesAreNoForeignSyntax(String text) {
        assertThat(findOccurrence(text)).isEmpty();
    }
}
