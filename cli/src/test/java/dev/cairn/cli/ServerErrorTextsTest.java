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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of errors of commands that need a server. */
class ServerErrorTextsTest {
    private static final String OWNED_STATE =
            "head=0: run= done= doing= owner=%1$s by=%1$s lease=30000" + " profile=4.1/shared-nothing history=0:0 log=";

    @TempDir
    private Path folder;

    @AutoClose
    private EmbeddedStarRocks server;

    private CommandProject project;
    private Transcript transcript;

    @BeforeEach
    void startServer() {
        server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()).user("app", "secret"));
        server.createDatabase("shop");
        project = new CommandProject(folder);
        project.environment.put("CAIRN_URL", formatUrl("shop"));
        transcript = new Transcript(project);
    }

    private String formatUrl(String database) {
        return "starrocks://root@127.0.0.1:" + server.port() + "/" + database;
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns the name of the ledger's only state. */
    private String readStateName() throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                Statement statement = connection.createStatement();
                ResultSet states = statement.executeQuery("SHOW TABLES LIKE '__cairn_shop_0%'")) {
            states.next();
            return states.getString(1);
        }
    }

    private void assertMatchesGoldenFile(String name) throws IOException {
        transcript.assertMatchesGoldenFile(name, server.port());
    }

    private void recordTwoMigrations() {
        project.writeShop("long id, String note")
                .record("initial")
                .writeShop("long id, String note, Integer points")
                .record("add points")
                .compile();
    }

    @Test
    void anUnreachableServerIsReported() throws IOException {
        recordTwoMigrations();
        transcript
                .cairnWithClasses("no server listens", "status", "--url=starrocks://root@127.0.0.1:1/shop")
                .cairnWithClasses("an unknown host", "status", "--url=starrocks://root@no.such.host.invalid/shop")
                .cairnWithClasses("a URL that names no database", "status", "--url=" + formatUrl(""))
                .cairnWithClasses("an unknown database", "status", "--url=" + formatUrl("shops"))
                .cairnWithClasses("an unknown user", "status", "--user=nobody");
        project.environment.put("CAIRN_PASSWORD", "wrong");
        transcript
                .cairnWithClasses("a wrong password", "upgrade", "--user=app")
                .cairn("the same", "pull", "--package=p", "--user=app", "--sources=" + project.sources())
                .cairn("the same", "diff", formatUrl("shop"), project.classes().toString(), "--user=app");
        assertMatchesGoldenFile("unreachable");
    }

    @Test
    void anOutageIsReportedOnce() {
        recordTwoMigrations();
        AtomicBoolean isLost = new AtomicBoolean();
        server.faults()
                .add(
                        Trigger.of(statement -> statement.text().startsWith("CREATE TABLE `account`")
                                && isLost.compareAndSet(false, true)),
                        Fault.cutBefore());
        server.faults() // the first query of Connector/J
                .add(
                        Trigger.of(statement -> isLost.get() && statement.text().contains("auto_increment_increment")),
                        Fault.cutBefore());
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        assertThat((project.out() + project.err()).lines().filter(line -> line.contains("can't be reached")))
                .singleElement()
                .asString()
                .startsWith("warning: The server can't be reached, waiting for it for up to 5 min: ");
    }

    @Test
    void anUnfinishedRunIsReported() throws IOException, SQLException {
        recordTwoMigrations();
        project.writeShop("long id, String note, Long points")
                .record("more points")
                .compile();
        transcript.cairnWithClasses("more versions than exist", "upgrade", "+9");
        server.faults().add(Trigger.matching("ALTER TABLE `account` ADD.*"), Fault.reject(1064, "HY000", "No backend"));
        transcript
                .cairnWithClasses("the server refuses a step", "upgrade")
                .cairnWithClasses("a migration is in progress", "status");
        execute("ALTER TABLE account ADD COLUMN points STRING");
        transcript
                .cairnWithClasses("the database was changed by hand", "upgrade")
                .cairnWithClasses("what differs", "check");
        execute("ALTER TABLE account DROP COLUMN points");
        server.faults().add(Trigger.matching("ALTER TABLE `account` MODIFY.*"), Fault.failJob("disk full"));
        transcript.cairnWithClasses("the server cancels its job", "upgrade");
        assertMatchesGoldenFile("steps");
    }

    @Test
    void missingConsentIsReported() throws IOException, SQLException {
        recordTwoMigrations();
        transcript
                .cairnWithClasses("no terminal for questions", "stamp", "1")
                .cairnWithClasses("no terminal for questions", "baseline");
        project.cairnWithClasses("upgrade");
        transcript
                .cairnWithClasses("what destroys data", "downgrade", "base")
                .cairnWithClasses("a ledger without an owner", "unlock");
        project.defaultAnswer = "no";
        transcript
                .cairnWithClasses("the answer is no", "stamp", "1")
                .cairnWithClasses("a stamp at an earlier migration", "stamp", "1", "--yes");
        assertMatchesGoldenFile("consent");
    }

    @Test
    void aHeldOrUnknownLedgerIsReported() throws IOException, SQLException {
        recordTwoMigrations();
        String ownedState = OWNED_STATE.formatted("deploy@ci/7c9e6679-7425-40de-944b-e07fc1f90ae7");
        execute("CREATE VIEW __cairn_shop_00000001 COMMENT \"cairn=1 " + ownedState + "\" AS SELECT 1");
        transcript
                .cairnWithClasses("another migrator holds the ledger", "upgrade", "--patience=0")
                .cairnWithClasses("the same", "stamp", "1", "--yes", "--patience=0")
                .cairnWithClasses("the same", "status")
                .cairnWithClasses("the same", "unlock");
        execute(
                "DROP VIEW __cairn_shop_00000001",
                "CREATE VIEW __cairn_shop_00000002 COMMENT \"cairn=3 " + ownedState + "\" AS SELECT 1");
        transcript.cairnWithClasses("the ledger has a later format", "upgrade").cairnWithClasses("the same", "history");
        execute("DROP VIEW __cairn_shop_00000002", "CREATE VIEW __cairn_shop_00000003 COMMENT \"mine\" AS SELECT 1");
        transcript.cairnWithClasses("a view that is not a ledger", "status");
        execute("DROP VIEW __cairn_shop_00000003");
        project.cairnWithClasses("upgrade");
        execute("DROP VIEW " + readStateName());
        transcript
                .cairnWithClasses("the state is missing", "upgrade")
                .cairnWithClasses("the same", "status")
                .cairnWithClasses("the state is written again", "stamp", "2", "--yes")
                .cairnWithClasses("all is as before", "check");
        execute(
                "INSERT INTO account VALUES (1, 'one', 1)",
                "DROP VIEW " + readStateName(),
                "DROP VIEW __cairn_shop_history");
        transcript
                .cairnWithClasses("no view of the ledger", "upgrade")
                .cairnWithClasses("the same", "plan")
                .cairnWithClasses("a baseline begins it again", "baseline", "--yes")
                .cairnWithClasses("all is as before", "upgrade");
        assertMatchesGoldenFile("ledger");
    }

    @Test
    void anUnknownHistoryIsReported() throws IOException, SQLException {
        recordTwoMigrations();
        project.cairnWithClasses("upgrade");
        transcript.cairnWithClasses("a database with a ledger", "baseline", "--yes");
        Files.delete(project.sources().resolve("shop/migrations/V0002AddPoints.java"));
        project.writeShop("long id, String note").compile();
        transcript
                .cairnWithClasses("the database is at a newer version", "upgrade")
                .cairnWithClasses("the same", "check")
                .cairnWithClasses("the same", "downgrade", "base", "--destructive")
                .cairnWithClasses("the same", "downgrade", "-1");
        project.writeShop("long id, String note, Long points")
                .record("add long points")
                .compile();
        transcript
                .cairnWithClasses("migrations of another branch", "status")
                .cairnWithClasses("the same", "upgrade")
                .cairnWithClasses("the same", "check")
                .cairnWithClasses("the same", "plan");
        project.writeShop("long id, String note, Long points, String city").compile();
        transcript.cairnWithClasses("unrecorded changes", "upgrade");
        assertMatchesGoldenFile("history");
    }

    @Test
    void driftIsReported() throws IOException, SQLException {
        recordTwoMigrations();
        transcript.cairnWithClasses("nothing was run", "check");
        project.cairnWithClasses("upgrade");
        execute("ALTER TABLE account COMMENT = 'by hand'", "ALTER TABLE account ADD COLUMN city STRING");
        transcript
                .cairnWithClasses("changed by hand", "check")
                .cairn("the same", "diff", formatUrl("shop"), project.classes().toString());
        server.dropDatabase("shop");
        server.createDatabase("shop");
        execute("CREATE TABLE account (id BIGINT NOT NULL) PRIMARY KEY (id) DISTRIBUTED BY HASH (id) BUCKETS 2");
        transcript
                .cairnWithClasses("a ledger for what is not so", "baseline", "--yes")
                .cairnWithClasses("the name is taken", "upgrade");
        assertMatchesGoldenFile("drift");
    }

    @Test
    void placeholdersWithoutValuesAreReported() throws IOException {
        project.write("shop/Shop.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = Account.class)
            public interface Shop {}
            """)
                .write("shop/Account.java", """
                    package shop;
                    import dev.cairn.annotation.*;
                    @Table @PrimaryKey("id") @DistributedByHash(value = "id", buckets = 2)
                    @Property(name = "replication_num", value = "${replicas}")
                    public record Account(long id) {}
                    """)
                .record("initial")
                .compile();
        transcript
                .cairnWithClasses("one without a value", "upgrade")
                .cairnWithClasses("the same", "sql")
                .cairnWithClasses("a value that the server would refuse", "upgrade", "--placeholder=replicas=many")
                .cairnWithClasses("a name that the schema does not have", "upgrade", "--placeholder=replica=1");
        assertMatchesGoldenFile("placeholders");
    }
}
