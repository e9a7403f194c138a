package dev.cairn;

import static dev.cairn.ScriptRuns.CREATE_ITEMS;
import static dev.cairn.ScriptRuns.CREATE_ORDERS;
import static dev.cairn.ScriptRuns.HISTORY;
import static dev.cairn.ScriptRuns.createRunner;
import static dev.cairn.ScriptRuns.createWorldWithSlowJobs;
import static dev.cairn.ScriptRuns.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Status.DatabaseState;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.migrate.script.ScriptOptions.StepAnswer;
import dev.cairn.internal.migrate.script.ScriptOutcome;
import dev.cairn.internal.migrate.script.ScriptRunner;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.MissingConsentException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A script that does not fit the database, or has run or begun in it, is refused before its first statement. */
class ScriptRefusalTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_USERS =
            "CREATE TABLE users (id INT NOT NULL, visits INT) PRIMARY KEY (id) DISTRIBUTED BY HASH(id) BUCKETS 2"
                    + " PROPERTIES (\"replication_num\" = \"1\")";

    /** A server would store the asterisks as the secret. */
    @Test
    void aScriptThatWasPrintedWithoutItsSecretsIsRefused() throws SQLException {
        try (World world = new World()) {
            assertThatThrownBy(() -> createRunner(world)
                            .run(
                                    "catalog.sql",
                                    "CREATE EXTERNAL CATALOG lake PROPERTIES ('type' = 'hive', 'hive.metastore.uris' ="
                                            + " 'thrift://m:9083', 'aws.s3.secret_key' = '***');"))
                    .isInstanceOf(StepFailedException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.queryRows("SHOW CATALOGS")).hasSize(1);
        }
    }

    /** The author of a script finds a refused statement by its line. */
    @Test
    void aRefusedStatementIsReportedWithItsLine() throws SQLException {
        String script = "-- orders\n" + CREATE_ORDERS + ";\n\n-- a comment\n  ALTER TABLE nowhere ADD COLUMN a INT;";
        try (World world = new World()) {
            assertThatThrownBy(() -> createRunner(world).run("lines.sql", script))
                    .isInstanceOf(StepFailedException.class)
                    .hasMessageContaining("at line 5 of the script")
                    .hasMessageNotContaining("placeholders")
                    .satisfies(MESSAGES::match);
            assertThat(world.queryRows("SHOW TABLES LIKE 'orders'")).isEmpty();
        }
    }

    /** A query with assert_true is a condition for the statements below it, although it names none of their objects. */
    @Test
    void aQueryThatFailsStopsTheStatementsBelowIt() throws SQLException {
        String script = CREATE_ORDERS + ";\nSELECT assert_true(false, 'not yet');\n" + CREATE_ITEMS + ";";
        try (World world = new World()) {
            assertThatThrownBy(() -> createRunner(world).run("stop.sql", script))
                    .hasMessageContaining("not yet");
            assertThat(world.queryRows("SHOW TABLES LIKE 'orders'")).hasSize(1);
            assertThat(world.queryRows("SHOW TABLES LIKE 'items'")).isEmpty();
        }
    }

    /** A pod that starts after a script has failed must not send the statements of the script a second time. */
    @Test
    void noMigratorRunsTheMigrationsOfAnUnfinishedScript() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .statements("create", CREATE_USERS)
                .statements(
                        "count", "INSERT INTO users VALUES (1, 1)", "UPDATE users SET visits = visits + 1 WHERE id = 1")
                .statements("view", "CREATE VIEW v AS SELECT id FROM users");
        Migrator scriptWriter = Migrator.of(history.schema(), "starrocks://root@localhost/shop");
        try (World world = new World()) {
            world.createMigrator(history.schema()).upgradeTo(1);
            world.server.faults().add(Trigger.matching("CREATE VIEW `?v`? .*"), Fault.reject(1064, "42000", "no"));
            assertThatThrownBy(() -> createRunner(world).run("two.sql", scriptWriter.sql(1, 3)))
                    .isInstanceOf(StepFailedException.class);

            Migrator migrator = world.createMigrator(history.schema());
            assertThatThrownBy(migrator::upgrade)
                    .isInstanceOf(HistoryMismatchException.class)
                    .satisfies(MESSAGES::match);
            assertThatThrownBy(migrator::plan).isInstanceOf(HistoryMismatchException.class);
            assertThatThrownBy(() -> migrator.downgradeTo(0)).isInstanceOf(HistoryMismatchException.class);
            // An older release has nothing to run.
            assertThat(world.createMigrator(history.schema(1)).upgrade().migrations())
                    .isEmpty();

            createRunner(world).run("two.sql", scriptWriter.sql(1, 3));
            assertThat(migrator.upgrade().migrations()).isEmpty();
            assertThat(world.queryRows("SELECT visits FROM users")).containsExactly("2");
        }
    }

    @Test
    void anAbandonedScriptDoesNotBlockMigrators() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .statements("create", CREATE_USERS)
                .statements("view", "CREATE VIEW v AS SELECT id FROM users", "CREATE VIEW w AS SELECT id FROM users");
        String script =
                Migrator.of(history.schema(), "starrocks://root@localhost/shop").sql(0, 2);
        try (World world = new World()) {
            world.server
                    .faults()
                    .add(Trigger.matching("CREATE VIEW `?w`? .*").every(), Fault.reject(1064, "42000", "no"));
            assertThatThrownBy(() -> createRunner(world).run("all.sql", script))
                    .isInstanceOf(StepFailedException.class);
            world.server.faults().clear();
            world.execute("DROP VIEW v");
            world.execute("DROP TABLE users");
            ScriptRunner abandoningRunner = new ScriptRunner(
                    ServerAddress.parse(world.url()), options(progress -> {}, StepAnswer.NONE, false, true));
            world.server.faults().add(Trigger.matching("CREATE TABLE `?users`? .*"), Fault.reject(1064, "42000", "no"));
            assertThatThrownBy(() -> abandoningRunner.run("all.sql", script)).isInstanceOf(StepFailedException.class);
            abandoningRunner.run("all.sql", script);

            assertThat(world.createMigrator(history.schema()).status().databaseState())
                    .isEqualTo(DatabaseState.CURRENT);
        }
    }

    /** The server alone would not refuse the script: CREATE TABLE IF NOT EXISTS and INSERT may run twice. */
    @Test
    void aScriptOfAllMigrationsDoesNotRunInADatabaseThatHasLostItsLedger() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .statements("create", CREATE_ORDERS.replace("TABLE orders", "TABLE IF NOT EXISTS orders"))
                .statements("rename", "ALTER TABLE orders RENAME purchases")
                .statements("fill", "INSERT INTO purchases VALUES (1, 'Bonn', 7)");
        String script =
                Migrator.of(history.schema(), "starrocks://root@localhost/shop").sql(0, 3);
        try (World world = new World()) {
            world.createMigrator(history.schema()).upgrade();
            for (String view : world.queryRows("SHOW TABLES LIKE '__cairn%'")) {
                world.execute("DROP VIEW " + view);
            }

            assertThatThrownBy(() -> createRunner(world).run("all.sql", script))
                    .isInstanceOf(HistoryMismatchException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.queryRows("SELECT count(*) FROM purchases")).containsExactly("1");
            assertThat(world.queryRows("SHOW TABLES LIKE 'orders'")).isEmpty();

            world.createMigrator(history.schema()).stamp(3);
            assertThat(createRunner(world).run("all.sql", script).completedStepCount())
                    .isZero();
            world.execute("ALTER TABLE purchases RENAME orders");
            world.createMigrator(history.schema()).stamp(0);
            assertThat(createRunner(world).run("all.sql", script).completedStepCount())
                    .isEqualTo(3);
            assertThat(world.queryRows("SELECT count(*) FROM purchases")).containsExactly("2");
        }
    }

    @Test
    void noStatementIsSentIfTheServerWouldRefuseOne() {
        try (World world = createWorldWithSlowJobs()) {
            assertThatThrownBy(() -> createRunner(world)
                            .run("a.sql", CREATE_ORDERS + "; ALTER TABLE orders DROP COLUMN nothing"))
                    .isInstanceOf(StepFailedException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.readObjects()).isEmpty();
        }
    }

    @Test
    void noStatementIsSentIfTheServerWouldRefuseToChangeRows() {
        try (World world = createWorldWithSlowJobs()) {
            for (String statement : List.of(
                    "INSERT INTO nowhere VALUES (1)",
                    "INSERT INTO orders SELECT * FROM nowhere",
                    "INSERT INTO orders (id, nothing) VALUES (1, 2)",
                    "INSERT INTO orders VALUES (1)",
                    "UPDATE orders SET nothing = 1 WHERE id = 1",
                    "DELETE FROM orders WHERE nothing = 1")) {
                assertThatThrownBy(() -> createRunner(world).run("a.sql", CREATE_ORDERS + "; " + statement))
                        .isInstanceOf(StepFailedException.class)
                        .satisfies(MESSAGES::match);
            }
            assertThat(world.readObjects()).isEmpty();
        }
    }

    /** Cairn does not read all that a statement may use. */
    @Test
    void statementsAboutUnreadObjectsAreSent() throws SQLException {
        try (World world = new World()) {
            world.execute(CREATE_ORDERS);
            world.execute(CREATE_ITEMS);
            world.server
                    .faults()
                    .add(
                            Trigger.matching("SHOW CREATE.*items.*").every(),
                            Fault.reject(5203, "42000", "Access denied; you need SELECT"));
            for (String statement : List.of(
                    "INSERT INTO orders SELECT id, city, price FROM items",
                    "INSERT INTO items SELECT * FROM orders",
                    "INSERT INTO orders SELECT count(*), '', 1 FROM sys.role_edges")) {
                assertThat(createRunner(world).run("a.sql", statement).completedStepCount())
                        .as(statement)
                        .isEqualTo(1);
            }
            for (String statement : List.of(
                    "INSERT INTO orders SELECT user_function(id), city, price FROM orders",
                    "INSERT INTO orders SELECT id, city, price FROM lake.shop.orders",
                    "INSERT INTO orders SELECT id, city, price FROM unread.orders")) {
                assertThatThrownBy(() -> createRunner(world).run("a.sql", statement))
                        .as(statement)
                        .hasMessageContaining("the server refused the statement");
                new ScriptRunner(
                                ServerAddress.parse(world.url()), options(progress -> {}, StepAnswer.NONE, false, true))
                        .run("empty.sql", "");
            }
        }
    }

    @Test
    void aDatabaseWithoutALedgerIsBeforeTheFirstMigration() {
        Migrator offlineMigrator = Migrator.of(HISTORY.schema(), "starrocks://root@localhost/shop");
        try (World world = createWorldWithSlowJobs()) {
            assertThatThrownBy(() -> createRunner(world).run("a.sql", offlineMigrator.sql(3, 7)))
                    .isInstanceOf(HistoryMismatchException.class)
                    .satisfies(MESSAGES::match);
        }
    }

    @Test
    void aScriptMustBeginAtTheMigrationOfTheDatabase() {
        Migrator offlineMigrator = Migrator.of(HISTORY.schema(), "starrocks://root@localhost/shop");
        try (World world = createWorldWithSlowJobs()) {
            world.createMigrator(HISTORY.schema()).upgradeTo(2);

            assertThatThrownBy(() -> createRunner(world).run("a.sql", offlineMigrator.sql(3, 7)))
                    .isInstanceOf(HistoryMismatchException.class)
                    .satisfies(MESSAGES::match);
            createRunner(world).run("a.sql", offlineMigrator.sql(2, 7));

            assertThat(world.createMigrator(HISTORY.schema()).status().databaseState())
                    .isEqualTo(DatabaseState.CURRENT);
            assertThat(world.createMigrator(HISTORY.schema()).history().rows()).hasSize(7);
        }
    }

    @Test
    void aScriptOfAMigrationWithCodeIsRefused() {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .statements("create", CREATE_ORDERS)
                .code("code", World.createCountingCode(), "ALTER TABLE orders ADD COLUMN b INT");
        String script =
                Migrator.of(history.schema(), "starrocks://root@localhost/shop").sql(0, 2);
        try (World world = createWorldWithSlowJobs()) {
            assertThatThrownBy(() -> createRunner(world).run("a.sql", script))
                    .isInstanceOf(StepFailedException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.readObjects()).isEmpty();
        }
    }

    @Test
    void aCompletedScriptRunsAgainOnlyOnRequest() throws SQLException {
        String script = "INSERT INTO orders VALUES (1, 'Bonn', 7);";
        try (World world = createWorldWithSlowJobs()) {
            world.execute(CREATE_ORDERS);
            createRunner(world).run("fill.sql", script);

            assertThatThrownBy(() -> createRunner(world).run("other-name.sql", "-- a comment\n" + script))
                    .isInstanceOf(MissingConsentException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.countInserts()).containsEntry("orders", 1);

            new ScriptRunner(ServerAddress.parse(world.url()), options(progress -> {}, StepAnswer.NONE, true, false))
                    .run("fill.sql", script);
            assertThat(world.countInserts()).containsEntry("orders", 2);
        }
    }

    @Test
    void aStoppedScriptMayBeEditedAfterItsLastStep() throws SQLException {
        String scriptStart = CREATE_ORDERS + ";\nINSERT INTO orders VALUES (1, 'Bonn', 7);\n";
        String refusedScript = scriptStart + "INSERT INTO orders SELECT nullif(2, 2), 'Ulm', 8;";
        try (World world = createWorldWithSlowJobs()) {
            assertThatThrownBy(() -> createRunner(world).run("fill.sql", refusedScript))
                    .isInstanceOf(StepFailedException.class)
                    .satisfies(MESSAGES::match);
            assertThatThrownBy(() -> createRunner(world).run("fill.sql", refusedScript.replace("'Bonn'", "'Köln'")))
                    .isInstanceOf(HistoryMismatchException.class)
                    .satisfies(MESSAGES::match);

            ScriptOutcome outcome =
                    createRunner(world).run("fill.sql", scriptStart + "INSERT INTO orders VALUES (2, 'Ulm', 8);");

            assertThat(outcome).isEqualTo(new ScriptOutcome(3, 1, true));
            assertThat(world.queryRows("SELECT count(*) FROM orders")).containsExactly("2");
        }
    }

    @Test
    void aStoppedScriptCanBeAbandoned() throws SQLException {
        try (World world = createWorldWithSlowJobs()) {
            assertThatThrownBy(() -> createRunner(world).run("a.sql", CREATE_ORDERS + "; SELECT assert_true(false)"))
                    .isInstanceOf(StepFailedException.class);
            assertThatThrownBy(() -> createRunner(world).run("b.sql", CREATE_ITEMS))
                    .isInstanceOf(HistoryMismatchException.class);

            new ScriptRunner(ServerAddress.parse(world.url()), options(progress -> {}, StepAnswer.NONE, false, true))
                    .run("b.sql", CREATE_ITEMS);

            assertThat(world.readObjects()).containsOnlyKeys("orders", "items");
        }
    }
}
