package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions are grouped as the server's grammar groups them. Brackets show the groups. */
class PrecedenceTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = "::",
            quoteCharacter = '~',
            value = {
                "a OR b AND c                   :: (a OR (b AND c))",
                "a AND b OR c AND d             :: ((a AND b) OR (c AND d))",
                "NOT a AND b                    :: ((NOT a) AND b)",
                "NOT a = b                      :: (NOT (a = b))",
                "NOT NOT a                      :: (NOT (NOT a))",
                "a AND NOT b OR c               :: ((a AND (NOT b)) OR c)",
                "a && b                         :: (a && b)",
                "a || b && c                    :: (a || (b && c))",
                "a = b = c                      :: ((a = b) = c)",
                "a < b + 1                      :: (a < (b + 1))",
                "a = b IS NULL                  :: ((a = b) IS NULL)",
                "a IS NULL = b                  :: ((a IS NULL) = b)",
                "a = b IN (1)                   :: (a = (b IN (1)))",
                "a = b LIKE c                   :: (a = (b LIKE c))",
                "a BETWEEN 1 AND 2 AND b        :: ((a BETWEEN 1 AND 2) AND b)",
                "a BETWEEN 1 AND b LIKE c       :: (a BETWEEN 1 AND (b LIKE c))",
                "a NOT IN (1, 2) OR b           :: ((a NOT IN (1, 2)) OR b)",
                "a + b * c                      :: (a + (b * c))",
                "a - b - c                      :: ((a - b) - c)",
                "a * b DIV c                    :: ((a * b) DIV c)",
                "a % b MOD c                    :: ((a % b) MOD c)",
                "a * b ^ c                      :: (a * (b ^ c))",
                "a ^ b ^ c                      :: ((a ^ b) ^ c)",
                "a + b & c                      :: ((a + b) & c)",
                "a & b | c                      :: ((a & b) | c)",
                "a | b BITSHIFTLEFT c           :: ((a | b) BITSHIFTLEFT c)",
                "a BITSHIFTLEFT b BITSHIFTRIGHT c :: ((a BITSHIFTLEFT b) BITSHIFTRIGHT c)",
                "a BITSHIFTRIGHT b BITSHIFTLEFT c :: (a BITSHIFTRIGHT (b BITSHIFTLEFT c))",
                "a BITSHIFTRIGHTLOGICAL b BITSHIFTRIGHT c :: (a BITSHIFTRIGHTLOGICAL (b BITSHIFTRIGHT c))",
                "-a * b                         :: ((-a) * b)",
                "-a ^ b                         :: ((-a) ^ b)",
                "- - a                          :: (-(-a))",
                "!a = b                         :: ((!a) = b)",
                "-a[1]                          :: ((-a)[1])",
                "-a.b                           :: (-a.b)",
                "-f(a).b                        :: (-(f(a).b))",
                "!a MATCH b                     :: ((!a) MATCH b)",
                "a MATCH b[1]                   :: (a MATCH (b[1]))",
                "a MATCH b MATCH c              :: ((a MATCH b) MATCH c)",
                "a NOT MATCH_ANY b AND c        :: ((a NOT MATCH_ANY b) AND c)",
                "a -> 'p' = 1                   :: ((a->'p') = 1)",
                "a -> 'p' -> 'q'                :: ((a->'p')->'q')",
                "x -> x + 1                     :: (x => (x + 1))",
                "x -> y -> x + y                :: (x => (y => (x + y)))",
                "(x, y) -> x AND y              :: (x, y => (x AND y))",
                "(x) -> x                       :: (x => x)",
                "(a) -> 'p'                     :: ([a]->'p')",
                "(k, v) -> (k, v + 1)           :: (k, v => {k, (v + 1)})",
                "a COLLATE c                    :: (a COLLATE c)",
                "-a COLLATE c                   :: (-(a COLLATE c))",
                "BINARY a = b                   :: (BINARY (a = b))",
                "binary = 1                     :: (binary = 1)",
                "a * (b + c)                    :: (a * [(b + c)])",
                "interval = 1                   :: (interval = 1)",
                "d + INTERVAL a + 1 DAY         :: (d + INTERVAL (a + 1) DAY)",
                "CASE a WHEN 1 THEN b OR c END  :: CASE a WHEN 1 THEN (b OR c) END",
            })
    void anExpressionIsGroupedAsTheServerGroupsIt(String text, String grouped) {
        assertThat(GroupedExpression.render(Sql.parseExpression(text))).isEqualTo(grouped);
    }
}
