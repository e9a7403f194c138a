package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.random.Breadth;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries with hundreds of parts are answered, and larger ones are refused; none of these queries ends the JVM. */
@Tag(Breadth.LONG)
class LargeQueryTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    /** The queries take seconds, even on a busy machine much less than this. */
    private static final Duration TIME_LIMIT = Duration.ofMinutes(5);

    private static final int CONDITION_COUNT = Breadth.of(700, 2_900);

    @AutoClose
    private static EmbeddedStarRocks server;

    @BeforeAll
    static void start() throws SQLException {
        server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"));
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE o (id BIGINT NOT NULL) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1");
            statement.execute("INSERT INTO o VALUES (1), (2), (3)");
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
    }

    private static long queryLong(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet resultSet = statement.executeQuery(sql)) {
            resultSet.next();
            return resultSet.getLong(1);
        }
    }

    private static String joinParts(int count, String separator, IntFunction<String> partOf) {
        return IntStream.range(0, count).mapToObj(partOf).collect(Collectors.joining(separator));
    }

    @Test
    void conditionsMayBeOfAnyNumber() throws SQLException {
        assertThat(queryLong("SELECT count(*) FROM o WHERE " + joinParts(600, " OR ", i -> "id = " + (i + 2))))
                .isEqualTo(2);
        assertThat(queryLong("SELECT count(*) FROM o WHERE " + joinParts(600, " AND ", i -> "id <> " + (i + 2))))
                .isEqualTo(1);
    }

    private static void createNumbers() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS numbers (id BIGINT) DISTRIBUTED BY HASH (id)");
            statement.execute("INSERT OVERWRITE numbers SELECT generate_series FROM TABLE(generate_series(1, 4000))");
        }
    }

    /** DuckDB alone needs minutes and gigabytes of memory for those of the long form. */
    @ParameterizedTest
    @ValueSource(strings = {"id <> %d", "CAST(id AS VARCHAR) NOT LIKE '%d%%'", "(id < %1$d OR id > %1$d)"})
    void thousandsOfConditionsFilterManyRows(String condition) throws SQLException {
        createNumbers();
        String query = "SELECT min(id) FROM numbers WHERE "
                + joinParts(CONDITION_COUNT, " AND ", i -> condition.formatted(i + 100));

        Assertions.assertTimeoutPreemptively(
                TIME_LIMIT, () -> assertThat(queryLong(query)).isEqualTo(1));
    }

    /** DuckDB alone needs minutes for those of the long form. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = %d",
                "%d = id",
                "(id = %1$d OR id = %1$d + 5000)",
                "id + 1 = %d",
                "NOT (id <> %d)",
                "CAST(id AS VARCHAR) = '%d'",
                "id = CAST(%d AS DECIMAL(10, 1))",
                "(id = %1$d AND id < %1$d + 1)",
                "CAST(id AS VARCHAR) LIKE '%d'"
            })
    void thousandsOfAlternativesSelectRows(String condition) throws SQLException {
        createNumbers();
        String alternatives = joinParts(CONDITION_COUNT, " OR ", i -> condition.formatted(i + 100));

        Assertions.assertTimeoutPreemptively(TIME_LIMIT, () -> {
            assertThat(queryLong("SELECT count(*) FROM numbers WHERE " + alternatives))
                    .isEqualTo(CONDITION_COUNT);
            assertThat(queryLong("SELECT count(*) FROM numbers WHERE NOT (" + alternatives + ")"))
                    .isEqualTo(4000 - CONDITION_COUNT);
        });
    }

    @Test
    void aConstantThatIsNullAmongThousandsOfAlternativesSelectsNoRow() throws SQLException {
        String alternatives = joinParts(200, " OR ", i -> "id = " + (i + 2)) + " OR id = NULL";
        String conditions = joinParts(200, " AND ", i -> "id <> " + (i + 2)) + " AND id <> NULL";

        assertThat(queryLong("SELECT count(*) FROM o WHERE " + alternatives)).isEqualTo(2);
        assertThat(queryLong("SELECT count(*) FROM o WHERE NOT (" + alternatives + ")"))
                .isZero();
        assertThat(queryLong("SELECT count(*) FROM o WHERE " + conditions)).isZero();
        assertThat(queryLong("SELECT count(*) FROM o WHERE (" + conditions + ") IS NULL"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"350, UNION ALL, 1050", "200, UNION, 3", "200, INTERSECT, 3", "200, EXCEPT, 0"})
    void hundredsOfSetOperationsAreAnswered(int count, String operation, int rows) throws SQLException {
        String query = joinParts(count, " " + operation + " ", i -> "SELECT id FROM o");

        assertThat(queryLong("SELECT count(*) FROM (" + query + ") t")).isEqualTo(rows);
    }

    /** The limits are those of a frontend with its default {@code expr_children_limit}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT count(*) FROM o WHERE id IN (| 1 |) | number of children in expr",
                "SELECT count(*) FROM o WHERE id IN (| '1' |) | number of children in expr",
                "SELECT count(*) FROM o WHERE id NOT IN (| -1 |) | number of exprs",
                "SELECT array_length([| 1 |]) | number of exprs",
                "SELECT 1; DELETE FROM o WHERE id IN (| (5) |) | number of exprs",
                "CREATE VIEW long_view AS SELECT id FROM o WHERE id IN (| 1 |) | number of children in expr",
                "INSERT INTO o VALUES | (4) |; SELECT 1 | inserted rows",
            })
    void aListOfMoreThanTenThousandElementsIsRefused(String start, String element, String end, String subject) {
        assertThatThrownBy(() -> execute(start + joinParts(10_001, ",", i -> element) + end))
                .hasMessageContaining("The " + subject + " are 10,001 exceeded the maximum limit 10,000");
    }

    @Test
    void otherListsMayHaveMoreThanTenThousandElements() throws SQLException {
        execute("CREATE TABLE many (id BIGINT) DISTRIBUTED BY HASH (id)");
        execute("INSERT INTO many VALUES " + joinParts(10_000, ",", i -> "(" + i + ")"));
        execute("INSERT INTO many SELECT * FROM (VALUES " + joinParts(10_001, ",", i -> "(" + i + ")") + ") t");

        assertThat(queryLong("SELECT count(*) FROM many")).isEqualTo(20_001);
        assertThat(queryLong("SELECT array_length([" + joinParts(10_000, ",", i -> "1") + "])"))
                .isEqualTo(10_000);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void commonTablesMayReadOneAnother() throws SQLException {
        String chain =
                joinParts(400, ", ", i -> "c" + i + " AS (SELECT id FROM " + (i == 0 ? "o" : "c" + (i - 1)) + ")");

        assertThat(queryLong("WITH " + chain + " SELECT count(*) FROM c399")).isEqualTo(3);
    }

    @Test
    void nestedQueriesMayBeDozensOfLevelsDeep() throws SQLException {
        String query = "SELECT * FROM (".repeat(90) + "SELECT count(*) FROM o" + joinParts(90, "", i -> ") t" + i);

        assertThat(queryLong(query)).isEqualTo(3);
    }

    @Test
    void tooLargeQueriesAreRefusedAsLimitsOfTheEmbeddedServer() {
        assertThatThrownBy(() -> queryLong(joinParts(1_000, " UNION ALL ", i -> "SELECT id FROM o")))
                .satisfies(MESSAGES::match)
                .hasMessageNotContaining("syntax error");
        assertThatThrownBy(() -> queryLong("SELECT id" + "+1".repeat(5_000) + " FROM o"))
                .satisfies(MESSAGES::match)
                .hasMessageNotContaining("syntax error");
        assertThatThrownBy(() -> queryLong("SELECT " + "(".repeat(3_000) + "id" + ")".repeat(3_000) + " FROM o"))
                .satisfies(MESSAGES::match)
                .hasMessageNotContaining("syntax error");
    }
}
