package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kinds of data tests that {@code cairn test} runs, and its samples and limits. */
class DataTestKindsTest {
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
            @Schema(name = "shop", value = {Account.class, Order.class, BigOrder.class})
            public interface Shop {}
            """);
        project.write("shop/Account.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash(value = "id", buckets = 2)
            @Property(name = "unique_constraints", value = "email")
            public record Account(long id, @Varchar(50) String email, Tier tier) {
                public enum Tier { FREE, PAID }
            }
            """);
        project.write("shop/Order.java", """
            package shop;
            import dev.cairn.annotation.*;
            import dev.cairn.annotation.datatest.*;
            import java.time.LocalDate;
            @Table(name = "orders") @DuplicateKey({"id", "day"}) @PartitionBy("date_trunc('day', day)")
            @DistributedByHash(value = "id", buckets = 2)
            @Property(name = "foreign_key_constraints", value = "(account_id) REFERENCES account(id)")
            @Unique("id")
            @Fresh(column = "day", within = "P2D")
            public record Order(long id, LocalDate day, Long accountId) {}
            """);
        project.write("shop/BigOrder.java", """
            package shop;
            import dev.cairn.annotation.*;
            import dev.cairn.annotation.datatest.*;
            @View(query = "SELECT id, account_id FROM orders WHERE id > 100")
            @References(column = "account_id", value = Account.class)
            public record BigOrder(Long id, Long accountId) {}
            """);
        project.record("initial").compile();
        assertThat(project.cairnWithClasses("upgrade")).as(project::err).isZero();
        execute("INSERT INTO account VALUES (1, 'a@x', 'FREE'), (2, NULL, NULL), (3, NULL, 'PAID')");
        execute(
                "INSERT INTO orders VALUES (1, days_sub(curdate(), 3), 1), (2, days_sub(curdate(), 2), 3), (3, curdate(), NULL)");
    }

    private void execute(String sql) throws SQLException {
        String url = "jdbc:mysql://127.0.0.1:" + server.port() + "/shop?user=root";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void allKindsPassAndNullPasses() {
        assertThat(project.cairnWithClasses("test")).as(project::err).isZero();

        assertThat(project.out()).isEqualTo("""
            ok    account: unique (email)
            ok    account: tier is a Tier
            ok    orders: unique (id)
            ok    orders: day within P2D
            ok    orders: account_id references account (id)
            ok    big_order: account_id references account (id)
            6 data tests, none failed.
            """);
    }

    @Test
    void valuesThatSeveralRowsHaveAreShownWithTheirNumber() throws SQLException {
        execute("INSERT INTO account VALUES (4, 'a@x', 'FREE'), (5, 'a@x', 'FREE')");

        assertThat(project.cairnWithClasses("test", "--rows=5", "account: unique (email)"))
                .isEqualTo(3);

        assertThat(project.out()).isEqualTo("""
            FAIL  account: unique (email)
                  1 value occurs several times
                  SELECT /*+ SET_VAR(enable_eliminate_agg = false) */ `email`, count(*) AS `occurrences` FROM `account` \
            WHERE `email` IS NOT NULL GROUP BY `email` HAVING count(*) > 1
                  email  occurrences
                  a@x    3
            1 data test, 1 failed.
            """);
    }

    @Test
    void aTextThatIsNoConstantFails() throws SQLException {
        execute("INSERT INTO account VALUES (4, 'd', 'GOLD')");

        assertThat(project.cairnWithClasses("test", "--rows=5", "account")).isEqualTo(3);

        assertThat(project.out())
                .contains("SELECT * FROM `account` WHERE `tier` NOT IN ('FREE', 'PAID')\n", "4   d      GOLD\n");
    }

    @Test
    void rowsThatReferToNoRowFail() throws SQLException {
        execute("INSERT INTO orders VALUES (101, curdate(), 7), (102, curdate(), 8)");

        assertThat(project.cairnWithClasses(
                        "test", "--rows=5", "big_order", "orders: account_id references account (id)"))
                .isEqualTo(3);

        assertThat(project.out())
                .contains("""
                    FAIL  big_order: account_id references account (id)
                          2 rows fail
                          SELECT own.* FROM `big_order` AS own LEFT ANTI JOIN `account` AS other ON other.`id` = own.`account_id` \
                    WHERE own.`account_id` IS NOT NULL
                          id   account_id
                    """, "      101  7\n", "      102  8\n")
                .endsWith("2 data tests, 2 failed.\n");
    }

    @Test
    void theNewestTimeIsShownIfItIsTooOld() throws SQLException {
        execute("TRUNCATE TABLE orders");
        assertThat(project.cairnWithClasses("test", "orders: day within P2D")).isEqualTo(3);
        assertThat(project.out()).contains("there is no newer row\n", "      NULL    ");

        execute("INSERT INTO orders VALUES (1, '2024-01-31', 1)");
        assertThat(project.cairnWithClasses("test", "orders: day within P2D")).isEqualTo(3);
        assertThat(project.out()).contains("      newest      earliest_permitted\n      2024-01-31  20");

        execute("INSERT INTO orders VALUES (2, '2999-01-31', 1)");
        assertThat(project.cairnWithClasses("test", "orders: day within P2D"))
                .as("a row of the future is no news")
                .isEqualTo(3);
        assertThat(project.out()).contains("      2024-01-31  20");
    }

    @Test
    void aSampleReadsTheNewestPartitionsWithRowsAndSaysSo() throws SQLException {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        execute("INSERT INTO orders VALUES (9, '2024-01-31', 7), (9, '2024-01-31', 7), (10, '" + today + "', 8)");

        assertThat(project.cairnWithClasses("test", "--partitions=2", "--rows=5"))
                .isEqualTo(3);

        assertThat(project.out())
                .contains(
                        "ok    orders: unique (id) (in the newest 2 of 4 partitions)\n",
                        "ok    orders: day within P2D\n",
                        "      1 row fails in the newest 2 of 4 partitions\n",
                        "FROM `orders` PARTITION (`p",
                        "10  " + today)
                .doesNotContain("9   2024");
        assertThat(project.cairnWithClasses("test", "--partitions=9", "orders: unique (id)"))
                .isEqualTo(3);
        assertThat(project.out()).contains("1 value occurs several times\n");
    }

    @Test
    void aTimeoutHasAUnitAndIsAtLeastASecond() {
        assertThat(project.cairnWithClasses("test", "--query-timeout=30s")).isZero();
        assertThat(project.cairnWithClasses("test", "--query-timeout=soon")).isEqualTo(2);
        assertThat(project.err()).contains("--query-timeout must be a number of seconds, or a number with");
        assertThat(project.cairnWithClasses("test", "--query-timeout=0")).isEqualTo(2);
        assertThat(project.err()).contains("--query-timeout must be at least 1s, but was 0.");
    }
}
