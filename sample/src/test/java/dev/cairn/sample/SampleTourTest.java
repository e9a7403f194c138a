package dev.cairn.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SampleTourTest {
    private static final Path GOLDEN_FILE = Path.of("src/test/resources/dev/cairn/sample/tour.txt");

    @AutoClose
    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();

    private final Login login = new Login(server.jdbcUrl(), "root", "");

    @BeforeAll
    static void logWarningsOnly() {
        Main.LOG.setLevel(Level.WARNING);
    }

    private String runTour() throws SQLException, IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ConsoleOutput console = new ConsoleOutput(new PrintStream(out, true, StandardCharsets.UTF_8), false);
        new SampleTour(console, login, "the embedded StarRocks").run();
        String text = out.toString(StandardCharsets.UTF_8)
                .replaceAll(" +\\d+\\.\\d\\d s\n", "  #.## s\n")
                .replaceAll("__cairn_\\d+ *", "__cairn_# ");
        return sortSteps(text);
    }

    /** Sorts the lines of successive steps: steps of different tables run in parallel, and end in any order. */
    private static String sortSteps(String text) {
        List<String> sortedLines = new ArrayList<>();
        List<String> stepLines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (line.matches("      \\d+/\\d+  .*")) {
                stepLines.add(line);
            } else {
                stepLines.stream().sorted().forEach(sortedLines::add);
                stepLines.clear();
                sortedLines.add(line);
            }
        }
        return String.join("\n", sortedLines);
    }

    @Test
    void theOutputIsRepeatableAndTheDatabasesAreDropped() throws SQLException, IOException, InterruptedException {
        String output = runTour();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(GOLDEN_FILE, output);
        }
        assertThat(output).isEqualTo(Files.readString(GOLDEN_FILE));
        assertThat(runTour()).isEqualTo(output);
        assertThat(server.databases()).doesNotContain("cairn_sample");
        assertThat(server.databases()).doesNotContain("cairn_sample_copy");
        assertThat(readRoleNames()).noneMatch(role -> role.startsWith("cairn_sample"));
    }

    @Test
    void aDatabaseOfAnotherOwnerIsNotChanged() throws SQLException {
        execute("CREATE DATABASE cairn_sample");
        execute("CREATE TABLE cairn_sample.mine (id INT) DISTRIBUTED BY HASH (id)");

        assertThatThrownBy(this::runTour)
                .hasMessageMatching("A database cairn_sample already exists on 127.0.0.1:\\d+, and the sample has not"
                        + " created it. Nothing was changed.");
        assertThat(server.objects("cairn_sample")).contains("mine");
    }

    @Test
    void theDatabaseOfAnInterruptedRunIsReplaced() throws SQLException, IOException, InterruptedException {
        ConsoleOutput discardedOutput =
                new ConsoleOutput(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), false);
        SampleTour.createMigrator(SampleDatabase.create(login, "cairn_sample"), discardedOutput)
                .upgrade();

        assertThat(runTour()).isEqualTo(Files.readString(GOLDEN_FILE));
    }

    private List<String> readRoleNames() throws SQLException {
        try (Connection connection = login.createDataSource("").getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW ROLES")) {
            List<String> roleNames = new ArrayList<>();
            while (rows.next()) {
                roleNames.add(rows.getString(1));
            }
            return roleNames;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = login.createDataSource("").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
