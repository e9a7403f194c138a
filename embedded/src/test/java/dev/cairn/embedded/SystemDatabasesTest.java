package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each kind of statement that names a database of the system, or a table in it, is answered as by a real server: with
 * the same rows, or with an error of the same number and text. The text may differ if the file also has the embedded
 * server's own text, which {@code -Dgolden.update=true} writes.
 */
class SystemDatabasesTest {
    private static final Path ANSWERS_FILE = Path.of("src/test/resources/dev/cairn/embedded/system-databases.txt");
    private static final String USER_PREFIX = "as ";
    private static final String INDENT = "  ";
    private static final String OWN_TEXT_PREFIX = INDENT + "embedded: ";

    /**
     * A statement, the lines of a real server's answer, and the embedded server's own text, which is empty if it is the
     * same.
     */
    private record Exchange(String statement, List<String> answer, List<String> ownText) {
        List<String> expectedAnswer() {
            return ownText.isEmpty() ? answer : List.of(errno(answer) + " " + ownText.get(0));
        }

        private static String errno(List<String> error) {
            return error.get(0).split(" ", 2)[0];
        }

        /**
         * Returns the lines of this exchange in the file. They have the embedded server's own text if its answer is the
         * same error with another text.
         */
        List<String> toLines(List<String> actual) {
            List<String> lines = new ArrayList<>(List.of(statement));
            answer.forEach(line -> lines.add(INDENT + line));
            if (errno(answer).matches("\\d{4}") && errno(answer).equals(errno(actual)) && !answer.equals(actual)) {
                lines.add(
                        OWN_TEXT_PREFIX + actual.get(0).substring(errno(actual).length() + 1));
            }
            return lines;
        }
    }

    @Test
    void everyStatementIsAnsweredAsByAServer() throws SQLException, IOException {
        List<String> lines = Files.readAllLines(ANSWERS_FILE);
        List<String> updatedLines = new ArrayList<>();
        List<String> differences = new ArrayList<>();
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start();
                Clients clients = new Clients(server)) {
            String user = "root";
            int lineIndex = 0;
            while (lineIndex < lines.size()) {
                String line = lines.get(lineIndex++);
                if (line.isEmpty() || line.startsWith("#") || line.startsWith(USER_PREFIX)) {
                    user = line.startsWith(USER_PREFIX) ? line.substring(USER_PREFIX.length()) : user;
                    updatedLines.add(line);
                    continue;
                }
                Exchange exchange = new Exchange(line, new ArrayList<>(), new ArrayList<>());
                while (lineIndex < lines.size() && lines.get(lineIndex).startsWith(INDENT)) {
                    String answerLine = lines.get(lineIndex++);
                    if (answerLine.startsWith(OWN_TEXT_PREFIX)) {
                        exchange.ownText().add(answerLine.substring(OWN_TEXT_PREFIX.length()));
                    } else {
                        exchange.answer().add(answerLine.substring(INDENT.length()));
                    }
                }
                List<String> actual = answer(clients.of(user), exchange.statement());
                updatedLines.addAll(exchange.toLines(actual));
                if (!actual.equals(exchange.expectedAnswer())) {
                    differences.add(user + ": " + exchange.statement() + "\n    expected "
                            + String.join("\n             ", exchange.expectedAnswer()) + "\n    answered "
                            + String.join("\n             ", actual));
                }
            }
        }
        if (Boolean.getBoolean("golden.update")) {
            Files.write(ANSWERS_FILE, updatedLines);
        } else {
            assertThat(String.join("\n", differences)).isEmpty();
        }
    }

    /**
     * The database of statistics consists of ordinary tables, whose definitions depend on the version and the mode of
     * the server.
     */
    @ParameterizedTest
    @EnumSource
    void everyServerHasSystemDatabases(Version version) throws SQLException {
        for (ServerProfile.RunMode mode : ServerProfile.RunMode.values()) {
            ServerProfile profile = ServerProfile.DEFAULT.with(version).with(mode);
            try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.profile(profile));
                    Client client = Client.of(server)) {
                assertThat(client.column("SHOW DATABASES"))
                        .containsExactly("_statistics_", "information_schema", "sys");
                for (String database : client.column("SHOW DATABASES")) {
                    List<String> tables = client.column("SHOW TABLES FROM " + database);
                    assertThat(client.column("SELECT DISTINCT table_name FROM information_schema.columns"
                                    + " WHERE table_schema = '" + database + "' ORDER BY 1"))
                            .as(profile + " " + database)
                            .isEqualTo(tables);
                }
                assertThat(server.databases()).isEmpty();
                assertThat(client.value("SELECT count(*) FROM _statistics_.column_statistics"))
                        .isEqualTo("0");
            }
        }
    }

    /** The connections of users, each of which is opened when it is first needed. */
    private record Clients(EmbeddedStarRocks server, Map<String, Client> clientByUser) implements AutoCloseable {
        Clients(EmbeddedStarRocks server) {
            this(server, new HashMap<>());
        }

        Client of(String user) throws SQLException {
            if (!clientByUser.containsKey(user)) {
                clientByUser.put(user, Client.of(server.jdbcUrl(), user, ""));
            }
            return clientByUser.get(user);
        }

        @Override
        public void close() throws SQLException {
            for (Client client : clientByUser.values()) {
                client.close();
            }
        }
    }

    private static List<String> answer(Client client, String sql) throws SQLException {
        try (Statement statement = client.connection().createStatement()) {
            if (!statement.execute(sql)) {
                return List.of("OK");
            }
            try (ResultSet resultSet = statement.getResultSet()) {
                return sql.startsWith("SHOW TABLE STATUS")
                        ? rows(resultSet, 1, 2, 5, 6, 7)
                        : rows(
                                resultSet,
                                IntStream.rangeClosed(1, resultSet.getMetaData().getColumnCount())
                                        .toArray());
            }
        } catch (SQLException refusal) {
            return List.of(refusal.getErrorCode() + " " + refusal.getMessage());
        }
    }

    private static List<String> rows(ResultSet resultSet, int... columns) throws SQLException {
        List<String> rows = new ArrayList<>();
        while (resultSet.next()) {
            List<String> values = new ArrayList<>();
            for (int column : columns) {
                String value = resultSet.getString(column);
                values.add(value == null ? "NULL" : value.replace("\n", "\\n"));
            }
            rows.add(String.join(" | ", values));
        }
        return rows.isEmpty() ? List.of("no rows") : rows;
    }
}
