package dev.cairn.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
import dev.cairn.embedded.junit.FreshDatabase;
import dev.cairn.golden.GoldenMessages;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Views and materialized views are listed, read, replaced and refreshed. */
@ExtendWith(EmbeddedStarRocksExtension.class)
class ViewTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private String database;

    @AutoClose
    private Client client;

    @BeforeEach
    void fill(FreshDatabase freshDatabase) throws SQLException {
        database = freshDatabase.name();
        client = Client.of(freshDatabase.jdbcUrl());
        client.run(
                "CREATE TABLE orders (id BIGINT, d DATE, price DECIMAL(10,2), city VARCHAR(20) NOT NULL)"
                        + " DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 4",
                "CREATE VIEW cheap (number, price COMMENT 'in euros') COMMENT 'c'"
                        + " AS SELECT id, price FROM orders WHERE price < 10",
                "CREATE MATERIALIZED VIEW daily REFRESH MANUAL AS SELECT d, sum(price) AS total FROM orders GROUP BY d");
    }

    @Test
    void aRefreshedRangeIsOneOfTheTypeOfThePartitions() throws SQLException {
        client.run(
                "CREATE TABLE visit (d DATE, n INT) DUPLICATE KEY(d) PARTITION BY date_trunc('day', d)"
                        + " DISTRIBUTED BY HASH(d)",
                "CREATE MATERIALIZED VIEW visits PARTITION BY d REFRESH DEFERRED MANUAL AS"
                        + " SELECT d, sum(n) AS total FROM visit GROUP BY d");
        String refresh = "REFRESH MATERIALIZED VIEW visits PARTITION START ";

        for (String range : List.of(
                "('2026-02-01') END ('2026-01-01')",
                "('2026-02-01') END ('2026-02-01')",
                "('2026-02-28') END ('2026-02-30')",
                "('abc') END ('2026-01-01')",
                "('2026-1-1') END ('2026-02-01')",
                "('2026-01-01T00:00:00') END ('2026-02-01')",
                "('1') END ('2')")) {
            assertThat(client.refusal(refresh + range + " FORCE").message())
                    .as(range)
                    .contains("Batch build partition");
        }
        client.run(
                refresh + "('2026-01-01') END ('2026-02-01') FORCE",
                refresh + "('20260101') END ('2026-02-30') FORCE",
                refresh + "('20260101000000') END ('2026-01-01 00:00:00.000001')");
    }

    @Test
    void aFailedRefreshIsFollowedByOneOfAllPartitions() throws SQLException {
        client.run(
                "CREATE TABLE reading (d DATE, n INT) PRIMARY KEY(d) PARTITION BY date_trunc('day', d)"
                        + " DISTRIBUTED BY HASH(d)",
                "CREATE MATERIALIZED VIEW readings PARTITION BY d REFRESH DEFERRED MANUAL AS"
                        + " SELECT d, assert_true(n > 0) AS positive FROM reading",
                "INSERT INTO reading VALUES ('2026-01-01', 1), ('2026-01-02', -1)");
        client.refusal("REFRESH MATERIALIZED VIEW readings WITH SYNC MODE");
        client.run("DELETE FROM reading WHERE d = '2026-01-02'");

        assertThat(client.refusal("REFRESH MATERIALIZED VIEW readings PARTITION START ('2026-01-01')"
                                + " END ('2026-01-02') WITH SYNC MODE")
                        .message())
                .contains("Refresh the whole view");
        client.run("REFRESH MATERIALIZED VIEW readings WITH SYNC MODE");
        assertThat(client.value("SELECT count(*) FROM readings")).isEqualTo("1");
    }

    @Test
    void viewsAreListedWithTables() throws SQLException {
        assertThat(client.rows("SHOW FULL TABLES"))
                .containsExactlyInAnyOrder(row("cheap", "VIEW"), row("daily", "VIEW"), row("orders", "BASE TABLE"));
        assertThat(client.rows("DESC cheap"))
                .containsExactly(
                        row("number", "bigint", "YES", "false", null, ""),
                        row("price", "decimal(10,2)", "YES", "false", null, ""));
        assertThat(client.rows("SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.views WHERE TABLE_SCHEMA = '"
                        + database + "'"))
                .containsExactly(row("cheap", "SELECT id, price FROM orders WHERE price < 10"));
        assertThat(client.rows("SHOW CREATE VIEW cheap").get(0).get(1))
                .isEqualTo("CREATE VIEW `cheap` (`number`, `price` COMMENT \"in euros\")\nCOMMENT \"c\""
                        + " SECURITY NONE AS SELECT id, price FROM orders WHERE price < 10;");
    }

    @Test
    void aSynchronousViewIsReadByItsHint(EmbeddedStarRocks server) throws SQLException {
        client.run("CREATE MATERIALIZED VIEW sums AS SELECT city, sum(id) FROM orders GROUP BY city");
        server.jobs().finish();
        client.run("INSERT INTO orders (id, city) VALUES (1, 'a'), (2, 'a'), (4, 'b')");

        assertThat(client.rows("SELECT * FROM sums [_SYNC_MV_] ORDER BY city"))
                .containsExactly(row("a", "3"), row("b", "4"));
        assertThat(client.refusal("SELECT * FROM sums").errno()).isEqualTo(5502);
        assertThat(client.refusal("SELECT * FROM nope [_SYNC_MV_]").errno()).isEqualTo(5502);
    }

    @Test
    void aViewIsReplacedOrRefused() throws SQLException {
        assertThat(client.refusal("CREATE VIEW cheap AS SELECT 1 AS a").errno()).isEqualTo(1050);
        client.run("CREATE VIEW IF NOT EXISTS cheap AS SELECT 1 AS a");
        assertThat(client.rows("DESC cheap")).hasSize(2);
        client.run("CREATE OR REPLACE VIEW cheap AS SELECT 1 AS a");
        assertThat(client.rows("DESC cheap")).hasSize(1);
        client.run("DROP VIEW cheap");
        assertThat(client.refusal("SHOW CREATE VIEW cheap").message()).satisfies(MESSAGES::matchText);
    }

    /** The server stores each star as the columns that it stood for. */
    @Test
    void aStarOverAViewInAnotherOrderReadsTheSameColumns() throws SQLException {
        client.run(
                "CREATE VIEW pair (x, y) AS SELECT 1 AS a, 2 AS b",
                "CREATE VIEW star AS SELECT * FROM pair",
                "CREATE VIEW product (a, b, c, d) AS SELECT l.*, r.* FROM pair l JOIN pair r ON l.x = r.x",
                "CREATE OR REPLACE VIEW pair AS SELECT 2 AS y, 3 AS z, 1 AS x");
        assertThat(client.rows("SELECT * FROM pair")).containsExactly(row("2", "3", "1"));
        assertThat(client.rows("SELECT * FROM star")).containsExactly(row("1", "2"));
        assertThat(client.rows("SELECT y, x FROM star")).containsExactly(row("2", "1"));
        assertThat(client.rows("SELECT * FROM product")).containsExactly(row("1", "2", "1", "2"));
        assertThat(client.rows("SELECT s.*, p.* FROM star s JOIN pair p ON s.x = p.x"))
                .containsExactly(row("1", "2", "2", "3", "1"));
    }

    @Test
    void inactiveMaterializedViewsShowTheReason() throws SQLException {
        assertThat(client.rows("SELECT REFRESH_TYPE, IS_ACTIVE, INACTIVE_REASON" + fromDaily()))
                .containsExactly(row("MANUAL", "true", ""));
        client.run("SET enable_evaluate_schema_scan_rule = FALSE");
        assertThat(client.rows("SELECT INACTIVE_REASON" + fromDaily())).containsExactly(row((String) null));
        client.run("SET enable_evaluate_schema_scan_rule = TRUE");
        client.run("ALTER TABLE orders RENAME purchases");
        assertThat(client.rows("SELECT IS_ACTIVE, INACTIVE_REASON" + fromDaily()))
                .containsExactly(row("false", "base-table renamed: orders"));
        client.run("ALTER TABLE purchases RENAME orders", "ALTER MATERIALIZED VIEW daily ACTIVE");
        assertThat(client.value("SELECT IS_ACTIVE" + fromDaily())).isEqualTo("true");
    }

    @Test
    void aRefreshIsListedAsATaskRun() throws SQLException {
        String taskName = client.value("SELECT TASK_NAME" + fromDaily());
        String selectRuns = "SELECT QUERY_ID, STATE, DEFINITION FROM information_schema.task_runs WHERE TASK_NAME = '"
                + taskName + "' ORDER BY CREATE_TIME DESC";
        assertThat(client.rows(selectRuns)).hasSize(1);
        client.run("INSERT INTO orders (d, city) VALUES ('2024-01-01', 'a')");
        String queryId = refresh("daily");
        assertThat(client.rows(selectRuns))
                .hasSize(2)
                .contains(row(
                        queryId,
                        "SUCCESS",
                        "insert overwrite `daily` SELECT d, sum(price) AS total FROM orders GROUP BY d"));
        assertThat(client.rows("SELECT LAST_REFRESH_STATE, LAST_REFRESH_FORCE_REFRESH" + fromDaily()))
                .containsExactly(row("SUCCESS", "false"));
        client.run("CREATE MATERIALIZED VIEW later REFRESH DEFERRED MANUAL AS SELECT d FROM orders");
        assertThat(client.rows("SHOW MATERIALIZED VIEWS LIKE 'later'")).hasSize(1);
        assertThat(client.rows("SELECT * FROM information_schema.task_runs WHERE DEFINITION LIKE '%`later`%'"))
                .isEmpty();
        assertThat(client.refusal("REFRESH MATERIALIZED VIEW nope").message()).satisfies(MESSAGES::matchText);
    }

    @Test
    void aRefreshWithoutChangesOfTheBasesIsSkipped() throws SQLException {
        client.run("INSERT INTO orders (d, city) VALUES ('2024-01-01', 'a')", "CREATE VIEW v AS SELECT d FROM orders");
        client.run("CREATE MATERIALIZED VIEW days REFRESH MANUAL AS SELECT DISTINCT d FROM v");
        String selectState =
                "SELECT LAST_REFRESH_STATE FROM information_schema.materialized_views" + " WHERE TABLE_NAME = 'days'";
        assertThat(client.value(selectState)).isEqualTo("SUCCESS");

        refresh("days");
        assertThat(client.value(selectState)).isEqualTo("SKIPPED");
        refresh("days FORCE");
        assertThat(client.value(selectState)).isEqualTo("SUCCESS");
        client.run("INSERT INTO orders (d, city) VALUES ('2024-01-02', 'a')");
        refresh("days");
        assertThat(client.value(selectState)).isEqualTo("SUCCESS");
        assertThat(client.rows("SELECT * FROM days")).hasSize(2);
        refresh("days");
        client.run("TRUNCATE TABLE orders");
        refresh("days");
        assertThat(client.rows("SELECT * FROM days")).isEmpty();
    }

    /**
     * Refreshes a view, and returns the id of the query. The server answers with a row, which the driver does not
     * expect for such a statement.
     */
    private String refresh(String view) throws SQLException {
        try (Statement statement = client.connection().createStatement()) {
            assertThat(statement.execute("REFRESH MATERIALIZED VIEW " + view + " WITH SYNC MODE"))
                    .isTrue();
            ResultSet rows = statement.getResultSet();
            rows.next();
            return rows.getString("QUERY_ID");
        }
    }

    @Test
    void aSynchronousMaterializedViewIsBuiltByARollupJob() throws SQLException {
        client.run("CREATE MATERIALIZED VIEW by_city AS SELECT city, sum(price) FROM orders GROUP BY city");
        assertThat(client.column(
                        "SELECT TABLE_NAME FROM information_schema.tables WHERE TABLE_SCHEMA = '" + database + "'"))
                .doesNotContain("by_city");
        await().atMost(Client.PATIENCE)
                .untilAsserted(() ->
                        assertThat(client.column("SHOW MATERIALIZED VIEWS")).hasSize(2));
        assertThat(client.rows("SELECT REFRESH_TYPE FROM information_schema.materialized_views WHERE TABLE_NAME ="
                        + " 'by_city' AND TABLE_SCHEMA = '" + database + "'"))
                .containsExactly(row("ROLLUP"));
        client.run("DROP MATERIALIZED VIEW by_city");
        assertThat(client.column("SHOW MATERIALIZED VIEWS")).hasSize(1);
    }

    private String fromDaily() {
        return " FROM information_schema.materialized_views WHERE TABLE_SCHEMA = '" + database
                + "' AND TABLE_NAME = 'daily'";
    }

    private static List<String> row(String... values) {
        return Arrays.asList(values);
    }
}
