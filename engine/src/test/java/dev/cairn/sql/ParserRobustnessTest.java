package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.random.Breadth;
import dev.cairn.sql.ast.Query;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any text is parsed quickly into a statement or a syntax error. */
class ParserRobustnessTest {
    private static final int REPETITIONS = 10_000;
    private static final int SEED_COUNT = Breadth.of(2_000, 20_000);
    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);

    private static String findProblem(String text) {
        return Assertions.assertTimeoutPreemptively(TIME_LIMIT, () -> ParserProblem.find(() -> Sql.parse(text)));
    }

    private static String tableWithExpression(String expression) {
        return "CREATE TABLE t (a INT, b INT AS " + expression + ")";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "NOT ",
                "- ",
                "f(",
                "[",
                "x -> ",
                "CASE WHEN ",
                "CAST(",
                "map{",
                "a BETWEEN 1 AND ",
                "interval - ",
                "INTERVAL ",
                "map<",
                "(a, ",
            })
    void tooDeepNestingIsASyntaxError(String opening) {
        assertThat(findProblem(tableWithExpression(opening.repeat(REPETITIONS) + "1")))
                .isNotEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {" + 1", " = a", " IS NULL", "[1]", " MATCH a", " COLLATE c", "->'p'"})
    void aTooLongChainOfOperatorsIsASyntaxError(String operation) {
        assertThat(findProblem(tableWithExpression("a" + operation.repeat(REPETITIONS))))
                .isEqualTo("Cairn, unlike StarRocks, reads no expression of more than 400 levels");
    }

    @ParameterizedTest
    @ValueSource(strings = {" OR ", " AND ", " || ", " && "})
    void chainsOfConditionsMayBeOfAnyLength(String operator) {
        for (int operandCount : new int[] {2, 100, 101, 102, 5_000}) {
            String text = IntStream.range(0, operandCount)
                    .mapToObj(i -> i % 2 == 0 ? "NOT a = " + i : "(b OR c AND d)")
                    .collect(Collectors.joining(operator));
            Query query = Sql.parseQuery("SELECT 1 FROM t WHERE x OR y AND (" + text + ") OR z");
            String renderedQuery = Sql.render(query);

            assertThat(Sql.parseQuery(renderedQuery)).isEqualTo(query);
            assertThat(renderedQuery.replaceAll("\\s+", " ")).contains(text);
        }
    }

    @Test
    void aTooDeeplyNestedTypeIsASyntaxError() {
        assertThat(findProblem(
                        "CREATE TABLE t (a " + "array<".repeat(REPETITIONS) + "int" + ">".repeat(REPETITIONS) + ")"))
                .isEqualTo("Cairn, unlike StarRocks, reads no text of more than 200 levels");
    }

    @Test
    void aHundredLevelsOfNestingAreAccepted() {
        assertThat(findProblem(tableWithExpression("(".repeat(100) + "1" + ")".repeat(100))))
                .isEqualTo("none");
        assertThat(findProblem(tableWithExpression("1" + " + 1".repeat(300)))).isEqualTo("none");
    }

    @Test
    void longTextsTakeLinearTime() {
        String list = "1, ".repeat(1_500_000);
        assertThat(findProblem(tableWithExpression("a IN (" + list + "1)"))).isEqualTo("none");
        assertThat(findProblem("CREATE TABLE t (" + "a INT, ".repeat(600_000) + "b INT)"))
                .isEqualTo("none");
        assertThat(findProblem("SELECT '" + "x''".repeat(1_500_000) + "'")).isEqualTo("none");
        assertThat(findProblem("KILL " + "$$ ".repeat(1_500_001))).isEqualTo("none");
        assertThat(findProblem("INSERT INTO t VALUES " + "('a'), ".repeat(600_000) + "(1)"))
                .isEqualTo("none");
        assertThat(findProblem("' ".repeat(2_000_001))).isNotEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE MATERIALIZED VIEW m DISTRIBUTED AS SELECT 1",
                "CREATE MATERIALIZED VIEW m ORDER AS SELECT 1",
                "CREATE MATERIALIZED VIEW m REFRESH AS SELECT 1",
                "CREATE MATERIALIZED VIEW m PARTITION AS SELECT 1",
            })
    void anIncompleteClauseIsASyntaxError(String text) {
        assertThat(findProblem(text)).isNotEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT (",
                "SELECT * FROM (",
                "SELECT * FROM (SELECT * FROM ",
                "WITH a AS (",
                "SELECT a IN (SELECT ",
                "SELECT EXISTS (SELECT ",
                "(",
                "SELECT 1 UNION ALL ",
                "SELECT * FROM a JOIN b ON a.x = b.x, ",
                "SELECT * FROM a JOIN ",
                "SELECT sum(a) OVER (PARTITION BY ",
            })
    void deeplyNestedAndLongQueriesAreParsedInTime(String opening) {
        findProblem("CREATE VIEW v AS " + opening.repeat(REPETITIONS) + "SELECT 1");
        findProblem("CREATE VIEW v AS SELECT * FROM t "
                + opening.substring(opening.indexOf(' ') + 1).repeat(REPETITIONS));
    }

    @Test
    @Tag(Breadth.LONG)
    void randomBytesCauseNothingButASyntaxError() {
        for (int seed = 0; seed < SEED_COUNT; seed++) {
            byte[] bytes = new byte[seed % 100];
            new Random(seed).nextBytes(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            Assertions.assertDoesNotThrow(() -> ParserProblem.find(() -> Sql.parse(text)), "seed " + seed);
        }
    }

    @Test
    @Tag(Breadth.LONG)
    void mutilatedStatementsCauseNothingButASyntaxError() {
        List<String> sources = List.of(
                "CREATE TABLE t (a INT NOT NULL, b ARRAY<STRUCT<x INT, y MAP<INT,STRING>>> DEFAULT [row(1, 'a')], c"
                        + " INT AS (a + CASE WHEN b IS NULL THEN 1 ELSE abs(-a) END)) PRIMARY KEY(a) PARTITION BY RANGE(a)"
                        + " (START ('1') END ('9') EVERY (2)) DISTRIBUTED BY HASH(a) BUCKETS ${n:3} PROPERTIES ('a' ="
                        + " 'b')",
                "CREATE MATERIALIZED VIEW IF NOT EXISTS m (a COMMENT 'x', b) PARTITION BY date_trunc('day', d)"
                        + " DISTRIBUTED BY HASH(a) ORDER BY (a, b) REFRESH DEFERRED ASYNC START('2024-01-01')"
                        + " EVERY(INTERVAL 1 DAY) PROPERTIES ('a' = 'b') AS WITH q AS (SELECT 1) SELECT a, count(DISTINCT"
                        + " b) OVER (PARTITION BY c ORDER BY d ROWS UNBOUNDED PRECEDING) FROM x LEFT JOIN (SELECT * FROM"
                        + " y) z USING (a) WHERE EXISTS (SELECT 1) GROUP BY ROLLUP (a) HAVING a > 1 UNION ALL SELECT *"
                        + " FROM t ORDER BY 1 LIMIT 3, 4",
                "ALTER TABLE d.t ADD COLUMN x INT DEFAULT (uuid()) AFTER y, DROP PARTITIONS WHERE a BETWEEN 1 AND 2 OR"
                        + " b LIKE 'x' /* c */, MODIFY COLUMN c ADD FIELD a.[*].b INT");
        for (int seed = 0; seed < SEED_COUNT; seed++) {
            String text = TextMutation.mutate(sources.get(seed % sources.size()), new Random(seed));
            Assertions.assertDoesNotThrow(
                    () -> ParserProblem.find(() -> Sql.parse(text)), "seed " + seed + ": " + text);
        }
    }
}
