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
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TourTest {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/cairn/sample/tour.txt");

    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();
    private final Login login = new Login(server.jdbcUrl(), "root", "");

    @BeforeAll
    static void logWarningsOnly() {
        Main.LOG.setLevel(Level.WARNING);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String told() throws SQLException, IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Screen screen = new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false);
        new Tour(screen, login, "the embedded StarRocks").run();
        return out.toString(StandardCharsets.UTF_8)
                .replaceAll(" +\\d+\\.\\d\\d s\n", "  #.## s\n")
                .replaceAll("__cairn_\\d+ *", "__cairn_# ");
    }

    @Test
    void theOutputIsAlwaysTheSameAndNothingIsLeft() throws SQLException, IOException, InterruptedException {
        String told = told();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(GOLDEN, told);
        }
        assertThat(told).isEqualTo(Files.readString(GOLDEN));
        assertThat(told()).isEqualTo(told);
        assertThat(server.databases()).doesNotContain("cairn_sample");
        assertThat(server.databases()).doesNotContain("cairn_sample_copy");
    }

    @Test
    void aForeignDatabaseIsNotChanged() throws SQLException {
        execute("CREATE DATABASE cairn_sample");
        execute("CREATE TABLE cairn_sample.mine (id INT) DISTRIBUTED BY HASH (id)");

        assertThatThrownBy(this::told)
                .hasMessageMatching(
                        "The database cairn_sample exists on 127.0.0.1:\\d+, and does not belong to this sample\\. Nothing"
                                + " was changed\\.");
        assertThat(server.objects("cairn_sample")).contains("mine");
    }

    @Test
    void theDatabaseOfAnInterruptedRunIsReplaced() throws SQLException, IOException, InterruptedException {
        Screen silent = new Screen(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), false);
        Tour.migrator(SampleDatabase.create(login, "cairn_sample"), silent).upgradeTo(3);

        assertThat(told()).isEqualTo(Files.readString(GOLDEN));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = login.dataSource("").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
