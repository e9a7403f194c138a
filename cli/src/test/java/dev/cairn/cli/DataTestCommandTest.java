package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import java.io.IOException;
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

/** The command {@code cairn test}. */
class DataTestCommandTest {
    @AutoClose
    private final EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()));

    @TempDir
    private Path folder;

    private CommandProject project;

    @BeforeEach
    void createSchema() throws SQLException {
        server.createDatabase("shop");
        project = new CommandProject(folder);
        project.environment.put("CAIRN_URL", "starrocks://root@127.0.0.1:" + server.port() + "/shop");
        project.write("shop/Shop.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = {Account.class, Rich.class})
            public interface Shop {}
            """);
        project.write("shop/Account.java", """
            package shop;
            import dev.cairn.annotation.*;
            import dev.cairn.annotation.datatest.*;
            @Table @PrimaryKey("id") @DistributedByHash(value = "id", buckets = 2)
            @Check("points >= 0")
            @Check(name = "a known state", value = "state IN ('NEW', 'OLD')")
            public record Account(long id, Integer points, String state) {}
            """);
        project.write("shop/Rich.java", """
            package shop;
            import dev.cairn.annotation.*;
            import dev.cairn.annotation.datatest.*;
            @View(query = "SELECT id, points FROM account WHERE points > 100")
            @Check("points > 100")
            public record Rich(Long id, Integer points) {}
            """);
        project.record("initial").compile();
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        execute("INSERT INTO account VALUES (1, 5, 'NEW'), (2, NULL, NULL), (3, 101, 'OLD')");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:mysql://127.0.0.1:" + server.port() + "/shop?user=root");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void allTestsPassAndNullPasses() {
        assertThat(project.cairnWithClasses("test")).as(project::err).isZero();

        assertThat(project.out()).isEqualTo("""
            ok    account: points >= 0
            ok    account: a known state
            ok    rich: points > 100
            3 data tests, none failed.
            """);
    }

    @Test
    void failingRowsAreCountedAndShown() throws SQLException {
        execute("INSERT INTO account VALUES (4, -1, 'NEW'), (5, -2, NULL)");

        assertThat(project.cairnWithClasses("test", "--rows=5", "account: points >= 0"))
                .isEqualTo(3);

        assertThat(project.out())
                .startsWith("""
                    FAIL  account: points >= 0
                          2 rows fail
                          SELECT * FROM `account` WHERE NOT (points >= 0)
                          id  points  state
                    """)
                .contains("      4   -1      NEW\n", "      5   -2      NULL\n")
                .endsWith("1 data test, 1 failed.\n");
    }

    @Test
    void failingRowsDoNotControlTheTerminal() throws SQLException {
        execute("INSERT INTO account VALUES (4, 1, concat('x', char(27), '[31m', char(10), 'y'))");

        assertThat(project.cairnWithClasses("test", "--rows=1", "account: a known state"))
                .isEqualTo(3);

        assertThat(project.out()).contains("      4   1       x\\u001b[31m\\ny\n");
    }

    @Test
    void resultsAreWrittenAsJsonAndAsJunit() throws SQLException, IOException {
        execute("INSERT INTO account VALUES (4, 1, 'GONE')");
        Path junit = folder.resolve("reports/data.xml");

        assertThat(project.cairnWithClasses("test", "--json", "--rows=1", "--junit=" + junit))
                .isEqualTo(3);

        assertThat(project.out()).contains("\"failing\":1", "[[\"4\",\"1\",\"GONE\"]]");
        assertThat(Files.readString(junit))
                .contains(
                        "<testsuite name=\"data tests of shop\" tests=\"3\" failures=\"1\" errors=\"0\"",
                        "<testcase classname=\"shop.account\" name=\"points &gt;= 0\"",
                        "<failure message=\"1 row fails\">",
                        "4, 1, GONE");
    }

    @Test
    void theTimesOfFailingRowsHaveTheirMicroseconds() throws SQLException {
        execute("DROP VIEW rich");
        execute("CREATE VIEW rich AS SELECT id, points, CAST('2024-01-01 10:00:00.123456' AS DATETIME) AS at"
                + " FROM account");

        assertThat(project.cairnWithClasses("test", "rich", "--json", "--rows=1"))
                .isEqualTo(3);

        assertThat(project.out()).contains("\"2024-01-01 10:00:00.123456\"").doesNotContain("10:00:00.0");
    }

    @Test
    void aTestThatCannotRunIsAnError() throws SQLException {
        execute("DROP VIEW rich");

        assertThat(project.cairnWithClasses("test", "--connections=1")).isEqualTo(1);

        assertThat(project.out()).contains("FAIL  rich: points > 100\n      error: ", "3 data tests, 1 failed.");
    }

    @Test
    void anUnknownNameIsAnErrorOfUse() {
        assertThat(project.cairnWithClasses("test", "acount")).isEqualTo(2);

        assertThat(project.err()).contains("The schema shop has no data test", "'acount'");
    }
}
