package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands over a compiled schema, against the embedded server. */
class MigratingCommandsTest {
    /** The table of the first migration, in other words. */
    private static final String CREATE_ACCOUNT =
            "CREATE TABLE account (id BIGINT NOT NULL, note STRING NULL) PRIMARY KEY (id)"
                    + " DISTRIBUTED BY HASH (id) BUCKETS 2";

    @TempDir
    private Path folder;

    @AutoClose
    private EmbeddedStarRocks server;

    private CommandProject project;

    @BeforeEach
    void startServer() {
        server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()));
        server.createDatabase("shop");
        project = new CommandProject(folder)
                .writeShop("long id, String note")
                .record("initial")
                .writeShop("long id, String note, Integer points")
                .record("add points")
                .compile();
        project.environment.put("CAIRN_URL", "starrocks://root@127.0.0.1:" + server.port() + "/shop");
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void upgradeRunsAndReportsPendingMigrations() {
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        assertThat(project.out().lines())
                .contains("V0001Initial (Initial)", "V0002AddPoints (Add points)")
                .anyMatch(line -> line.matches("  1/1  CREATE TABLE account +[\\d.]+ s"))
                .endsWith("2 migrations done: shop is at migration 2, V0002AddPoints.");
        assertThat(project.cairnWithClasses("upgrade")).isZero();
        assertThat(project.out().strip()).isEqualTo("Nothing to do: shop is at migration 2, V0002AddPoints.");
    }

    @Test
    void versionsAreNumbersNamesOrSteps() {
        assertThat(project.cairnWithClasses("upgrade", "+1")).as(project::err).isZero();
        assertThat(project.cairnWithClasses("current")).isZero();
        assertThat(project.out()).startsWith("1 h1:");
        assertThat(project.cairnWithClasses("upgrade", "V0002AddPoints")).isZero();
        assertThat(project.cairnWithClasses("upgrade", "+1")).isEqualTo(2);
        assertThat(project.err()).contains("relative to migration 2 is not a migration: shop has 1 to 2.");
        assertThat(project.cairnWithClasses("downgrade", "-1", "--destructive"))
                .as(project::err)
                .isZero();
        assertThat(project.cairnWithClasses("current")).isZero();
        assertThat(project.out()).startsWith("1 h1:");
        assertThat(project.cairnWithClasses("upgrade", "7")).isEqualTo(2);
        assertThat(project.err())
                .contains(
                        "There is no migration '7': shop has 1 to 2; base is before the first, and head the last one.");
    }

    @Test
    void destructiveDowngradesRequireConsent() {
        project.cairnWithClasses("upgrade");
        assertThat(project.cairnWithClasses("downgrade", "base")).isEqualTo(4);
        assertThat(project.err()).contains("the downgrade destroys data", "--destructive");
        assertThat(project.cairnWithClasses("downgrade", "base", "--destructive"))
                .as(project::err)
                .isZero();
        assertThat(project.out()).contains("2 migrations done: shop is before the first migration.");
    }

    @Test
    void aRelativeDowngradeBeginsWithTheMigrationThatStoppedHalfWay() {
        project.cairnWithClasses("upgrade", "1");
        server.faults().add(Trigger.matching("ALTER TABLE .*"), Fault.reject(1064, "42000", "no"));
        assertThat(project.cairnWithClasses("upgrade")).isEqualTo(1);

        assertThat(project.cairnWithClasses("downgrade", "-1", "--destructive"))
                .as(project::err)
                .isZero();
        assertThat(project.out()).contains("shop is at migration 1, V0001Initial.");
        assertThat(project.cairnWithClasses("status")).isZero();
        assertThat(project.out()).doesNotContain("in progress");
    }

    @Test
    void narrowingDowngradesRequireConsent() {
        project.writeShop("long id, String note, Long points");
        assertThat(project.cairn(
                        "record",
                        "more points",
                        "--exact-downgrade",
                        "--sources",
                        project.sources().toString()))
                .as(project::err)
                .isZero();
        project.compile();
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        assertThat(project.cairnWithClasses("downgrade", "-1")).isEqualTo(4);
        assertThat(project.err())
                .contains("the downgrade destroys data: V0003MorePoints: values of account.points that do not fit"
                        + " int(11)");
        assertThat(project.cairnWithClasses("show", "3")).isZero();
        assertThat(project.out()).contains("-- grants: from account to account__cairn_new\nINSERT INTO");
        assertThat(project.cairnWithClasses("plan")).isZero();
    }

    private void writeRepeatableMigration(String note) {
        project.write("shop/migrations/Accounts.java", """
            package shop.migrations;
            import dev.cairn.annotation.RepeatableMigration;
            @RepeatableMigration(
                    schema = shop.Shop.class,
                    statements = "INSERT INTO account (id, note) VALUES (1, '%s')")
            interface Accounts {}
            """.formatted(note));
        project.compile();
    }

    @Test
    void repeatableMigrationsAreShownAndRunWhenTheirTextChanges() {
        writeRepeatableMigration("first");
        assertThat(project.cairnWithClasses("plan")).as(project::err).isZero();
        assertThat(project.out())
                .contains("-- Accounts (Accounts)\n-- Cost: the statement writes rows\nINSERT INTO account (id, note)");
        assertThat(project.cairnWithClasses("status")).isZero();
        assertThat(project.out()).contains("To be repeated:\n  Accounts\n");
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        assertThat(project.out().lines())
                .contains("Accounts (Accounts)")
                .endsWith("3 migrations done: shop is at migration 2, V0002AddPoints.");
        assertThat(project.cairnWithClasses("check")).as(project::out).isZero();
        assertThat(project.cairnWithClasses("upgrade")).isZero();
        assertThat(project.out()).startsWith("Nothing to do");

        writeRepeatableMigration("second");
        assertThat(project.cairnWithClasses("check")).isEqualTo(3);
        assertThat(project.out()).contains("to be repeated: Accounts");
        assertThat(project.cairnWithClasses("check", "--json")).isEqualTo(3);
        assertThat(project.out()).contains("\"pending\":[]", "\"repeatables\":[{\"number\":0,\"name\":\"Accounts\"");
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        assertThat(project.out().lines()).endsWith("1 migration done: shop is at migration 2, V0002AddPoints.");
        assertThat(project.cairnWithClasses("history")).isZero();
        assertThat(project.out().lines()).hasSize(4).anyMatch(line -> line.startsWith("Accounts (repeatable)  "));
        assertThat(project.cairnWithClasses("show", "Accounts")).isZero();
        assertThat(project.out()).contains("-- repeatable\nINSERT INTO account").doesNotContain("downgrade");
        assertThat(project.cairnWithClasses("sql", "1:2")).isZero();
        assertThat(project.out()).contains("INSERT INTO account (id, note) VALUES (1, 'second');");
    }

    @Test
    void theTitleOfAMigrationIsTheMessageAsItWasTyped() {
        project.writeShop("long id, String note, Integer points, Integer days")
                .record("keep 30 days of v2")
                .compile();

        assertThat(project.cairnWithClasses("plan")).as(project::err).isZero();
        assertThat(project.out()).contains("-- V0003Keep30DaysOfV2 (Keep 30 days of v2)\n");
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        assertThat(project.cairnWithClasses("history")).isZero();
        assertThat(project.out()).contains("\nV0003Keep30DaysOfV2 (Keep 30 days of v2)  ");
    }

    @Test
    void planPrintsTheEffectsOfEachStatement() {
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        project.writeShop("long id, Integer points");
        assertThat(project.cairn(
                        "record",
                        "drop the note",
                        "--destructive",
                        "--sources",
                        project.sources().toString()))
                .as(project::err)
                .isZero();
        project.compile();

        assertThat(project.cairnWithClasses("plan")).as(project::err).isZero();
        assertThat(project.out()).isEqualTo("""
            -- V0003DropTheNote (Drop the note)
            -- Data: the statement drops account.note [drops-data]
            -- Breaks: statements that name shop.account.note
            ALTER TABLE `account` DROP COLUMN `note`;

            """);
        assertThat(project.cairnWithClasses("plan", "--json")).as(project::err).isZero();
        assertThat(project.out())
                .contains("\"effects\":[{\"kind\":\"cost\",\"text\":", "{\"kind\":\"data\",\"text\":\"");
    }

    @Test
    void planNamesObjectsThatContradictTheLedger() throws SQLException {
        project.cairnWithClasses("upgrade");
        execute("DROP VIEW " + findLedgerView("0%"), "DROP VIEW __cairn_shop_history");
        assertThat(project.cairnWithClasses("plan", "1")).as(project::err).isZero();
        assertThat(project.out())
                .startsWith("-- V0001Initial (Initial)\n-- note: shop.account exists, although the ledger does not"
                        + " record this migration;")
                .doesNotContain("ADD COLUMN");
        assertThat(project.cairnWithClasses("plan")).as(project::err).isZero();
        assertThat(project.out()).containsOnlyOnce("-- note: shop.account").contains("ADD COLUMN");

        execute("DROP TABLE account");
        project.cairnWithClasses("upgrade", "1");
        execute("DROP TABLE account");
        assertThat(project.cairnWithClasses("plan", "+1")).as(project::err).isZero();
        assertThat(project.out())
                .startsWith("-- V0002AddPoints (Add points)\n-- note: shop.account does not exist, although the"
                        + " migrations in the ledger create it;");
        assertThat(project.cairnWithClasses("plan", "1")).isZero();
        assertThat(project.out().strip()).isEqualTo("Nothing to do: shop is at this migration, or at a later one.");
    }

    @Test
    void aPlanNamesColumnsThatNoMigrationRecords() throws SQLException {
        project.cairnWithClasses("upgrade", "1");
        execute("ALTER TABLE account ADD COLUMN extra INT");
        assertThat(project.cairnWithClasses("plan")).as(project::err).isZero();
        assertThat(project.out())
                .startsWith(
                        "-- V0002AddPoints (Add points)\n-- note: shop.account has other columns than the migrations"
                                + " in the ledger leave: column extra; cairn check shows all differences");
    }

    @Test
    void aPlanNamesARoleWithAPlaceholderOnce() {
        project.write("shop/Reader.java", """
                        package shop;
                        import dev.cairn.annotation.access.*;
                        @Role(name = "${database}_reader")
                        @Grant(value = Privilege.SELECT, on = Account.class)
                        interface Reader {}
                        """);
        project.write(
                        "shop/Shop.java",
                        project.read("shop/Shop.java").replace("value =", "roles = Reader.class, value ="))
                .record("reader")
                .compile();
        assertThat(project.cairnWithClasses("plan")).as(project::err).isZero();
        assertThat(project.out())
                .containsOnlyOnce("gains SELECT on account")
                .contains("-- Access: shop_reader gains SELECT on account");
    }

    @Test
    void aWarningAboutTheServerIsPrintedOnce() throws SQLException {
        server.close();
        server = EmbeddedStarRocks.start(Options.DEFAULT.profile(ServerProfile.DEFAULT.with(Version.V4_0)));
        server.createDatabase("shop");
        project.write(
                        "shop/Shop.java",
                        project.read("shop/Shop.java").replace("@Schema(", "@Schema(server = \"3.5\", "))
                .compile();
        project.environment.put("CAIRN_URL", "starrocks://root@127.0.0.1:" + server.port() + "/shop");
        project.cairnWithClasses("upgrade");
        execute("ALTER TABLE account COMMENT = 'by hand'");
        assertThat(project.cairnWithClasses("check")).isEqualTo(3);
        assertThat(project.err()).containsOnlyOnce("changes between these versions are not checked at compile time");
    }

    @Test
    void aPlanNamesWhatWasChangedByHandAndStopsTheRun() throws SQLException {
        project.cairnWithClasses("upgrade");
        project.write("shop/Account.java", project.read("shop/Account.java").replace("buckets = 2", "buckets = 8"))
                .record("more buckets")
                .compile();
        execute("ALTER TABLE account COMMENT = 'by hand'");
        assertThat(project.cairnWithClasses("plan")).as(project::err).isZero();
        assertThat(project.out()).doesNotContain("differs from");

        execute("ALTER TABLE account DISTRIBUTED BY HASH(id) BUCKETS 5");
        assertThat(project.cairnWithClasses("plan")).as(project::err).isZero();
        assertThat(project.out())
                .contains("-- note: shop.account differs from what the migrations in the ledger leave: distribution;"
                        + " the statement that changes it stops the run, unless the table has its result already.");
        assertThat(project.cairnWithClasses("upgrade")).isEqualTo(1);
        assertThat(project.err()).contains("distribution of shop.account is");
    }

    @Test
    void theHistoryOfALostLedgerIsAnError() throws SQLException {
        project.cairnWithClasses("upgrade");
        execute(
                "INSERT INTO account VALUES (1, 'x', 2)",
                "DROP VIEW " + findLedgerView("0%"),
                "DROP VIEW __cairn_shop_history");
        assertThat(project.cairnWithClasses("history")).isEqualTo(1);
        assertThat(project.err()).contains("the database has no ledger", "shop.account", "cairn baseline 2");
        assertThat(project.cairnWithClasses("baseline", "--yes"))
                .as(project::err)
                .isZero();
    }

    @Test
    void aCheckBeforeTheLedgerExistsNamesTheBaseline() throws SQLException {
        project.cairnWithClasses("upgrade");
        execute("DROP VIEW " + findLedgerView("0%"), "DROP VIEW __cairn_shop_history");
        assertThat(project.cairnWithClasses("check")).isEqualTo(3);
        assertThat(project.out())
                .contains("The database has exactly the definitions after V0002AddPoints.", "cairn baseline 2")
                .doesNotContain("cairn stamp");
    }

    private String findLedgerView(String suffixPattern) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                Statement statement = connection.createStatement();
                ResultSet resultSet = statement.executeQuery("SHOW TABLES LIKE '__cairn_shop_" + suffixPattern + "'")) {
            resultSet.next();
            return resultSet.getString(1);
        }
    }

    @Test
    void planAndSqlShowWhatWouldRun() {
        assertThat(project.cairnWithClasses("plan")).isZero();
        assertThat(project.out())
                .contains("-- V0001Initial (Initial)\nCREATE TABLE `account` (", "ADD COLUMN `points` int(11) NULL")
                .contains(";\n");
        assertThat(project.cairnWithClasses("sql", "1:2")).isZero();
        assertThat(project.out())
                .contains("ADD COLUMN `points`", "cairn stamp 2")
                .doesNotContain("CREATE TABLE");
        assertThat(project.cairnWithClasses("sql", "2:base")).isZero();
        assertThat(project.out()).contains("DROP TABLE `account__cairn_old`");
        assertThat(project.cairnWithClasses("sql", "1:2:3")).isEqualTo(2);
    }

    @Test
    void aScriptOnATerminalKeepsItsLines() {
        project.isTerminal = true;
        project.columnCount = 60;
        assertThat(project.cairnWithClasses("sql", "1:2")).isZero();
        assertThat(project.out()).containsPattern("-- ledger: shop from 1 h1:[0-9a-f]{64} to 2 h1:");
    }

    @Test
    void classesInTheWrongFolderAreExplained() {
        assertThat(project.cairn(
                        "status",
                        "--definitions",
                        project.classes().getParent().toString(),
                        "--url",
                        server.jdbcUrl("shop")))
                .isEqualTo(1);
        assertThat(project.err()).contains("pass the folder in which its package begins, such as target/classes.");
    }

    @Test
    void statusHistoryHeadsAndShowReportTheState() {
        assertThat(project.cairnWithClasses("status")).isZero();
        assertThat(project.out().lines())
                .containsExactly(
                        "shop is before the first migration: 2 migrations pending:",
                        "  V0001Initial (Initial)",
                        "  V0002AddPoints (Add points)");
        assertThat(project.cairnWithClasses("history")).isZero();
        assertThat(project.out().strip()).isEqualTo("The ledger records no migration of shop in this database.");
        project.cairnWithClasses("upgrade", "1");
        assertThat(project.cairnWithClasses("history")).isZero();
        assertThat(project.out().lines().toList())
                .satisfiesExactly(
                        header -> assertThat(header).matches("MIGRATION +TIME +TOOK  USER"),
                        row -> assertThat(row)
                                .matches(
                                        "V0001Initial \\(Initial\\)  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d +[\\d.]+ s  .+@.+"));
        project.isTerminal = true;
        project.columnCount = 60;
        assertThat(project.cairnWithClasses("history")).isZero();
        assertThat(project.out().lines()).last().asString().startsWith("V0001Initial  20");
        project.isTerminal = false;
        assertThat(project.cairnWithClasses("status", "--json")).isZero();
        assertThat(project.out())
                .startsWith("{\"schema\":\"shop\",\"standing\":\"behind\",\"number\":1,\"hash\":\"h1:");
        assertThat(project.cairnWithClasses("heads")).isZero();
        assertThat(project.out()).startsWith("shop: V0002AddPoints h1:");
        assertThat(project.cairnWithClasses("show", "2")).isZero();
        assertThat(project.out())
                .startsWith("-- V0002AddPoints (Add points)\n-- h1:")
                .contains("-- upgrade\nALTER TABLE `account` ADD COLUMN", "-- downgrade\n", "DROP COLUMN `points`");
    }

    /** A checkpoint has the number and the hash of the last migration that it replaces. */
    @Test
    void theHistoryDoesNotShowACheckpointThatNeverRan() {
        project.cairnWithClasses("upgrade");
        assertThat(project.cairn(
                        "checkpoint", "--delete", "--sources", project.sources().toString()))
                .as(project::err)
                .isZero();
        project.compile();
        assertThat(project.cairnWithClasses("history")).isZero();
        assertThat(project.out().lines()).last().asString().startsWith("2 (Add points)  20");
    }

    @Test
    void theLastObjectOfAFailedUpgradeDescribesTheFailure() throws SQLException {
        execute("CREATE TABLE account (id INT) DUPLICATE KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 1");
        assertThat(project.cairnWithClasses("upgrade", "--json")).isNotZero();
        assertThat(project.out().lines())
                .last()
                .asString()
                .startsWith("{\"event\":\"run-fails\",\"milliseconds\":")
                .containsPattern("\"exception\":\"\\w+Exception\",\"message\":\"[^\"]*account");
    }

    @Test
    void checkExitsWithThreeIfAnythingDiffers() throws SQLException {
        assertThat(project.cairnWithClasses("check")).isEqualTo(3);
        assertThat(project.out()).contains("pending: V0001Initial (Initial)");
        project.cairnWithClasses("upgrade");
        server.log().clear();
        assertThat(project.cairnWithClasses("check")).as(project::out).isZero();
        assertThat(server.log().all().stream().map(sent -> sent.connection()).distinct())
                .hasSize(1);
        assertThat(project.out().strip()).isEqualTo("No drift, and nothing pending.");
        execute("ALTER TABLE account COMMENT = 'by hand'");
        assertThat(project.cairnWithClasses("check")).isEqualTo(3);
        assertThat(project.out())
                .contains("drift: shop.account, comment: is by hand", "-- statements that remove the drift")
                .contains("ALTER TABLE `account` COMMENT = ");
        assertThat(project.cairnWithClasses("check", "--json")).isEqualTo(3);
        assertThat(project.out()).contains("\"drift\":[\"shop.account, comment");
    }

    @Test
    void checkExitsWithThreeIfANewerReleaseHasMigratedTheDatabase() throws IOException {
        project.cairnWithClasses("upgrade");
        Files.delete(project.sources().resolve("shop/migrations/V0002AddPoints.java"));
        project.writeShop("long id, String note").compile();
        assertThat(project.cairnWithClasses("check")).as(project::err).isEqualTo(3);
        assertThat(project.out().strip())
                .isEqualTo(
                        "ahead: the database is at migration 2, which a newer release of the application ran. Only that"
                                + " release can compare the definitions.");
        assertThat(project.cairnWithClasses("check", "--json")).isEqualTo(3);
        assertThat(project.out()).contains("\"standing\":\"ahead\"");
    }

    @Test
    void unrecordedChangesAreNotRun() {
        project.writeShop("long id, String note, Integer points, Integer rank").compile();
        assertThat(project.cairnWithClasses("upgrade")).isEqualTo(1);
        assertThat(project.err()).contains("cairn record \"what changed\"");
        assertThat(project.cairnWithClasses("check")).isEqualTo(3);
        assertThat(project.out())
                .contains("The records have changes that no migration contains: cairn record --check shows them.");
        assertThat(project.cairnWithClasses("heads")).isZero();
        assertThat(project.out())
                .contains("The records have changes that no migration contains: cairn record --check shows them.");
    }

    @Test
    void recordsThatWereCompiledWithoutTheirRootHaveToBeCompiledAgain() throws IOException {
        project.writeShop("long id, String note, Integer points, Integer rank")
                .record("add rank")
                .compileOnly("shop/Account.java", "shop/migrations/V0003AddRank.java");
        assertThat(project.cairnWithClasses("upgrade")).isEqualTo(1);
        assertThat(project.err().strip())
                .isEqualTo("shop: the records were compiled without the root of their schema. Compile the whole module"
                        + " again.");
        String sentence = "The records were compiled without the root of their schema: compile the whole module again.";
        Path reportFile = folder.resolve("report.md");
        assertThat(project.cairnWithClasses("status", "--report=" + reportFile)).isZero();
        assertThat(project.out()).contains(sentence).doesNotContain("cairn record");
        assertThat(reportFile).content().contains(sentence);
        assertThat(project.cairnWithClasses("check")).isEqualTo(3);
        assertThat(project.out()).contains(sentence).doesNotContain("cairn record");
        assertThat(project.cairnWithClasses("heads")).isZero();
        assertThat(project.out()).contains(sentence).doesNotContain("cairn record");
        project.compile();
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        assertThat(project.cairnWithClasses("check")).as(project::out).isZero();
    }

    @Test
    void changesOfTheLedgerRequireConfirmation() throws SQLException {
        execute(CREATE_ACCOUNT);
        assertThat(project.cairnWithClasses("baseline", "1")).isEqualTo(4);
        assertThat(project.err()).contains("The ledger of shop will record", "Confirmation required: pass --yes.");
        project.defaultAnswer = "n";
        assertThat(project.cairnWithClasses("baseline", "1")).isEqualTo(4);
        assertThat(project.err().strip()).isEqualTo("Nothing was done.");
        project.defaultAnswer = "y";
        assertThat(project.cairnWithClasses("baseline", "2")).isEqualTo(1);
        assertThat(project.err()).contains("the database differs from its expected state after migration 2");
        assertThat(project.cairnWithClasses("baseline", "1")).as(project::err).isZero();
        assertThat(project.out().strip()).isEqualTo("shop is at migration 1, V0001Initial.");
        assertThat(project.cairnWithClasses("stamp", "2", "--yes")).isZero();
        assertThat(project.cairnWithClasses("status")).isZero();
        assertThat(project.out()).startsWith("shop is at migration 2, V0002AddPoints: nothing is pending.");
        assertThat(project.cairnWithClasses("unlock", "--yes")).isZero();
        assertThat(project.out().strip()).isEqualTo("The ledger had no owner.");
        assertThat(project.cairnWithClasses("repair", "--done", "--yes")).isZero();
        assertThat(project.out()).startsWith("Nothing to repair");
        assertThat(project.cairnWithClasses("repair", "--done", "--again=3", "--yes"))
                .isEqualTo(1);
        assertThat(project.err()).contains("Nothing to repair: no migration of shop is in progress.");
    }

    @Test
    void leftoversAreDroppedAfterConfirmation() throws SQLException {
        assertThat(project.cairnWithClasses("cleanup")).as(project::err).isZero();
        assertThat(project.out().strip()).isEqualTo("Nothing to clean up: no failed run left any objects.");
        project.cairnWithClasses("upgrade");
        execute(CREATE_ACCOUNT.replace("account", "account__cairn_51"));
        execute(CREATE_ACCOUNT.replace("account", "account__cairn_52"));

        assertThat(project.cairnWithClasses("cleanup")).isEqualTo(4);
        assertThat(project.out().lines())
                .containsExactly(
                        "table shop.account__cairn_51 (0 rows, 0.000 B), of the run that began at state 51,"
                                + " V0001Initial",
                        "table shop.account__cairn_52 (0 rows, 0.000 B), of the run that began at state 52,"
                                + " V0001Initial");
        assertThat(project.err().strip()).isEqualTo("These 2 will be dropped. Confirmation required: pass --yes.");
        assertThat(project.cairnWithClasses("cleanup", "account__cairn_9")).isEqualTo(2);
        assertThat(project.err())
                .startsWith("No failed run left account__cairn_9: there is shop.account__cairn_51,"
                        + " shop.account__cairn_52.");
        project.defaultAnswer = "y";
        assertThat(project.cairnWithClasses("cleanup", "account__cairn_51")).isZero();
        assertThat(project.out()).endsWith("Dropped: shop.account__cairn_51.\n");
        assertThat(project.cairnWithClasses("cleanup", "--json")).isZero();
        assertThat(project.out().strip())
                .isEqualTo("{\"dropped\":[{\"object\":\"shop.account__cairn_52\",\"kind\":\"table\",\"run\":52,"
                        + "\"migrations\":[\"V0001Initial\"],\"size\":\"0 rows, 0.000 B\"}],\"kept\":[]}");
    }

    @Test
    void keptTablesAreListedAndDroppedOnlyByName() throws SQLException {
        project.cairnWithClasses("upgrade");
        execute(CREATE_ACCOUNT.replace("account", "account__cairn_until_20260101_000000_8"));
        execute(CREATE_ACCOUNT.replace("account", "account__cairn_until_29990101_000000_9"));

        assertThat(project.cairnWithClasses("check")).as(project::err).isZero();
        assertThat(project.err().lines())
                .containsExactly(
                        "old table of a rebuild, kept until 2026-01-01T00:00:00Z; cairn cleanup drops it after that, and"
                                + " cairn cleanup account__cairn_until_20260101_000000_8 before: table"
                                + " shop.account__cairn_until_20260101_000000_8",
                        "old table of a rebuild, kept until 2999-01-01T00:00:00Z; cairn cleanup drops it after that, and"
                                + " cairn cleanup account__cairn_until_29990101_000000_9 before: table"
                                + " shop.account__cairn_until_29990101_000000_9");
        assertThat(project.cairnWithClasses("cleanup", "--yes"))
                .as(project::err)
                .isZero();
        assertThat(project.out().lines())
                .containsExactly(
                        "table shop.account__cairn_until_29990101_000000_9 (0 rows, 0.000 B), the old table of a"
                                + " rebuild, of the run that began at state 9, V0001Initial, kept until 2999-01-01T00:00:00Z",
                        "table shop.account__cairn_until_20260101_000000_8 (0 rows, 0.000 B), the old table of a"
                                + " rebuild, of the run that began at state 8, V0001Initial, kept until 2026-01-01T00:00:00Z",
                        "Dropped: shop.account__cairn_until_20260101_000000_8.");
        assertThat(project.cairnWithClasses("cleanup")).isZero();
        assertThat(project.out())
                .endsWith("Nothing to clean up: the old tables of rebuilds are kept. Give the name of one to drop it"
                        + " before.\n");
        assertThat(project.cairnWithClasses("cleanup", "--json")).isZero();
        assertThat(project.out().strip())
                .startsWith("{\"dropped\":[],\"kept\":[{")
                .endsWith("\"keptUntil\":\"2999-01-01T00:00:00Z\"}]}");
        assertThat(project.cairnWithClasses("cleanup", "--yes", "account__cairn_until_29990101_000000_9"))
                .isZero();
        assertThat(project.out()).endsWith("Dropped: shop.account__cairn_until_29990101_000000_9.\n");
    }

    @Test
    void periodsOfKeptTablesHaveAUnit() {
        assertThat(project.cairnWithClasses("upgrade", "--keep-old", "7")).isEqualTo(2);
        assertThat(project.err())
                .startsWith("--keep-old must be a number with ms, s, m, h or d, such as 7d, but was '7'.");
        assertThat(project.cairnWithClasses("upgrade", "--keep-old", "4000d")).isEqualTo(2);
        assertThat(project.cairnWithClasses("upgrade", "--keep-old", "7d"))
                .as(project::err)
                .isZero();
    }

    @Test
    void copiesOfRebuildsAreMadeInParallelAndReported() throws SQLException {
        assertThat(project.cairnWithClasses("upgrade", "--max-parallel", "2")).isEqualTo(2);
        assertThat(project.err()).contains("--range-rows are options of --rebuild-swap-mode swap and fence.");
        assertThat(project.cairnWithClasses("upgrade", "--rebuild-swap-mode", "swap", "--range-rows", "0"))
                .isEqualTo(2);
        for (String invalidValue : List.of("0", "65")) {
            assertThat(project.cairnWithClasses(
                            "upgrade", "--rebuild-swap-mode", "swap", "--max-parallel", invalidValue))
                    .isEqualTo(2);
            assertThat(project.err()).startsWith("--max-parallel must be at ");
        }
        project.writeShop("long id, String note, Long points");
        project.cairn(
                "record",
                "more points",
                "--exact-downgrade",
                "--sources",
                project.sources().toString());
        project.compile();
        project.cairnWithClasses("upgrade");
        execute("INSERT INTO account (id, note, points) VALUES (1, 'first', 5)");
        List<String> swapOptions = List.of("--destructive", "--rebuild-swap-mode", "swap", "--max-parallel", "2");
        assertThat(project.cairnWithClasses(createDowngradeArguments(swapOptions, "--json")))
                .as(project::err)
                .isZero();
        assertThat(JsonOutputSchema.findErrors("downgrade", project.out())).isEmpty();
        assertThat(project.out().lines())
                .anyMatch(line -> line.contains("\"event\":\"copying\"") && line.contains("\"done\":{\"parts\":1,"));
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        execute("INSERT INTO account (id, note, points) VALUES (2, 'second', 6)");
        assertThat(project.cairnWithClasses(createDowngradeArguments(swapOptions)))
                .as(project::err)
                .isZero();
        assertThat(project.out().lines())
                .anyMatch(line -> line.matches("  3/5  INSERT INTO account__cairn_\\d+ +[\\d.]+ s"));
    }

    @Test
    void theStatusShowsTheCopyOfAnUnfinishedRebuild() throws SQLException {
        project.writeShop("long id, String note, Long points");
        project.cairn(
                "record",
                "more points",
                "--exact-downgrade",
                "--sources",
                project.sources().toString());
        project.compile();
        project.cairnWithClasses("upgrade");
        execute("INSERT INTO account (id, note, points) VALUES (1, 'first', 5), (2, 'second', 6)");
        server.faults().add(Trigger.matching("(?is)INSERT INTO .*__cairn_.*"), Fault.reject(1064, "HY000", "not now"));
        assertThat(project.cairnWithClasses(
                        createDowngradeArguments(List.of("--destructive", "--rebuild-swap-mode", "swap"))))
                .isEqualTo(1);
        assertThat(project.cairnWithClasses("status")).as(project::err).isZero();
        assertThat(project.out().lines())
                .anyMatch(line -> line.matches("Step [0-9] copies shop\\.account: about 0 of 2 rows, .*"));
        assertThat(project.cairnWithClasses("status", "--json"))
                .as(project::err)
                .isZero();
        assertThat(JsonOutputSchema.findErrors("status", project.out())).isEmpty();
        assertThat(project.out()).contains("\"copies\":[{\"step\":");
    }

    private static String[] createDowngradeArguments(List<String> options, String... furtherOptions) {
        List<String> allArguments = new ArrayList<>(List.of("downgrade", "-1"));
        allArguments.addAll(options);
        allArguments.addAll(List.of(furtherOptions));
        return allArguments.toArray(String[]::new);
    }

    @Test
    void copiesOfRebuildsHaveTimesAndAResourceGroup() {
        for (String invalidValue : List.of("22:00", "22-6", "22:00-22:00")) {
            assertThat(project.cairnWithClasses("upgrade", "--only-between", invalidValue))
                    .isEqualTo(2);
            assertThat(project.err())
                    .startsWith("--only-between must be two different times, such as 22:00-06:00, but was '"
                            + invalidValue + "'.");
        }
        assertThat(project.cairnWithClasses("upgrade", "--resource-group", "")).isEqualTo(2);
        assertThat(project.err()).startsWith("--resource-group must not be empty.");
        assertThat(project.cairnWithClasses("upgrade", "--only-between", "22:00-06:00", "--resource-group", "nightly"))
                .as(project::err)
                .isZero();
    }

    @Test
    void repairAsksForEachOpenStep() throws IOException, SQLException {
        project.cairnWithClasses("upgrade");
        assertThat(project.cairn(
                        "record",
                        "--empty",
                        "backfill",
                        "--sources",
                        project.sources().toString()))
                .isZero();
        Path backfillFile = project.sources().resolve("shop/migrations/V0003Backfill.java");
        Files.writeString(
                backfillFile,
                Files.readString(backfillFile)
                        .replaceFirst(
                                "upgrade = \\{\\}",
                                "upgrade = \"WITH one AS (SELECT 1) UPDATE account SET points = points + 1"
                                        + " WHERE id = 1\""));
        project.compile();
        execute("INSERT INTO account VALUES (1, 'a', 0)");
        server.faults().add(Trigger.matching(".*\\bUPDATE .*"), Fault.cutAfter());
        assertThat(project.cairnWithClasses("upgrade")).isEqualTo(1);
        assertThat(project.err()).contains("repair --done=1 skips the step, repair --again=1 runs it again");

        assertThat(project.cairnWithClasses("repair")).isEqualTo(4);
        assertThat(project.out())
                .isEqualTo(
                        "Step 1 of migration 3 is unfinished:\n  WITH one AS (SELECT 1) UPDATE account SET points = points + 1"
                                + " WHERE id = 1\n");
        assertThat(project.err().strip())
                .isEqualTo("Answers required: pass --done=STEPS for those that ran, and --again=STEPS for those"
                        + " that did not, for example --done=1.");
        project.defaultAnswer = "s";
        assertThat(project.cairnWithClasses("repair")).isZero();
        assertThat(project.out()).endsWith("Nothing was changed.\n");
        assertThat(project.cairnWithClasses("repair", "--again=2", "--yes")).isEqualTo(1);
        assertThat(project.err()).contains("there is no open step 2");
        for (String[] answers : List.of(
                new String[] {"repair", "--done=1", "--again", "--yes"},
                new String[] {"repair", "--done", "--again=1", "--yes"},
                new String[] {"repair", "--done=1", "--again=1", "--yes"})) {
            assertThat(project.cairnWithClasses(answers)).isEqualTo(2);
            assertThat(project.err()).contains("Step 1 has two answers: pass --done or --again.");
        }
        assertThat(project.cairnWithClasses("stamp", "3", "--yes")).isEqualTo(4);
        assertThat(project.err()).contains("Migration 3 is in progress", "pass --abandon");
        project.defaultAnswer = "d";
        assertThat(project.cairnWithClasses("repair", "--json")).isZero();
        assertThat(project.out().strip())
                .isEqualTo(
                        "{\"steps\":[1],\"done\":[1],\"again\":[],\"open\":[{\"migration\":3,\"step\":1,\"sql\":\"WITH"
                                + " one AS (SELECT 1) UPDATE account SET points = points + 1 WHERE id = 1\"}]}");
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        assertThat(project.cairnWithClasses("stamp", "3", "--yes", "--abandon")).isZero();
    }

    @Test
    void terminalsShowTheStepsThatRunAndEraseThem() {
        project.isTerminal = true;
        assertThat(project.cairnWithClasses("upgrade")).isZero();
        assertThat(project.out())
                .contains("\u001b[?7l\u001b[36m  1/1  CREATE TABLE account ")
                .contains("\u001b[1A\u001b[J");
        assertThat(project.out().lines().toList()).last().asString().startsWith("2 migrations done");
    }

    @Test
    void jsonOutputIsAnObjectInEachLine() {
        assertThat(project.cairnWithClasses("upgrade", "--json")).isZero();
        assertThat(project.out().lines()).allMatch(line -> line.startsWith("{\"event\":\"") && line.endsWith("}"));
        assertThat(project.out())
                .contains("{\"event\":\"step-begins\",\"migration\":\"V0001Initial\",\"step\":1,\"sql\":\"CREATE TABLE")
                .contains("{\"event\":\"outcome\",\"schema\":\"shop\",\"from\":0,\"to\":2,");
    }
}
