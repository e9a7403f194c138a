package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.random.Breadth;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Any text is parsed quickly into a query or a syntax error. */
class QueryRobustnessTest {
    private static final int REPETITIONS = 30_000;
    private static final int SEED_COUNT = Breadth.of(2_000, 20_000);
    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

    /** The limit for all texts together, because a thread for each text would take ten times as long as its parsing. */
    private static final Duration TIME_LIMIT_OF_ALL_SEEDS = Duration.ofMinutes(5);

    private static String findProblem(String text) {
        return Assertions.assertTimeoutPreemptively(TIME_LIMIT, () -> ParserProblem.find(() -> Sql.parse(text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT |( | SELECT 1 | )",
                "|( | SELECT 1 | ) UNION SELECT 2",
                "SELECT |( | SELECT 1 | ) MINUS (SELECT 2)",
                "SELECT * FROM |( | a | )",
                "SELECT * FROM |( | SELECT 1 | )",
                "|SELECT * FROM ( | SELECT 1 | ) x",
                "SELECT * FROM a |JOIN (a | JOIN b | )",
                "SELECT |a IN (SELECT | 1 | )",
                "SELECT |(a,  | b | ) IN (SELECT 1)",
                "|WITH a AS ( | SELECT 1 | ) SELECT 1",
                "SELECT |sum(a) OVER (ORDER BY | a | )",
                "SELECT |EXISTS (SELECT | 1 | )",
            })
    void deepNestingIsParsedWithoutBacktracking(String start, String opening, String middle, String closing) {
        String prefix = start == null ? "" : start + " ";
        for (int depth : new int[] {60, REPETITIONS}) {
            String text = prefix + (opening + " ").repeat(depth) + middle + " " + (closing + " ").repeat(depth);
            String problem = findProblem(text);
            assertThat(problem)
                    .isEqualTo(
                            depth == REPETITIONS
                                    ? "Cairn, unlike StarRocks, reads no text of more than 200 levels"
                                    : "none");
            findProblem(text.substring(0, text.length() / 2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" UNION ALL SELECT 1", " INTERSECT SELECT 1", " MINUS (SELECT 1)"})
    void aTooLongChainOfQueriesIsASyntaxError(String operation) {
        assertThat(findProblem("SELECT 1" + operation.repeat(300))).isEqualTo("none");
        assertThat(findProblem("SELECT 1" + operation.repeat(REPETITIONS)))
                .isEqualTo("Cairn, unlike StarRocks, reads no query of more than 400 levels");
    }

    @Test
    void aTooLongChainOfJoinsIsASyntaxError() {
        assertThat(findProblem("SELECT 1 FROM a" + " JOIN b".repeat(300))).isEqualTo("none");
        assertThat(findProblem("SELECT 1 FROM a" + " JOIN b".repeat(REPETITIONS)))
                .isEqualTo("Cairn, unlike StarRocks, reads no query of more than 400 levels");
    }

    @Test
    void longQueriesTakeLinearTime() {
        assertThat(findProblem("SELECT a" + ", t.*, b c".repeat(200_000) + " FROM t"))
                .isEqualTo("none");
        assertThat(findProblem("SELECT * FROM a" + ", LATERAL unnest(b) c".repeat(200_000)))
                .isEqualTo("none");
        assertThat(findProblem("SELECT 1 FROM (VALUES (1)" + ", (2)".repeat(500_000) + ")"))
                .isEqualTo("none");
        assertThat(findProblem("SELECT a" + ".b".repeat(500_000) + ".*")).isEqualTo("none");
        assertThat(findProblem("SELECT " + "((1)), ((SELECT 1)), ".repeat(100_000) + "1"))
                .isEqualTo("none");
    }

    @Test
    @Tag(Breadth.LONG)
    void mutilatedQueriesCauseNothingButASyntaxError() {
        List<String> sources = List.of(
                "WITH RECURSIVE a (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a WHERE x IN (SELECT y FROM b)) SELECT "
                        + "t.* EXCEPT (c), count(DISTINCT [skew] d) FILTER (WHERE e) OVER ([h] PARTITION BY f ORDER BY g "
                        + "ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS 'z' FROM t FOR VERSION AS OF 1 PARTITION (p) x "
                        + "LEFT JOIN [SKEW|x.a(1)] LATERAL unnest(x.b) u (v) ON true, (VALUES (1)) w PIVOT (sum(a) FOR b "
                        + "IN (1 AS c)) WHERE EXISTS ((SELECT 1) MINUS (SELECT 2)) GROUP BY GROUPING SETS ((a), ()) "
                        + "QUALIFY rank() OVER () = 1 ORDER BY ALL DESC LIMIT 1, 2",
                "CREATE MATERIALIZED VIEW IF NOT EXISTS d.m (a COMMENT 'x', INDEX i (a)) COMMENT 'c' PARTITION BY "
                        + "(date_trunc('day', a)) DISTRIBUTED BY HASH(a) BUCKETS 3 ORDER BY (a) REFRESH DEFERRED ASYNC "
                        + "START('2025-01-01') EVERY(INTERVAL 1 DAY) PROPERTIES ('p' = '1') AS SELECT a FROM t -- end");
        AtomicInteger seed = new AtomicInteger();
        Assertions.assertTimeoutPreemptively(
                TIME_LIMIT_OF_ALL_SEEDS,
                () -> {
                    for (; seed.get() < SEED_COUNT; seed.incrementAndGet()) {
                        String text =
                                TextMutation.mutate(sources.get(seed.get() % sources.size()), new Random(seed.get()));
                        Assertions.assertDoesNotThrow(
                                () -> ParserProblem.find(() -> Sql.parse(text)), () -> "seed " + seed + ": " + text);
                    }
                },
                () -> "seed " + seed);
    }
}
