package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.analysis.FunctionCalls;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.random.Breadth;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Errors of function calls use the wording of StarRocks or of Cairn. */
@ExtendWith(EmbeddedStarRocksExtension.class)
@Tag(Breadth.LONG)
class AnswerTextsTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    /** With {@code -Dcairn.calls=1000}, all calls of each function are tried. */
    private static final int CALLS_PER_FUNCTION = Breadth.of("cairn.calls", 2, 8);

    /**
     * Names of classes, exceptions and the row engine's functions, the row engine's kinds of errors, and stack traces.
     */
    private static final Pattern INTERNAL_NAME_PATTERN = Pattern.compile(
            "Exception|\\bjava\\.|\\bjavax\\.|dev\\.cairn|(?i:duckdb)|\\bsr_[a-z]|[A-Z][a-z]+ Error: |INTERNAL Error"
                    + "|\\bat [a-z]+\\.[a-z]+\\.|Candidate functions|explicit type casts|(?<![\"':] )\\bnull\\b$");

    @Test
    void errorsOfFunctionsDoNotExposeTheDatabaseInside(EmbeddedStarRocks server) throws SQLException {
        List<String> exposingErrors = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "root", "");
                Statement statement = connection.createStatement()) {
            Set<String> functions = FunctionCalls.functionNames();
            functions.remove("sleep"); // it would sleep for minutes
            for (String function : functions) {
                for (String query : sample(FunctionCalls.createQueries(function))) {
                    String message = refusalMessage(statement, query);
                    if (INTERNAL_NAME_PATTERN.matcher(message).find()) {
                        exposingErrors.add(query + ": " + message);
                    }
                    if (message.contains("does not support the function '" + function + "'")) {
                        break; // all calls have this message
                    }
                }
            }
        }
        assertThat(exposingErrors).isEmpty();
    }

    /** Returns queries from all parts of the list, because neighbours are much alike. */
    private static List<String> sample(List<String> queries) {
        int count = Math.min(CALLS_PER_FUNCTION, queries.size());
        List<String> sample = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sample.add(queries.get((int) ((long) i * queries.size() / count)));
        }
        return sample;
    }

    /** Returns the message of a refusal; empty if the query is answered. */
    private static String refusalMessage(Statement statement, String query) {
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                rows.getBytes(1);
            }
            return "";
        } catch (SQLException refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }

    @Test
    void anInvalidFunctionArgumentIsRefusedWithTheServersMessage(EmbeddedStarRocks server) throws SQLException {
        try (Client client = Client.of(server)) {
            assertThat(client.refusal("SELECT next_day('2024-01-31', 'Mond')").message())
                    .satisfies(MESSAGES::matchText);
            assertThat(client.refusal("SELECT previous_day('2024-01-31', '')").message())
                    .satisfies(MESSAGES::matchText);
            assertThat(client.refusal("SELECT assert_true(FALSE)").message()).satisfies(MESSAGES::matchText);
            assertThat(client.refusal("SELECT assert_true(FALSE, 'so not')").message())
                    .satisfies(MESSAGES::matchText);
            assertThat(client.refusal("SELECT url_decode('%4')").message()).satisfies(MESSAGES::matchText);
            assertThat(client.refusal("SELECT time_slice('0000-01-01', INTERVAL 1 DAY)")
                            .message())
                    .satisfies(MESSAGES::matchText);
        }
    }

    @Test
    void timeSliceAcceptsAllUnits(EmbeddedStarRocks server) throws SQLException {
        try (Client client = Client.of(server)) {
            assertThat(client.value("SELECT CAST(time_slice('2024-01-31 10:20:30.123456', INTERVAL 100 MICROSECOND)"
                            + " AS STRING)"))
                    .isEqualTo("2024-01-31 10:20:30.123400");
            assertThat(client.value(
                            "SELECT CAST(time_slice('2024-01-31 10:20:30.123456', INTERVAL 10 MILLISECOND, CEIL)"
                                    + " AS STRING)"))
                    .isEqualTo("2024-01-31 10:20:30.130000");
            assertThat(client.value("SELECT CAST(time_slice('2024-05-31 10:20:30', INTERVAL 1 QUARTER) AS STRING)"))
                    .isEqualTo("2024-04-01 00:00:00");
        }
    }

    @Test
    void errorsOfUncomputableExpressionsNameTheFunctions(EmbeddedStarRocks server) throws SQLException {
        try (Client client = Client.of(server)) {
            String overflowingSum = "array_sum([CAST('9e37' AS DECIMAL(38, 0)), CAST('8e37' AS DECIMAL(38, 0))])";
            for (String query : List.of(
                    "SELECT " + overflowingSum,
                    "SELECT length(" + overflowingSum + ")",
                    "SELECT length('a'), upper(" + overflowingSum + "), sum(length('a'))",
                    "SELECT * FROM (SELECT " + overflowingSum + " AS c) t WHERE length('a') = 1")) {
                assertThat(client.refusal(query).message()).as(query).satisfies(MESSAGES::matchText);
            }
            assertThat(client.refusal("SELECT array_generate(1, 9000000000000)").message())
                    .satisfies(MESSAGES::matchText);
        }
    }
}
