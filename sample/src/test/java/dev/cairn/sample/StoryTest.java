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

class StoryTest {
    private static final Path GOLDEN = Path.of("src/test/resources/dev/cairn/sample/story.txt");

    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();
    private final Login login = new Login(server.jdbcUrl(), "root", "");

    @BeforeAll
    static void tellWarningsOnly() {
        Main.LOG.setLevel(Level.WARNING);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String told() throws SQLException, IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Screen screen = new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false);
        new Story(screen, login, "the embedded StarRocks").tell();
        return out.toString(StandardCharsets.UTF_8)
                .replaceAll(" +\\d+\\.\\d\\d s\n", "  #.## s\n")
                .replaceAll("__cairn_\\d+ *", "__cairn_# ");
    }

    @Test
    void itTellsTheSameEachTimeAndLeavesNothing() throws SQLException, IOException, InterruptedException {
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
    void aDatabaseOfSomebodyElseIsLeftAlone() throws SQLException {
        execute("CREATE DATABASE cairn_sample");
        execute("CREATE TABLE cairn_sample.mine (id INT) DISTRIBUTED BY HASH (id)");

        assertThatThrownBy(this::told)
                .hasMessageMatching("There is a database cairn_sample on 127.0.0.1:\\d+ already, and it is not of this"
                        + " sample: nothing was changed.");
        assertThat(server.objects("cairn_sample")).contains("mine");
    }

    @Test
    void whatARunThatWasStoppedHasLeftIsNoObstacle() throws SQLException, IOException, InterruptedException {
        Screen nobody = new Screen(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), false);
        Story.migrator(OwnDatabase.create(login, "cairn_sample"), nobody).upgradeTo(3);

        assertThat(told()).isEqualTo(Files.readString(GOLDEN));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = login.dataSource("").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
