package dev.cairn.embedded.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.corpus.KnownDifferences;
import dev.cairn.corpus.Verdict;
import dev.cairn.embedded.Client;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.access.AccessScript.Step;
import dev.cairn.embedded.job.Job;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements about roles and privileges, and statements of restricted users, are answered as by a real server. */
class AccessReplayTest {
    private static final Set<String> SYSTEM_DATABASES = Set.of("information_schema", "sys", "_statistics_");

    private static final Path FOLDER = Path.of("src/test/resources/dev/cairn/embedded/access");

    /** The compared part of an answer: whether the statement is accepted, the number of the error, or the rows. */
    private enum ComparedPart {
        ACCEPTED,
        ERRNO,
        ROWS
    }

    @ParameterizedTest
    @EnumSource(names = {"V4_1", "V3_5"})
    void answersAreThoseOfARealServer(Version version) throws SQLException, IOException {
        List<Verdict> verdicts = new ArrayList<>();
        ServerProfile profile = ServerProfile.DEFAULT.with(version);
        try (EmbeddedStarRocks server =
                EmbeddedStarRocks.start(Options.DEFAULT.profile(profile).jobs(Job.Pace.manual()))) {
            for (AccessScript script : AccessScript.of(version)) {
                emptyServer(server);
                try (Replay replay = new Replay(server.jdbcUrl(), script, verdicts)) {
                    replay.run();
                }
            }
        }
        assertThat(KnownDifferences.read(FOLDER.resolve("differences-" + version + ".tsv"))
                        .findProblems(verdicts))
                .isEmpty();
    }

    private static void emptyServer(EmbeddedStarRocks server) throws SQLException {
        server.clusterObjects().forEach(server::dropClusterObject);
        try (Client root = Client.of(server)) {
            for (String database : root.column("SHOW DATABASES")) {
                if (!SYSTEM_DATABASES.contains(database)) {
                    server.dropDatabase(database);
                }
            }
            for (List<String> role : root.rows("SHOW ROLES")) {
                if (role.get(1).equals("false")) {
                    root.run("DROP ROLE " + role.get(0));
                }
            }
            for (String user : root.column("SHOW USERS")) {
                if (!user.startsWith("'root'")) {
                    root.run("DROP USER " + user);
                }
            }
            root.run("DROP CATALOG IF EXISTS ice", "DROP STORAGE VOLUME IF EXISTS sv");
        }
    }

    /** The replay of one script, each of whose users has a connection. */
    private static final class Replay implements AutoCloseable {
        private final String jdbcUrl;
        private final AccessScript script;
        private final List<Verdict> verdicts;
        private final Map<String, Connection> connections = new HashMap<>();

        Replay(String jdbcUrl, AccessScript script, List<Verdict> verdicts) {
            this.jdbcUrl = jdbcUrl;
            this.script = script;
            this.verdicts = verdicts;
        }

        void run() throws SQLException {
            for (int stepNumber = 0; stepNumber < script.steps().size(); stepNumber++) {
                Step step = script.steps().get(stepNumber);
                if (step.reconnect() == null) {
                    send(stepNumber, step);
                } else if (connections.containsKey(step.reconnect())) {
                    connections.remove(step.reconnect()).close();
                }
            }
        }

        private Connection connection(String user) throws SQLException {
            Connection connection = connections.get(user);
            if (connection == null) {
                connection = DriverManager.getConnection(jdbcUrl, user, "");
                connections.put(user, connection);
            }
            return connection;
        }

        private void send(int stepNumber, Step step) throws SQLException {
            try (Statement statement =
                    connection(step.user() == null ? "root" : step.user()).createStatement()) {
                boolean hasRows = statement.execute(step.sql());
                compare(
                        stepNumber,
                        step,
                        ComparedPart.ACCEPTED,
                        step.accepted(),
                        "refused: " + step.error(),
                        "accepted");
                if (step.accepted() && step.rows() != null && hasRows) {
                    String expected = comparableText(step.rows());
                    String actual = comparableText(rows(statement.getResultSet()));
                    compare(stepNumber, step, ComparedPart.ROWS, expected.equals(actual), expected, actual);
                }
            } catch (SQLException refusal) {
                String error = String.valueOf(refusal.getMessage());
                if (step.accepted()) {
                    compare(stepNumber, step, ComparedPart.ACCEPTED, false, "accepted", "refused: " + error);
                } else {
                    boolean isSameErrno = refusal.getErrorCode() == step.errno();
                    String expected = step.errno() + " " + step.error();
                    compare(
                            stepNumber,
                            step,
                            ComparedPart.ERRNO,
                            isSameErrno,
                            expected,
                            refusal.getErrorCode() + " " + error);
                }
            }
        }

        private void compare(
                int stepNumber, Step step, ComparedPart comparedPart, boolean isMatch, String expected, String actual) {
            String sql = (step.user() == null ? "" : step.user() + ": ") + step.sql();
            verdicts.add(new Verdict(script.id(), "", stepNumber, sql, comparedPart, isMatch, expected, actual));
        }

        /**
         * Returns the rows in alphabetical order, because the server lists roles and users in the order of hash tables.
         */
        private static String comparableText(List<List<String>> rows) {
            return rows.stream().map(Replay::comparableRow).sorted().collect(Collectors.joining("\n"));
        }

        private static String comparableRow(List<String> row) {
            return row.stream().map(Replay::comparableCell).collect(Collectors.joining(" | "));
        }

        /** Returns a cell with the roles of a grant in alphabetical order. */
        private static String comparableCell(String cell) {
            String text = String.valueOf(cell);
            int toIndex = text.indexOf(" TO ");
            if (!text.startsWith("GRANT '") || toIndex < 0) {
                return text;
            }
            String roles = Arrays.stream(
                            text.substring("GRANT ".length(), toIndex).split(", ", -1))
                    .sorted()
                    .collect(Collectors.joining(", "));
            return "GRANT " + roles + text.substring(toIndex);
        }

        private static List<List<String>> rows(ResultSet resultSet) throws SQLException {
            List<List<String>> rows = new ArrayList<>();
            while (resultSet.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= resultSet.getMetaData().getColumnCount(); column++) {
                    row.add(resultSet.getString(column));
                }
                rows.add(row);
            }
            return rows;
        }

        @Override
        public void close() throws SQLException {
            for (Connection connection : connections.values()) {
                connection.close();
            }
        }
    }
}
