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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A definition that was not understood stops a comparison, and is never part of a plan. */
class UnknownDefinitionsTest {
    private static final String CREATE_KEPT =
            "CREATE TABLE kept (k INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1;\n";

    private static final String CREATE_ODD =
            "CREATE TABLE odd (k INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1;\n";

    /** Statements about the table {@code odd} that can't be read. */
    private enum UnreadableStatement {
        SYNTAX("CREATE TABLE odd (k DECIMALS)"),
        RESERVED_NAME("CREATE TABLE IF NOT EXISTS odd (select INT)"),
        REFUSED("CREATE TABLE odd (v STRING, k INT) PRIMARY KEY (k) DISTRIBUTED BY HASH (k)"),
        OTHER_ENGINE("CREATE EXTERNAL TABLE odd (k INT) ENGINE=MYSQL PROPERTIES (\"host\" = \"h\", \"port\" = \"1\","
                + " \"user\" = \"u\", \"password\" = \"\", \"database\" = \"d\", \"table\" = \"t\")"),
        OTHER_ENGINE_BY_NAME("CREATE TABLE odd (k INT) ENGINE=ELASTICSEARCH PROPERTIES (\"hosts\" = \"http://h:1\","
                + " \"index\" = \"i\")"),
        REPLACED("CREATE OR REPLACE TABLE odd (k INT)"),
        REPLACED_MATERIALIZED("CREATE OR REPLACE MATERIALIZED VIEW odd AS SELECT k FROM kept"),
        VIEW_WITH_A_COLUMN_THAT_CANNOT_BE_NAMED("CREATE VIEW odd AS SELECT 'a`b' FROM kept"),
        AVERAGE("CREATE MATERIALIZED VIEW odd AS SELECT k, avg(k) AS a FROM kept GROUP BY k"),
        AVERAGE_WITHOUT_A_NAME("CREATE MATERIALIZED VIEW odd AS SELECT k, avg(k) FROM kept GROUP BY k"),
        VIEW_OF_NOTHING("CREATE VIEW odd AS SELECT x FROM nowhere"),
        MATERIALIZED_VIEW_OF_NOTHING("CREATE MATERIALIZED VIEW odd REFRESH MANUAL AS SELECT x FROM nowhere"),
        TWICE(CREATE_ODD + "CREATE TABLE odd (k BIGINT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1"),
        CHANGED_BY_SOMETHING_UNREADABLE(CREATE_ODD + "ALTER TABLE odd ADD COLUMN c DECIMALS"),
        CHANGED_BY_SOMETHING_REFUSED(CREATE_ODD + "ALTER TABLE odd DROP COLUMN nowhere"),
        DROPPED_BEFORE_IT_IS_THERE("DROP TABLE odd;\n" + CREATE_ODD),
        RENAMED_FROM_NOTHING("ALTER TABLE nowhere RENAME odd");

        private final String sql;

        UnreadableStatement(String sql) {
            this.sql = sql;
        }
    }

    @TempDir
    private Path folder;

    private String writeFile(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static void assertRefused(CommandProject project, String place, String... command) {
        assertThat(project.cairn(command)).as(project::out).isEqualTo(1);
        assertThat(project.out()).isEmpty();
        assertThat(project.err()).startsWith("These definitions can't be read:").contains(place);
    }

    /** Requires that only the kept table is planned, and that the other one is named. */
    private static void assertLeftOut(CommandProject project, int exitCode, String... command) {
        assertThat(project.cairn(command)).as(project::err).isEqualTo(exitCode);
        assertThat(project.out()).doesNotContain("odd");
        assertThat(project.err()).contains("not compared: ", "odd");
    }

    @ParameterizedTest
    @EnumSource
    void filesWithUnreadableStatementsAreNotCompared(UnreadableStatement unreadable) throws IOException, SQLException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String partlyReadable = writeFile("partly.sql", CREATE_KEPT + unreadable.sql + ";\n");
        String completeScript = writeFile("whole.sql", CREATE_KEPT + CREATE_ODD);
        String scriptWithoutOdd = writeFile("without.sql", CREATE_KEPT);
        String scriptWithColumn = writeFile("more.sql", CREATE_KEPT.replace("k INT", "k INT, v INT") + CREATE_ODD);
        for (String other : List.of(completeScript, scriptWithoutOdd, partlyReadable)) {
            assertRefused(project, "partly.sql:", "diff", partlyReadable, other);
            assertRefused(project, "partly.sql:", "diff", other, partlyReadable);
            for (String option : List.of("--exclude=odd", "--skip-unreadable")) {
                if (option.equals("--skip-unreadable") || unreadable != UnreadableStatement.RENAMED_FROM_NOTHING) {
                    assertLeftOut(project, 0, "diff", partlyReadable, other, option);
                    assertLeftOut(project, 0, "diff", other, partlyReadable, option);
                }
            }
        }
        assertLeftOut(project, 3, "diff", partlyReadable, scriptWithColumn, "--skip-unreadable");
        assertThat(project.out()).contains("ALTER TABLE `kept` ADD COLUMN `v`");
        assertRefused(project, "partly.sql:", "pull", partlyReadable, "--package=p", "--sources=" + project.sources());
        assertThat(project.sources()).doesNotExist();
        assertThat(project.cairn(
                        "pull", partlyReadable, "--package=p", "--sources=" + project.sources(), "--skip-unreadable"))
                .isZero();
        assertThat(project.out()).contains("Kept.java").doesNotContain("Odd.java");
        assertThat(project.err()).contains("not pulled: ", "odd");

        try (EmbeddedStarRocks server = startServer(CREATE_KEPT + CREATE_ODD)) {
            String url = formatUrl(server);
            assertRefused(project, "partly.sql:", "diff", partlyReadable, url);
            assertRefused(project, "partly.sql:", "diff", url, partlyReadable);
            assertLeftOut(project, 0, "diff", partlyReadable, url, "--skip-unreadable");
            assertLeftOut(project, 0, "diff", url, partlyReadable, "--skip-unreadable");
        }
    }

