package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that {@code cairn sql} writes and {@code cairn run-sql} runs. */
class ScriptCommandsTest {
    @TempDir
    private Path folder;

    @AutoClose
    private EmbeddedStarRocks server;

    private CommandProject project;

    @BeforeEach
    void startServer() {
        server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.ofDuration(Duration.ofMillis(100))));
        server.createDatabase("prod");
        project = new CommandProject(folder)
                .writeShop("long id, int points, @Varchar(20) String note")
                .record("initial")
                .writeShop("long id, long points, @Varchar(20) String note")
                .record("wider points")
                .writeShop("long id, long points, @Varchar(40) String note")
                .record("wider notes")
                .writeShop("long id, long points, @Varchar(60) String note")
                .record("still wider notes")
                .compile();
        project.environment.put("CAIRN_URL", "starrocks://root@127.0.0.1:" + server.port() + "/prod");
    }

    private Path writeScript(String... arguments) throws IOException {
        assertThat(project.cairnWithClasses(
                        Stream.concat(Stream.of("sql"), Stream.of(arguments)).toArray(String[]::new)))
                .as(project::err)
                .isZero();
        return Files.writeString(folder.resolve("shop.sql"), project.out());
    }

    @Test
    void aScriptWithoutStatementsHasNothingToDo() throws IOException {
        for (String name : List.of("a.sql", "a.sql", "b.sql")) {
            Path script = Files.writeString(folder.resolve(name), "-- " + name);
            assertThat(project.cairn("run-sql", script.toString()))
                    .as(project::err)
                    .isZero();
            assertThat(project.out()).endsWith("Nothing to do: the script has no statements.\n");
        }
    }

    @Test
    void scriptsRunWithoutClasses() throws IOException {
        Path script = writeScript();
        assertThat(script)
                .content()
                .startsWith("-- Database prod, from its beginning to migration 4.\n")
                .contains("-- prod, V0002WiderPoints: Wider points\n-- prod, V0003WiderNotes: Wider notes\nALTER TABLE")
                .contains("-- wait: ALTER TABLE account\n");

        assertThat(project.cairn("run-sql", script.toString())).as(project::err).isZero();

        assertThat(project.out().lines())
                .contains("shop.sql (3 steps)")
                .anyMatch(line -> line.matches("  1/3  CREATE TABLE account +[\\d.]+ s"))
                .anyMatch(line -> line.matches("  3/3  .* [\\d.]+ s"))
                .endsWith("The script is done: 3 steps.");
        assertThat(project.cairnWithClasses("current")).isZero();
        assertThat(project.out()).startsWith("4 h1:");
        assertThat(project.cairnWithClasses("check")).as(project::out).isZero();
        assertThat(project.cairn("run-sql", script.toString())).isZero();
        assertThat(project.out().strip()).isEqualTo("Nothing to do: the script has already been applied.");
    }

    @Test
    void theStatusAndTheCheckNameAScriptThatHasNotEnded() throws IOException {
        Path script = writeScript("base:head");
        server.faults().add(Trigger.matching("(?is)ALTER TABLE .*points.*"), Fault.reject(1064, "42000", "not so"));
        assertThat(project.cairn("run-sql", script.toString())).isEqualTo(1);

        assertThat(project.cairnWithClasses("status")).isZero();
        assertThat(project.out()).contains("The script shop.sql has not ended: cairn run-sql shop.sql continues it.");
        assertThat(project.cairnWithClasses("check")).isEqualTo(3);
        assertThat(project.out())
                .contains("The script shop.sql has not ended")
                .doesNotContain("cairn stamp", "statements that remove the drift");
        assertThat(project.cairnWithClasses("status", "--json")).isZero();
        assertThat(project.out()).contains("\"script\":\"shop.sql\"");
    }

    @Test
    void scriptsForAnotherStateAreRefused() throws IOException {
        assertThat(project.cairnWithClasses("upgrade", "1")).as(project::err).isZero();
        Path script = writeScript("2:4");

        assertThat(project.cairn("run-sql", script.toString())).isEqualTo(1);

        assertThat(project.err())
                .contains("the script migrates from migration 2", "but the database is at migration 1");
        assertThat(project.cairn("run-sql", writeScript("1:3").toString())).isZero();
        assertThat(project.cairnWithClasses("current")).isZero();
        assertThat(project.out()).startsWith("3 h1:");
    }

    @Test
    void splitWritesAFileForEachPart() throws IOException, SQLException {
        Path partsFolder = folder.resolve("parts");

        assertThat(project.cairnWithClasses("sql", "--split=" + partsFolder))
                .as(project::err)
                .isZero();

        assertThat(project.out().lines())
                .containsExactly(
                        partsFolder.resolve("001.sql").toString(),
                        "     wait: ALTER TABLE account",
                        partsFolder.resolve("002.sql").toString(),
                        "     wait: ALTER TABLE account",
                        partsFolder.resolve("003.sql").toString());
        assertThat(partsFolder.resolve("002.sql")).content().startsWith("""
            -- Database prod, from its beginning to migration 4: part 2 of 3.
            -- Run it when part 1 is done, and when these have ended:
            -- wait: ALTER TABLE account
            --   until State is FINISHED: SHOW ALTER TABLE COLUMN WHERE TableName = 'account' ORDER BY JobId DESC LIMIT 1;
            """);
        assertThat(project.cairnWithClasses("sql", "--split=" + partsFolder)).isEqualTo(2);
        assertThat(project.err()).contains("already contains SQL files, such as 00");
        for (String name : List.of("001.sql", "002.sql", "003.sql")) {
            assertThat(project.cairn("run-sql", partsFolder.resolve(name).toString()))
                    .as(project::err)
                    .isZero();
        }
        assertThat(project.cairnWithClasses("current")).isZero();
        assertThat(project.out()).startsWith("4 h1:");
    }

    @Test
    void theTargetIsOneOfTheSchema() throws IOException {
        assertThat(project.cairnWithClasses("sql")).isZero();
        String defaultScript = project.out();
        assertThat(project.cairnWithClasses("sql", "--target=4.1 shared-nothing"))
                .isZero();
        assertThat(project.out()).isEqualTo(defaultScript);

        assertThat(project.cairnWithClasses("sql", "--target=3.5")).isEqualTo(2);
        assertThat(project.err()).contains("3.5 is not one of the targets of ", ": 4.1 shared-nothing (--target)");
        assertThat(project.cairnWithClasses("sql", "--target=local")).isEqualTo(2);
        assertThat(project.err()).contains("'local' is not a kind of servers");
        assertThat(project.cairnWithClasses("grants", "--target=local")).isEqualTo(2);
        assertThat(project.err()).contains("'local' is not a kind of servers");
    }

    @Test
    void jsonOutputHasItsKeysInAFixedOrder() throws IOException {
        Path script = writeScript();
        Path partsFolder = folder.resolve("parts");

        assertThat(project.cairnWithClasses("sql", "--json")).isZero();
        assertThat(project.out()).startsWith("{\"sql\":\"-- Database prod").endsWith("\",\"waits\":2}\n");
        assertThat(project.cairnWithClasses("sql", "--json", "--split=" + partsFolder))
                .isZero();
        assertThat(project.out())
                .startsWith("{\"files\":[{\"file\":\"" + partsFolder.resolve("001.sql") + "\",\"waits\":[]},")
                .contains("\"waits\":[{\"for\":\"ALTER TABLE account\",\"show\":\"SHOW ALTER TABLE COLUMN");
        assertThat(project.cairn("run-sql", "--json", script.toString())).isZero();
        assertThat(project.out()).endsWith("{\"steps\":3,\"ran\":3,\"resumed\":false}\n");
    }

    @Test
    void aScriptMayBeginWithAByteOrderMark() throws IOException {
        Path script = Files.writeString(folder.resolve("marked.sql"), "\uFEFFSELECT 1;\n");

        assertThat(project.cairn("run-sql", script.toString())).as(project::err).isZero();
    }

    @Test
    void aCharacterThatBelongsToNoStatementIsReportedWithItsPlace() throws IOException {
        Path script = Files.writeString(folder.resolve("hash.sql"), "SELECT 1;\n  # comment\n");

        assertThat(project.cairn("run-sql", script.toString())).isEqualTo(1);
        assertThat(project.err()).contains("Unexpected character '#' at line 2, column 3.");
    }

    @Test
    void aTransactionIsOneStepOfTheOutput() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("prod"), "root", "");
                Statement statement = connection.createStatement()) {
            for (String name : List.of("t", "u")) {
                statement.execute("CREATE TABLE " + name
                        + " (id INT) DISTRIBUTED BY HASH(id) PROPERTIES ('replication_num' = '1')");
            }
        }
        Path script = Files.writeString(
                folder.resolve("fill.sql"),
                "SET @x = 1;\nBEGIN;\nINSERT INTO t VALUES (@x);\nINSERT INTO u VALUES (2);\nCOMMIT;\n");

        assertThat(project.cairn("run-sql", script.toString())).as(project::err).isZero();

        assertThat(project.out().lines())
                .contains("fill.sql (5 steps)")
                .anyMatch(line -> line.matches("  1/5  SET @x = 1 +[\\d.]+ s"))
                .anyMatch(line -> line.matches(
                        "  5/5  BEGIN; INSERT INTO t VALUES \\(@x\\); INSERT INTO u VALUES \\(2\\); COMMIT +[\\d.]+ s"))
                .endsWith("The script is done: 5 steps.");
    }

    @Test
    void scriptsRunAgainOnlyOnRequest() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("prod"), "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INT) DISTRIBUTED BY HASH(id) PROPERTIES ('replication_num' = '1')");
        }
        Path script = Files.writeString(folder.resolve("fill.sql"), "INSERT INTO t VALUES (1);\n");

        assertThat(project.cairn("run-sql", script.toString())).as(project::err).isZero();
        assertThat(project.cairn("run-sql", script.toString())).isEqualTo(4);
        assertThat(project.err()).contains("the same script has already run in this database", "--rerun");
        assertThat(project.cairn("run-sql", "--rerun", script.toString())).isZero();
        assertThat(project.cairn("run-sql", "--done", script.toString(), "--rerun"))
                .isEqualTo(1);
        assertThat(project.err()).contains("no step is unfinished");
        assertThat(project.cairn("run-sql", "--done", "--again", script.toString()))
                .isEqualTo(2);
        assertThat(project.cairn("run-sql", "--step=1", script.toString())).isEqualTo(2);
        assertThat(project.cairn("run-sql", "nowhere.sql")).isEqualTo(2);
        assertThat(project.err()).contains("There is no file nowhere.sql.");
    }
}
