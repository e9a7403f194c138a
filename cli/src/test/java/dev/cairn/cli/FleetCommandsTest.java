package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that work on several databases with the same schema. */
class FleetCommandsTest {
    @TempDir
    private Path folder;

    @AutoClose
    private EmbeddedStarRocks server;

    private CommandProject project;

    @BeforeEach
    void startServer() {
        server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()).user("app", "secret"));
        server.createDatabase("eu_1");
        server.createDatabase("eu_2");
        server.createDatabase("us_1");
        project = new CommandProject(folder)
                .writeShop("long id, String note")
                .record("initial")
                .writeShop("long id, String note, Integer points")
                .record("add points")
                .compile();
        project.environment.put("CAIRN_USER", "app");
        project.environment.put("CAIRN_PASSWORD", "secret");
    }

    private String formatUrl(String database) {
        return "starrocks://127.0.0.1:" + server.port() + "/" + database;
    }

    private String writeUrlFile(String... lines) {
        try {
            return Files.writeString(folder.resolve("urls.txt"), String.join("\n", lines))
                    .toString();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private String writeThreeUrls() {
        return writeUrlFile(
                "# Europe", "eu-1 = " + formatUrl("eu_1"), "eu-2=" + formatUrl("eu_2"), "", formatUrl("us_1"));
    }

    private String describeUnnamedDatabase() {
        return "127.0.0.1:" + server.port() + "/us_1";
    }

    /** Some editors begin files in UTF-8 with a mark. */
    @Test
    void filesMayBeginWithAByteOrderMark() throws IOException {
        String urlFile = writeUrlFile("\uFEFFeu-1 = " + formatUrl("eu_1"));
        Path settingsFile = Files.writeString(folder.resolve("marked.properties"), "\uFEFFurl=" + formatUrl("eu_1"));
        assertThat(project.cairnWithClasses("upgrade", "--each", urlFile, "--canary=eu-1"))
                .as(project::err)
                .isZero();
        assertThat(project.cairnWithClasses("check", "--config", settingsFile.toString()))
                .as(project::err)
                .isZero();
    }

    @Test
    void eachDatabaseIsUpgradedAndListed() {
        assertThat(project.cairnWithClasses("upgrade", "--each", writeThreeUrls(), "--parallel=2"))
                .as(project::err)
                .isZero();
        assertThat(project.out().lines())
                .anyMatch(line -> line.matches("eu-1 done in [\\d.]+ s \\([123]/3\\)"))
                .anyMatch(line -> line.matches("DATABASE +RESULT +TIME +DETAIL"))
                .anyMatch(line -> line.matches(
                        "eu-2 +done +[\\d.]+ s +2 migrations done: shop is at migration 2, V0002AddPoints"))
                .anyMatch(line -> line.startsWith(describeUnnamedDatabase() + " "))
                .endsWith("3 databases: 3 done, 0 failed, 0 skipped.");

        assertThat(project.cairnWithClasses("upgrade", "--each", writeThreeUrls()))
                .isZero();
        assertThat(project.out().lines())
                .filteredOn(line -> line.endsWith("Nothing to do: shop is at migration 2, V0002AddPoints"))
                .hasSize(3);
    }

    @Test
    void aFailedCanarySkipsTheOthers() {
        server.faults().add(Trigger.matching("CREATE TABLE.*"), Fault.reject(1064, "42000", "no more space"));

        assertThat(project.cairnWithClasses("upgrade", "--each", writeThreeUrls(), "--canary=eu-2"))
                .isEqualTo(1);
        assertThat(project.out().lines())
                .anyMatch(line -> line.startsWith("eu-2 failed after "))
                .anyMatch(line -> line.matches("eu-1 +skipped +the canary eu-2 failed"))
                .endsWith("3 databases: 0 done, 1 failed, 2 skipped.");
        assertThat(project.err()).startsWith("eu-2: shop, V0001Initial, step 1").contains("no more space");

        assertThat(project.cairnWithClasses("upgrade", "--each", writeThreeUrls(), "--canary=1"))
                .as(project::err)
                .isZero();
    }

    /** Editors on Windows may begin a file with a mark of its encoding. */
    @Test
    void aFileOfUrlsOrSettingsMayBeginWithAByteOrderMark() throws IOException {
        String urlFile = writeUrlFile(
                "\uFEFF# Europe", "eu 1 = " + formatUrl("eu_1") + "  # the first", "größte=" + formatUrl("eu_2"));
        Path settingsFile =
                Files.writeString(folder.resolve("settings.properties"), "\uFEFFurl=" + formatUrl("us_1") + "\n");

        assertThat(project.cairnWithClasses("upgrade", "--each", urlFile))
                .as(project::err)
                .isZero();
        assertThat(project.out()).contains("eu 1 done in ", "größte done in ");
        assertThat(project.cairnWithClasses("status", "--config", settingsFile.toString()))
                .as(project::err)
                .isNotEqualTo(2);
    }

    @Test
    void jsonHasAnObjectForEachDatabaseAndOneAtTheEnd() {
        project.cairnWithClasses("upgrade", "+1", "--each", writeThreeUrls());
        server.faults().add(Trigger.matching("ALTER TABLE.*"), Fault.reject(1064, "42000", "no more space"));

        assertThat(project.cairnWithClasses("upgrade", "--each", writeThreeUrls(), "--parallel=1", "--json"))
                .isEqualTo(1);
        assertThat(project.out().lines())
                .anyMatch(line -> line.startsWith("{\"database\":\"eu-2\",\"event\":\"step-ends\""))
                .anyMatch(line -> line.matches("\\{\"event\":\"database\",\"database\":\"eu-1\",\"result\":\"failed\","
                        + "\"milliseconds\":\\d+,\"error\":\"shop, V0002AddPoints, step 1 .*"))
                .anyMatch(line -> line.contains("\"database\":\"eu-2\",\"result\":\"done\"")
                        && line.contains("\"value\":{\"event\":\"outcome\",\"schema\":\"shop\",\"from\":1,\"to\":2"))
                .endsWith("{\"event\":\"outcome\",\"schema\":\"shop\",\"databases\":3,\"done\":2,\"failed\":1,"
                        + "\"skipped\":0}");
    }

    @Test
    void statusPlanAndCheckCompareEachDatabase() throws SQLException {
        assertThat(project.cairnWithClasses("plan", "--each", writeThreeUrls()))
                .as(project::err)
                .isZero();
        assertThat(project.out())
                .startsWith("-- plan of eu-1, eu-2, " + describeUnnamedDatabase()
                        + "\n-- V0001Initial (Initial)\nCREATE TABLE")
                .contains("2 migrations pending, V0001Initial (Initial) first");

        project.cairnWithClasses(
                "upgrade", "--each", writeUrlFile("eu-1 = " + formatUrl("eu_1"), "eu-2 = " + formatUrl("eu_2")));
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("eu_2"), "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE account COMMENT = 'changed by hand'");
        }

        assertThat(project.cairnWithClasses("status", "--each", writeThreeUrls()))
                .as(project::err)
                .isZero();
        assertThat(project.out().lines())
                .anyMatch(line ->
                        line.matches("eu-1 +done .*shop is at migration 2, V0002AddPoints: nothing is pending."))
                .anyMatch(line -> line.matches(".*/us_1 +done .*before the first migration: 2 migrations pending."));

        Path report = folder.resolve("check.md");
        assertThat(project.cairnWithClasses("check", "--each", writeThreeUrls(), "--report", report.toString()))
                .as(project::err)
                .isEqualTo(3);
        assertThat(project.out().lines())
                .anyMatch(line -> line.matches("eu-1 +done .*No drift, and nothing pending."))
                .anyMatch(line -> line.matches("eu-2 +done .*drift: .*account.*"))
                .anyMatch(line -> line.matches(".*/us_1 +done .*2 migrations pending.*"));
        assertThat(report).content().contains("# Check of shop", "| eu-1 | done | No drift, and nothing pending. |");
    }

    @Test
    void aPlanMayEndAtAVersion() {
        assertThat(project.cairnWithClasses("plan", "1", "--each", writeThreeUrls()))
                .as(project::err)
                .isZero();
        assertThat(project.out())
                .contains("CREATE TABLE", "1 migration pending")
                .doesNotContain("ALTER TABLE");
        assertThat(project.cairnWithClasses("plan", "7", "--each", writeThreeUrls()))
                .isEqualTo(2);
    }

    @Test
    void historiesAndBaselinesOfEachDatabase() throws SQLException {
        project.cairnWithClasses("upgrade", "--each", writeUrlFile("eu-1 = " + formatUrl("eu_1")));
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("eu_2"), "root", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE account LIKE eu_1.account");
        }

        assertThat(project.cairnWithClasses("history", "--each", writeThreeUrls()))
                .as(project::err)
                .isZero();
        assertThat(project.out().lines())
                .anyMatch(line -> line.matches("eu-1 +done .*2 migrations, V0002AddPoints last, \\d{4}-.* by .+@.*"))
                .anyMatch(line -> line.matches("eu-2 +done .* 0 migrations"));

        assertThat(project.cairnWithClasses("history", "--json", "--each", writeThreeUrls()))
                .as(project::err)
                .isZero();
        assertThat(project.out()).contains("\"value\":{\"migrations\":[{\"number\":1,");

        assertThat(project.cairnWithClasses("baseline", "2", "--each", writeThreeUrls()))
                .isEqualTo(4);
        assertThat(project.err())
                .contains("The ledgers of 3 databases will record at migration 2, V0002AddPoints, each if the database"
                        + " has the definitions of it.");
        assertThat(project.cairnWithClasses("baseline", "--yes", "--each", writeThreeUrls()))
                .isEqualTo(1);
        assertThat(project.out().lines())
                .anyMatch(line -> line.matches("eu-2 +done .*shop is at migration 2, V0002AddPoints"))
                .endsWith("3 databases: 1 done, 2 failed, 0 skipped.");
    }

    @Test
    void theExitCodeIsTheWorstOne() {
        project.cairnWithClasses("upgrade", "--each", writeThreeUrls());
        assertThat(project.cairnWithClasses(
                        "status",
                        "--each",
                        writeUrlFile("eu-1 = " + formatUrl("eu_1"), "gone = starrocks://127.0.0.1:1/gone")))
                .isEqualTo(1);
        assertThat(project.out().lines()).endsWith("2 databases: 1 done, 1 failed, 0 skipped.");
        assertThat(project.err()).startsWith("gone: shop: no connection to the server");
    }

    @Test
    void mistakesInTheFileNameItsLine() {
        assertThat(project.cairnWithClasses(
                        "upgrade", "--each", writeUrlFile("eu-1 = " + formatUrl("eu_1"), "eu-2 = localhost")))
                .isEqualTo(2);
        assertThat(project.err()).contains("urls.txt:2: a line is a URL with an optional name");
        assertThat(project.cairnWithClasses("upgrade", "--each", writeUrlFile("starrocks://app:secret@localhost/eu_1")))
                .isEqualTo(2);
        assertThat(project.err())
                .contains("urls.txt:1: the URL contains a password")
                .doesNotContain("secret@");
        assertThat(project.cairnWithClasses("upgrade", "--each", writeUrlFile(formatUrl("eu_1"), formatUrl("eu_1"))))
                .isEqualTo(2);
        assertThat(project.err()).contains("urls.txt:2: the URL is also in line 1.");
        assertThat(project.cairnWithClasses(
                        "upgrade", "--each", writeUrlFile("a = " + formatUrl("eu_1"), "a = " + formatUrl("eu_2"))))
                .isEqualTo(2);
        assertThat(project.err()).contains("urls.txt:2: the name a is also that of line 1.");
        assertThat(project.cairnWithClasses("upgrade", "--each", writeUrlFile("# nothing")))
                .isEqualTo(2);
        assertThat(project.err()).contains("contains no URL.");
        assertThat(project.cairnWithClasses(
                        "upgrade", "--each", folder.resolve("no.txt").toString()))
                .isEqualTo(2);
        assertThat(project.err()).contains("no.txt, given by --each, does not exist.");
        assertThat(project.cairnWithClasses("upgrade", "--each", writeThreeUrls(), "--url", formatUrl("eu_1")))
                .isEqualTo(2);
        assertThat(project.err()).startsWith("Pass either --url or --each.");
        assertThat(project.cairnWithClasses("upgrade", "--each", writeThreeUrls(), "--canary=us-1"))
                .isEqualTo(2);
        assertThat(project.err()).startsWith("There is no database 'us-1' in the file of --each.");
        assertThat(project.cairnWithClasses("upgrade", "--each", writeThreeUrls(), "--canary=9"))
                .isEqualTo(2);
        assertThat(project.err()).startsWith("--canary 9 names more databases than the file of --each has: 3.");
        assertThat(project.cairnWithClasses("upgrade", "--canary=1")).isEqualTo(2);
        assertThat(project.err()).startsWith("--canary and --stop-after are options of --each.");
        assertThat(project.cairnWithClasses("upgrade", "--each", writeThreeUrls(), "--stop-after=0"))
                .isEqualTo(2);
        assertThat(project.cairnWithClasses("upgrade", "--parallel=2")).isEqualTo(2);
        assertThat(project.cairnWithClasses("upgrade", "--each", writeThreeUrls(), "--parallel=0"))
                .isEqualTo(2);
    }

    @Test
    void aDatabaseBeforeTheCheckpointHasAnExitCodeOfItsOwn() throws IOException {
        assertThat(project.cairnWithClasses("upgrade", "1", "--url", formatUrl("eu_1")))
                .isZero();
        assertThat(project.cairnWithClasses("upgrade", "2", "--url", formatUrl("eu_2")))
                .isZero();
        assertThat(project.cairn(
                        "checkpoint",
                        "--delete",
                        "--release=shop 2.7",
                        "--sources",
                        project.sources().toString()))
                .as(project::err)
                .isZero();
        try (DirectoryStream<Path> staleClasses =
                Files.newDirectoryStream(project.classes().resolve("shop/migrations"))) {
            for (Path file : staleClasses) {
                Files.delete(file);
            }
        }
        project.compile();

        assertThat(project.cairnWithClasses("upgrade", "--each", writeThreeUrls()))
                .isEqualTo(6);

        assertThat(project.err()).contains("eu-1: ", "to migration 2 with shop 2.7");
        assertThat(project.out()).contains("shop is at migration 2, V0002Checkpoint");
        assertThat(project.cairnWithClasses("status", "--url", formatUrl("eu_1")))
                .isZero();
        assertThat(project.out()).contains("shop is at migration 1: a checkpoint replaces this migration");
        assertThat(project.cairnWithClasses("status", "--json", "--url", formatUrl("eu_1")))
                .isZero();
        assertThat(project.cairnWithClasses("upgrade", "--url", formatUrl("eu_1")))
                .isEqualTo(6);
        assertThat(project.cairnWithClasses("upgrade", "1", "--url", formatUrl("us_1")))
                .isEqualTo(2);
        assertThat(project.err()).contains("The checkpoint V0002Checkpoint replaces the migrations before it.");
    }
}