    @Test
    void objectsWithNamesOfCairnsOwnObjectsAreReported() throws IOException, SQLException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String createTemporary = CREATE_ODD.replace("odd", "odd__cairn_new");
        String kept = writeFile("kept.sql", CREATE_KEPT);
        String declared = writeFile("declared.sql", CREATE_KEPT + createTemporary);
        String renamed =
                writeFile("renamed.sql", CREATE_KEPT + CREATE_ODD + "ALTER TABLE odd RENAME odd__cairn_old;\n");
        assertRefused(project, "declared.sql:2", "diff", kept, declared);
        assertRefused(project, "renamed.sql:3", "diff", kept, renamed);
        assertLeftOut(project, 0, "diff", kept, declared, "--exclude=odd*");
        String rebuilt = writeFile(
                "rebuilt.sql",
                CREATE_KEPT + CREATE_KEPT.replace("kept", "kept__cairn_new").replace("k INT", "k INT, v INT")
                        + "ALTER TABLE kept SWAP WITH kept__cairn_new;\nDROP TABLE kept__cairn_new;\n");
        assertThat(project.cairn("diff", kept, rebuilt)).as(project::err).isEqualTo(3);

        try (EmbeddedStarRocks server =
                startServer(CREATE_KEPT + createTemporary + "CREATE VIEW v__cairn_17 AS SELECT k FROM kept")) {
            assertThat(project.cairn("diff", formatUrl(server), kept))
                    .as(project::err)
                    .isZero();
            assertThat(project.err())
                    .contains("not part of the comparison: the server: table ", "odd__cairn_new: names with __cairn_")
                    .contains("view ", "v__cairn_17");
            assertThat(project.cairn("pull", formatUrl(server), "--package=p", "--sources=" + project.sources()))
                    .isZero();
            assertThat(project.err()).contains("odd__cairn_new", "v__cairn_17");
        }
    }

    @Test
    void aRecordThatReadsAMissingDatabaseIsNamed() throws SQLException {
        CommandProject project = new CommandProject(folder.resolve("project"))
                .write("store/Store.java", """
            package store;
            import dev.cairn.annotation.*;
            @Schema(name = "store", value = {Kept.class, Reader.class})
            public interface Store {}
            """)
                .write("store/Kept.java", """
            package store;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("k") @DistributedByHash(value = "k", buckets = 2)
            public record Kept(int k) {}
            """)
                .write("store/Reader.java", """
            package store;
            import dev.cairn.annotation.*;
            @View(query = "SELECT k FROM store.kept")
            public record Reader(int k) {}
            """)
                .compile();
        try (EmbeddedStarRocks server = startServer("SELECT 1")) {
            assertThat(project.cairn(
                            "diff", formatUrl(server), project.classes().toString()))
                    .isEqualTo(1);
            assertThat(project.err()).contains("shop.reader: Unknown database 'store'");
        }
    }

    /** Neither pull nor diff drops a view only because no record can express it. */
    @Test
    void objectsThatRecordsCannotExpressAreLeftOut() throws IOException, SQLException {
        try (EmbeddedStarRocks server = startServer(CREATE_KEPT + CREATE_ODD
                + "CREATE VIEW odd_view AS SELECT k FROM odd; CREATE VIEW odd_reader AS SELECT k FROM odd_view;"
                + " DROP TABLE odd")) {
            CommandProject project = new CommandProject(folder.resolve("project"));
            assertThat(project.cairn(
                            "pull",
                            formatUrl(server),
                            "--package=p",
                            "--sources=" + project.sources(),
                            "--skip-unreadable"))
                    .isZero();
            assertThat(project.err()).contains("odd_view", "odd_reader");
            project.compile();
            String classes = project.classes().toString();
            assertLeftOut(project, 0, "diff", formatUrl(server), classes, "--skip-unreadable");
            assertThat(project.err()).contains("odd_view", "odd_reader");
            assertLeftOut(project, 0, "diff", classes, formatUrl(server), "--skip-unreadable");
        }
    }

    @ParameterizedTest
    @EnumSource
    void formattingKeepsUnreadableStatements(UnreadableStatement unreadable) throws IOException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String partlyReadable = writeFile("partly.sql", CREATE_KEPT + unreadable.sql + ";\n");
        int exitCode = project.cairn("fmt", partlyReadable);
        assertThat(project.err()).contains("partly.sql");
        if (exitCode == 0) {
            assertThat(project.out()).contains("kept").contains("odd");
        } else {
            assertThat(exitCode).isEqualTo(1);
        }
    }

    /** A statement whose object is unknown may concern anything that only the other side has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREAT TABLE odd (k INT)",
                "SET CATALOG hive",
                "USE hive.db",
                "RESTORE SNAPSHOT db.s FROM repo ON (odd)",
                "ALTER DATABASE db RENAME other",
                "'odd'"
            })
    void statementsWithoutANameMayConcernAnyObject(String sql) throws IOException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String partlyReadable = writeFile("partly.sql", CREATE_KEPT + sql + ";\n");
        String completeScript = writeFile("whole.sql", CREATE_KEPT + CREATE_ODD);
        assertRefused(project, "partly.sql:2", "diff", partlyReadable, completeScript);
        assertRefused(project, "partly.sql:2", "diff", completeScript, partlyReadable, "--exclude=odd");
        assertLeftOut(project, 0, "diff", partlyReadable, completeScript, "--skip-unreadable");
        assertLeftOut(project, 0, "diff", completeScript, partlyReadable, "--skip-unreadable");
    }

    @Test
    void filesThatCannotBeDividedIntoStatementsAreNotCompared() throws IOException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String endlessScript = writeFile("endless.sql", CREATE_KEPT + "CREATE VIEW odd AS SELECT 'x;\n" + CREATE_ODD);
        for (String command : List.of("diff", "fmt", "pull")) {
            String[] arguments = command.equals("diff")
                    ? new String[] {"diff", endlessScript, endlessScript, "--skip-unreadable"}
                    : command.equals("fmt")
                            ? new String[] {"fmt", endlessScript}
                            : new String[] {"pull", endlessScript, "--package=p", "--skip-unreadable"};
            assertThat(project.cairn(arguments)).isEqualTo(1);
            assertThat(project.err()).contains("endless.sql", "A string without its closing '");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO kept VALUES (1)",
                "DELETE FROM kept WHERE k = 1",
                "SELECT 1",
                "SET NAMES utf8mb4",
                "SHOW TABLES",
                "GRANT SELECT ON kept TO USER me",
                "ALTER ROLE r SET COMMENT = 'x'",
                "CREATE FUNCTION f(INT) RETURNS INT PROPERTIES (\"file\" = \"http://h/f.jar\")",
                "CREATE EXTERNAL CATALOG hive PROPERTIES (\"type\" = \"hive\")",
                "CREATE RESOURCE GROUP g TO (user='u') WITH ('cpu_weight' = '1')",
                "CREATE TEMPORARY TABLE t (k INT) DUPLICATE KEY (k)",
                "ADMIN SET FRONTEND CONFIG (\"a\" = \"b\")"
            })
    void irrelevantStatementsAreReportedAndIgnored(String sql) throws IOException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String script = writeFile("some.sql", CREATE_KEPT + sql + ";\n");
        String scriptWithoutOdd = writeFile("without.sql", CREATE_KEPT);
        assertThat(project.cairn("diff", script, scriptWithoutOdd))
                .as(project::err)
                .isZero();
        assertThat(project.err()).contains("not part of the comparison: " + script + ":2: ");
        assertThat(project.cairn("pull", script, "--package=p", "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        assertThat(project.err()).contains("not representable as records: " + script + ":2: ");
        assertThat(project.cairn("fmt", script)).as(project::err).isZero();
        assertThat(project.out()).contains(sql.substring(0, sql.indexOf(' ', sql.indexOf(' ') + 1) < 0 ? 6 : 3));
    }

    @Test
    void unreadableLiveObjectsAreNeitherCreatedNorDropped() throws IOException, SQLException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String completeScript = writeFile("whole.sql", CREATE_KEPT + CREATE_ODD);
        String scriptWithoutOdd = writeFile("without.sql", CREATE_KEPT);
        try (EmbeddedStarRocks server = startServer(CREATE_KEPT + CREATE_ODD)) {
            server.faults()
                    .add(
                            Trigger.matching("SHOW CREATE TABLE `shop`.`odd`.*").every(),
                            Fault.reject(1064, "HY000", "a plugin is missing"));
            String url = formatUrl(server);
            for (String other : List.of(completeScript, scriptWithoutOdd, url)) {
                assertRefused(project, "shop.odd", "diff", url, other);
                assertRefused(project, "shop.odd", "diff", other, url);
                for (String option : List.of("--exclude=odd", "--skip-unreadable")) {
                    assertLeftOut(project, 0, "diff", url, other, option);
                    assertLeftOut(project, 0, "diff", other, url, option);
                }
            }
            assertRefused(project, "shop.odd", "pull", url, "--package=p", "--sources=" + project.sources());
            assertThat(project.cairn("pull", url, "--package=p", "--sources=" + project.sources(), "--exclude=odd"))
                    .isZero();
            assertThat(project.err()).contains("not pulled: the server: shop.odd: ", "a plugin is missing");
        }
    }

    @Test
    void excludedObjectsAreNotPlannedOnEitherSide() throws IOException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String view = "CREATE VIEW reader AS SELECT k FROM odd;\n";
        String completeScript = writeFile("whole.sql", CREATE_KEPT + CREATE_ODD + view);
        String scriptWithoutOdd = writeFile("without.sql", CREATE_KEPT);
        String other = writeFile("other.sql", CREATE_KEPT + CREATE_ODD.replace("INT", "BIGINT") + view);
        assertLeftOut(project, 0, "diff", completeScript, other, "--exclude=odd");
        assertLeftOut(project, 0, "diff", completeScript, scriptWithoutOdd, "--exclude=odd", "--exclude=reader");
        assertLeftOut(project, 0, "diff", scriptWithoutOdd, completeScript, "--exclude=odd", "--exclude=reader");
        assertThat(project.cairn("diff", completeScript, scriptWithoutOdd, "--exclude=reader"))
                .isEqualTo(3);
        assertThat(project.err()).contains("not compared: db.reader: it reads db.odd, which the plan changes");
    }

    @Test
    void aStatementThatAdministersAServerIsNotCompared() throws IOException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String script = writeFile("blacklist.sql", CREATE_KEPT + "DELETE SQLBLACKLIST 1;\nDELETE BACKEND BLACKLIST 1;");
        String other = writeFile("other.sql", CREATE_KEPT);
        assertThat(project.cairn("diff", script, other)).isZero();
        assertThat(project.err()).contains("DELETE SQLBLACKLIST 1 (and 1 more): they administer a server");
    }

    @Test
    void aPlanThatChangesAnExcludedObjectIsRefused() throws IOException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String view = "CREATE MATERIALIZED VIEW reader REFRESH MANUAL AS SELECT k FROM odd;\n";
        String script = writeFile("whole.sql", CREATE_ODD + view);
        String other = writeFile("other.sql", CREATE_ODD.replace("INT", "BIGINT") + view);
        assertThat(project.cairn("diff", script, other, "--exclude=reader")).isEqualTo(1);
        assertThat(project.err())
                .startsWith("The plan would change objects that are not compared:\n  db.reader: ")
                .contains("require ALTER MATERIALIZED VIEW `reader` ACTIVE")
                .doesNotContain("read:", "--skip-unreadable");
    }

    @Test
    void dumpsWithAndWithoutUseStatementsAreComparable() throws IOException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String plainScript = writeFile("plain.sql", CREATE_KEPT + "CREATE VIEW v AS SELECT k FROM kept;");
        String dumpScript = writeFile("dump.sql", "USE shop;\n" + CREATE_KEPT + "CREATE VIEW v AS SELECT k FROM kept;");
        String creatingScript =
                writeFile("made.sql", "CREATE DATABASE shop;\n" + Files.readString(Path.of(dumpScript)));
        for (String from : List.of(plainScript, dumpScript, creatingScript)) {
            for (String to : List.of(plainScript, dumpScript, creatingScript)) {
                assertThat(project.cairn("diff", from, to))
                        .as(() -> project.out() + project.err())
                        .isZero();
            }
        }
    }

    private static EmbeddedStarRocks startServer(String script) throws SQLException {
        EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()));
        server.createDatabase("shop");
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                Statement statement = connection.createStatement()) {
            for (String sql : script.strip().split(";", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
        return server;
    }

    private static String formatUrl(EmbeddedStarRocks server) {
        return "starrocks://root@127.0.0.1:" + server.port() + "/shop";
    }
}
