package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Status.DatabaseState;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import dev.cairn.sql.ScriptStatement;
import dev.cairn.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Scripts of a range of migrations have merged alterations, waits and parts. */
class MigrationScriptTest {
    private static final String CREATE_ORDERS =
            "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20), price INT) DUPLICATE KEY(id)"
                    + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES (\"replication_num\" = \"1\")";
    private static final String CREATE_ITEMS = CREATE_ORDERS.replace("orders", "items");

    private static RecordedHistory createHistory() {
        return new RecordedHistory(World.DATABASE).statements("create", CREATE_ORDERS, CREATE_ITEMS);
    }

    private static MigrationScript createScript(RecordedHistory history, int from, int to) {
        return Migrator.of(history.schema(), "starrocks://root@localhost/shop").script(from, to, "shop");
    }

    private static List<String> parseStatements(MigrationScript script) {
        return Sql.parseScriptStatements(script.text()).stream()
                .map(statement -> statement.text().replaceAll("\\s+", " "))
                .filter(text -> !text.contains("__cairn_"))
                .toList();
    }

    @Test
    void alterationsOfOneTableAreMergedOverMigrations() {
        RecordedHistory history = createHistory()
                .statements("wider", "ALTER TABLE orders MODIFY COLUMN price BIGINT")
                .statements("items", "ALTER TABLE items MODIFY COLUMN price BIGINT")
                .statements("note", "ALTER TABLE orders ADD COLUMN note STRING, MODIFY COLUMN city VARCHAR(40)");

        MigrationScript script = createScript(history, 1, 4);

        assertThat(parseStatements(script))
                .containsExactly(
                        "ALTER TABLE `orders` MODIFY COLUMN `price` bigint(20), ADD COLUMN `note` varchar(65533),"
                                + " MODIFY COLUMN `city` varchar(40)",
                        "ALTER TABLE `items` MODIFY COLUMN `price` bigint(20)");
        assertThat(script.text())
                .contains("-- shop, V0002Wider: Wider\n-- shop, V0004Note: Note\nALTER TABLE `orders`")
                .contains("-- shop, V0003Items: Items\nALTER TABLE `items`");
    }

    @Test
    void alterationsAreNotMergedAcrossStatementsThatUseTheTable() {
        RecordedHistory history = createHistory()
                .statements("wider", "ALTER TABLE orders MODIFY COLUMN price BIGINT")
                .statements("view", "CREATE VIEW v AS SELECT * FROM orders")
                .statements("fill", "INSERT INTO items SELECT id, city, price FROM orders")
                .statements("note", "ALTER TABLE orders ADD COLUMN note STRING")
                .statements("items", "ALTER TABLE items ADD COLUMN note STRING");

        assertThat(parseStatements(createScript(history, 1, 6))).hasSize(5);
    }

    @Test
    void aColumnThatIsChangedTwiceIsChangedByTwoStatements() {
        RecordedHistory history = createHistory()
                .statements("wider", "ALTER TABLE orders MODIFY COLUMN city VARCHAR(40)")
                .statements("wider still", "ALTER TABLE orders MODIFY COLUMN city VARCHAR(60)")
                .statements("renamed", "ALTER TABLE orders RENAME COLUMN city TO town")
                .statements("note", "ALTER TABLE orders ADD COLUMN note STRING");

        assertThat(parseStatements(createScript(history, 1, 5))).hasSize(4);
    }

    @Test
    void codeAndSessionSettingsPreventMerging() {
        RecordedHistory history = createHistory()
                .statements("wider", "ALTER TABLE orders MODIFY COLUMN price BIGINT")
                .statementsWithSettings(
                        "patient", List.of("query_timeout=900"), List.of("ALTER TABLE orders ADD COLUMN a INT"))
                .code("code", World.createCountingCode(), "ALTER TABLE orders ADD COLUMN b INT")
                .statements("last", "ALTER TABLE orders ADD COLUMN c INT");

        assertThat(parseStatements(createScript(history, 1, 5)))
                .containsExactly(
                        "ALTER TABLE `orders` MODIFY COLUMN `price` bigint(20)",
                        "SET query_timeout = 900",
                        "ALTER TABLE `orders` ADD COLUMN `a` int(11)",
                        "SET query_timeout = DEFAULT",
                        "ALTER TABLE `orders` ADD COLUMN `b` int(11)",
                        "ALTER TABLE `orders` ADD COLUMN `c` int(11)");
    }

    @Test
    void aScriptMarksWhereItWaitsForAJob() {
        RecordedHistory history = createHistory()
                .statements("wider", "ALTER TABLE orders MODIFY COLUMN city VARCHAR(40)")
                .statements("items", "ALTER TABLE items MODIFY COLUMN price BIGINT")
                .statements("wider still", "ALTER TABLE orders MODIFY COLUMN city VARCHAR(60)");

        MigrationScript script = createScript(history, 1, 4);

        assertThat(script.countWaits()).isEqualTo(2);
        assertThat(script.text())
                .isEqualTo("""
                        -- Database shop, from migration 1 to 4.
                        --
                        -- This script has 2 places where a job that an earlier statement started must have ended before the next statement
                        -- can run. Such a place is marked by "-- wait: ...", with the statement that tells whether the job has ended.
                        -- StarRocks has no statement that waits, so don't send the whole script with a plain client:
                        --   cairn run-sql FILE           runs it, waits, and resumes where an interrupted run stopped
                        --   cairn sql --split=DIR ...    writes a file for each part that a plain client can run at once

                        -- shop, V0002Wider: Wider
                        ALTER TABLE `orders` MODIFY COLUMN `city` varchar(40);
                        -- shop, V0003Items: Items
                        ALTER TABLE `items` MODIFY COLUMN `price` bigint(20);
                        -- wait: ALTER TABLE orders
                        --   until State is FINISHED: SHOW ALTER TABLE COLUMN WHERE TableName = 'orders' ORDER BY JobId DESC LIMIT 1;
                        -- shop, V0004WiderStill: Wider still
                        ALTER TABLE `orders` MODIFY COLUMN `city` varchar(60);
                        -- wait: ALTER TABLE items
                        --   until State is FINISHED: SHOW ALTER TABLE COLUMN WHERE TableName = 'items' ORDER BY JobId DESC LIMIT 1;
                        -- wait: ALTER TABLE orders
                        --   until State is FINISHED: SHOW ALTER TABLE COLUMN WHERE TableName = 'orders' ORDER BY JobId DESC LIMIT 1;

                        """ + "-- ledger: shop from 1 " + hashOf(history, 1) + " to 4 " + hashOf(history, 4)
                        + "\n--   2 " + hashOf(history, 2) + " Wider\n--   3 " + hashOf(history, 3)
                        + " Items\n--   4 " + hashOf(history, 4)
                        + " Wider still\n"
                        + "-- cairn run-sql records this script in the ledger. After running it with another client, run:"
                        + " cairn stamp 4\n");
    }

    private static String hashOf(RecordedHistory history, int number) {
        return history.migrations().get(number - 1).hash();
    }

    @Test
    void commentsNameTheDatabaseAndNotTheSchema() {
        RecordedHistory history = createHistory();

        String text = Migrator.of(history.schema(), "starrocks://root@localhost/prod")
                .script(0, 1, "prod")
                .text();

        assertThat(text)
                .startsWith("-- Database prod, from its beginning to migration 1.\n")
                .contains("-- prod, V0001Create: Create\n")
                .doesNotContain("-- shop");
    }

    @Test
    void eachPartOfAScriptRunsInAPlainClientAfterItsWaits() throws SQLException {
        RecordedHistory history = createHistory()
                .statements("wider", "ALTER TABLE orders MODIFY COLUMN city VARCHAR(40)")
                .statementsWithSettings(
                        "fill",
                        List.of("query_timeout=900"),
                        List.of("INSERT INTO items SELECT id, city, price FROM orders"))
                .statements("items", "ALTER TABLE items MODIFY COLUMN price BIGINT")
                .statements("wider still", "ALTER TABLE orders MODIFY COLUMN city VARCHAR(60)");
        MigrationScript script = createScript(history, 0, 5);

        Map<String, String> files = script.files();

        assertThat(files.keySet()).containsExactly("001.sql", "002.sql", "003.sql");
        try (World upgradedWorld = new World();
                World world = new World(Options.DEFAULT.jobs(Job.Pace.ofDuration(Duration.ofMillis(300))))) {
            upgradedWorld.createMigrator(history.schema()).upgrade();
            int partIndex = 0;
            for (String text : files.values()) {
                try (Connection connection = world.openConnection();
                        Statement statement = connection.createStatement()) {
                    for (MigrationScript.Wait wait :
                            script.parts().get(partIndex++).waits()) {
                        await(statement, wait);
                    }
                    for (ScriptStatement scriptStatement : Sql.parseScriptStatements(text)) {
                        statement.execute(scriptStatement.text());
                    }
                }
            }
            assertThat(world.readEffects(history.schema())
                            .describeDifference(upgradedWorld.readEffects(history.schema())))
                    .isEmpty();
            assertThat(world.createMigrator(history.schema()).status().databaseState())
                    .isEqualTo(DatabaseState.CURRENT);
        }
    }

    private static void await(Statement statement, MigrationScript.Wait wait) throws SQLException {
        String jobState = "";
        while (!jobState.equals("FINISHED")) {
            try (ResultSet job = statement.executeQuery(wait.statusStatement())) {
                assertThat(job.next()).as(wait.statusStatement()).isTrue();
                jobState = job.getString("State");
            }
        }
    }
}
