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
    private static final String KEPT =
            "CREATE TABLE kept (k INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1;\n";

    private static final String ODD = "CREATE TABLE odd (k INT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1;\n";

    /** Each is about the table {@code odd}. */
    private enum Unreadable {
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
        TWICE(ODD + "CREATE TABLE odd (k BIGINT) DUPLICATE KEY (k) DISTRIBUTED BY HASH (k) BUCKETS 1"),
        CHANGED_BY_SOMETHING_UNREADABLE(ODD + "ALTER TABLE odd ADD COLUMN c DECIMALS"),
        CHANGED_BY_SOMETHING_REFUSED(ODD + "ALTER TABLE odd DROP COLUMN nowhere"),
        DROPPED_BEFORE_IT_IS_THERE("DROP TABLE odd;\n" + ODD),
        RENAMED_FROM_NOTHING("ALTER TABLE nowhere RENAME odd");

        private final String sql;

        Unreadable(String sql) {
            this.sql = sql;
        }
    }

    @TempDir
    private Path folder;

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static void isRefused(CommandProject project, String place, String... command) {
        assertThat(project.cairn(command)).as(project::out).isEqualTo(1);
        assertThat(project.out()).isEmpty();
        assertThat(project.err()).startsWith("These definitions can't be read:").contains(place);
    }

    /** Nothing but the kept table is planned, and the other one is named. */
    private static void isLeftOut(CommandProject project, int code, String... command) {
        assertThat(project.cairn(command)).as(project::err).isEqualTo(code);
        assertThat(project.out()).doesNotContain("odd");
        assertThat(project.err()).contains("not compared: ", "odd");
    }

    @ParameterizedTest
    @EnumSource
    void filesWithUnreadableStatementsAreNotCompared(Unreadable unreadable) throws IOException, SQLException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String partly = file("partly.sql", KEPT + unreadable.sql + ";\n");
        String whole = file("whole.sql", KEPT + ODD);
        String without = file("without.sql", KEPT);
        String more = file("more.sql", KEPT.replace("k INT", "k INT, v INT") + ODD);
        for (String other : List.of(whole, without, partly)) {
            isRefused(project, "partly.sql:", "diff", partly, other);
            isRefused(project, "partly.sql:", "diff", other, partly);
            for (String agreed : List.of("--exclude=odd", "--skip-unreadable")) {
                if (agreed.equals("--skip-unreadable") || unreadable != Unreadable.RENAMED_FROM_NOTHING) {
                    isLeftOut(project, 0, "diff", partly, other, agreed);
                    isLeftOut(project, 0, "diff", other, partly, agreed);
                }
            }
        }
        isLeftOut(project, 3, "diff", partly, more, "--skip-unreadable");
        assertThat(project.out()).contains("ALTER TABLE `kept` ADD COLUMN `v`");
        isRefused(project, "partly.sql:", "pull", partly, "--package=p", "--sources=" + project.sources());
        assertThat(project.sources()).doesNotExist();
        assertThat(project.cairn("pull", partly, "--package=p", "--sources=" + project.sources(), "--skip-unreadable"))
                .isZero();
        assertThat(project.out()).contains("Kept.java").doesNotContain("Odd.java");
        assertThat(project.err()).contains("not pulled: ", "odd");

        try (EmbeddedStarRocks server = server(KEPT + ODD)) {
            String url = url(server);
            isRefused(project, "partly.sql:", "diff", partly, url);
            isRefused(project, "partly.sql:", "diff", url, partly);
            isLeftOut(project, 0, "diff", partly, url, "--skip-unreadable");
            isLeftOut(project, 0, "diff", url, partly, "--skip-unreadable");
        }
    }

    /** Neither pull nor diff drops a view only because no record can express it. */
    @Test
    void whatRecordsCannotExpressIsLeftOutToo() throws IOException, SQLException {
        try (EmbeddedStarRocks server = server(KEPT + ODD
                + "CREATE VIEW odd_view AS SELECT k FROM odd; CREATE VIEW odd_reader AS SELECT k FROM odd_view;"
                + " DROP TABLE odd")) {
            CommandProject project = new CommandProject(folder.resolve("project"));
            assertThat(project.cairn(
                            "pull", url(server), "--package=p", "--sources=" + project.sources(), "--skip-unreadable"))
                    .isZero();
            assertThat(project.err()).contains("odd_view", "odd_reader");
            project.compile();
            String classes = project.classes().toString();
            isLeftOut(project, 0, "diff", url(server), classes, "--skip-unreadable");
            assertThat(project.err()).contains("odd_view", "odd_reader");
            isLeftOut(project, 0, "diff", classes, url(server), "--skip-unreadable");
        }
    }

    @ParameterizedTest
    @EnumSource
    void formattingKeepsUnreadableStatements(Unreadable unreadable) throws IOException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String partly = file("partly.sql", KEPT + unreadable.sql + ";\n");
        int code = project.cairn("fmt", partly);
        assertThat(project.err()).contains("partly.sql");
        if (code == 0) {
            assertThat(project.out()).contains("kept").contains("odd");
        } else {
            assertThat(code).isEqualTo(1);
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
        String partly = file("partly.sql", KEPT + sql + ";\n");
        String whole = file("whole.sql", KEPT + ODD);
        isRefused(project, "partly.sql:2", "diff", partly, whole);
        isRefused(project, "partly.sql:2", "diff", whole, partly, "--exclude=odd");
        isLeftOut(project, 0, "diff", partly, whole, "--skip-unreadable");
        isLeftOut(project, 0, "diff", whole, partly, "--skip-unreadable");
    }

    @Test
    void filesThatCannotBeDividedIntoStatementsAreNotCompared() throws IOException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String endless = file("endless.sql", KEPT + "CREATE VIEW odd AS SELECT 'x;\n" + ODD);
        for (String command : List.of("diff", "fmt", "pull")) {
            String[] call = command.equals("diff")
                    ? new String[] {"diff", endless, endless, "--skip-unreadable"}
                    : command.equals("fmt")
                            ? new String[] {"fmt", endless}
                            : new String[] {"pull", endless, "--package=p", "--skip-unreadable"};
            assertThat(project.cairn(call)).isEqualTo(1);
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
        String some = file("some.sql", KEPT + sql + ";\n");
        String without = file("without.sql", KEPT);
        assertThat(project.cairn("diff", some, without)).as(project::err).isZero();
        assertThat(project.err()).contains("not part of the comparison: " + some + ":2: ");
        assertThat(project.cairn("pull", some, "--package=p", "--sources=" + project.sources()))
                .as(project::err)
                .isZero();
        assertThat(project.err()).contains("not representable as records: " + some + ":2: ");
        assertThat(project.cairn("fmt", some)).as(project::err).isZero();
        assertThat(project.out()).contains(sql.substring(0, sql.indexOf(' ', sql.indexOf(' ') + 1) < 0 ? 6 : 3));
    }

    @Test
    void unreadableLiveObjectsAreNeitherCreatedNorDropped() throws IOException, SQLException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String whole = file("whole.sql", KEPT + ODD);
        String without = file("without.sql", KEPT);
        try (EmbeddedStarRocks server = server(KEPT + ODD)) {
            server.faults()
                    .add(
                            Trigger.matching("SHOW CREATE TABLE `shop`.`odd`.*").every(),
                            Fault.refuse(1064, "HY000", "a plugin is missing"));
            String url = url(server);
            for (String other : List.of(whole, without, url)) {
                isRefused(project, "shop.odd", "diff", url, other);
                isRefused(project, "shop.odd", "diff", other, url);
                for (String agreed : List.of("--exclude=odd", "--skip-unreadable")) {
                    isLeftOut(project, 0, "diff", url, other, agreed);
                    isLeftOut(project, 0, "diff", other, url, agreed);
                }
            }
            isRefused(project, "shop.odd", "pull", url, "--package=p", "--sources=" + project.sources());
            assertThat(project.cairn("pull", url, "--package=p", "--sources=" + project.sources(), "--exclude=odd"))
                    .isZero();
            assertThat(project.err()).contains("not pulled: the server: shop.odd: ", "a plugin is missing");
        }
    }

    @Test
    void excludedObjectsAreNotPlannedOnEitherSide() throws IOException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String view = "CREATE VIEW reader AS SELECT k FROM odd;\n";
        String whole = file("whole.sql", KEPT + ODD + view);
        String without = file("without.sql", KEPT);
        String other = file("other.sql", KEPT + ODD.replace("INT", "BIGINT") + view);
        isLeftOut(project, 0, "diff", whole, other, "--exclude=odd");
        isLeftOut(project, 0, "diff", whole, without, "--exclude=odd", "--exclude=reader");
        isLeftOut(project, 0, "diff", without, whole, "--exclude=odd", "--exclude=reader");
        assertThat(project.cairn("diff", whole, without, "--exclude=reader")).isEqualTo(3);
        assertThat(project.err()).contains("not compared: db.reader: it reads db.odd, which the plan changes");
    }

    @Test
    void dumpsWithAndWithoutUseStatementsAreComparable() throws IOException {
        CommandProject project = new CommandProject(folder.resolve("project"));
        String plain = file("plain.sql", KEPT + "CREATE VIEW v AS SELECT k FROM kept;");
        String dump = file("dump.sql", "USE shop;\n" + KEPT + "CREATE VIEW v AS SELECT k FROM kept;");
        String created = file("made.sql", "CREATE DATABASE shop;\n" + Files.readString(Path.of(dump)));
        for (String from : List.of(plain, dump, created)) {
            for (String to : List.of(plain, dump, created)) {
                assertThat(project.cairn("diff", from, to))
                        .as(() -> project.out() + project.err())
                        .isZero();
            }
        }
    }

    private static EmbeddedStarRocks server(String script) throws SQLException {
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

    private static String url(EmbeddedStarRocks server) {
        return "starrocks://root@127.0.0.1:" + server.port() + "/shop";
    }
}
