package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Status.Standing;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.connection.Address;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.migrate.ScriptOptions;
import dev.cairn.internal.migrate.ScriptOptions.Answer;
import dev.cairn.internal.migrate.ScriptOutcome;
import dev.cairn.internal.migrate.ScriptRunner;
import dev.cairn.internal.run.MigratorSettings;
import dev.cairn.random.Breadth;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.ConsentException;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scripts run with waits and resume where they stopped. */
class ScriptRunnerTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String ORDERS =
            "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20), price INT) DUPLICATE KEY(id)"
                    + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES (\"replication_num\" = \"1\")";
    private static final String ITEMS = ORDERS.replace("orders", "items");

    private static final RecordedHistory HISTORY = new RecordedHistory(World.DATABASE)
            .statements("create", ORDERS, ITEMS, "INSERT INTO orders VALUES (1, 'Bonn', 7)")
            .statements("wider", "ALTER TABLE orders MODIFY COLUMN city VARCHAR(40)")
            .with("fill", List.of("query_timeout=900"), List.of("INSERT INTO items SELECT id, city, price FROM orders"))
            .statements("items", "ALTER TABLE items MODIFY COLUMN price BIGINT", "ALTER TABLE items ADD COLUMN n INT")
            .statements("view", "CREATE VIEW v AS SELECT id, city FROM orders")
            .statements("wider still", "ALTER TABLE orders MODIFY COLUMN city VARCHAR(60)")
            .statements("swap", "ALTER TABLE orders ADD COLUMN note STRING", "ALTER TABLE orders SWAP WITH items");

    private static ScriptOptions options(Consumer<Progress> listener, Answer answer, boolean rerun, boolean abandon) {
        return new ScriptOptions(
                World.options().lease(Duration.ofMillis(500)).listener(listener).settings(), answer, rerun, abandon);
    }

    private static ScriptRunner runner(World world, Consumer<Progress> listener) {
        return new ScriptRunner(Address.of(world.url()), options(listener, Answer.NONE, false, false));
    }

    private static ScriptRunner runner(World world) {
        return runner(world, progress -> {});
    }

    private static ScriptRunner answering(World world, Answer answer, int step) {
        return new ScriptRunner(
                Address.of(world.url()),
                new ScriptOptions(
                        options(progress -> {}, answer, false, false).settings(), answer, step, false, false));
    }

    /** Runs the steps in their order, so that the n-th statement is always the same one. */
    private static ScriptRunner oneByOne(World world) {
        return new ScriptRunner(
                Address.of(world.url()),
                new ScriptOptions(
                        World.options()
                                .lease(Duration.ofMillis(500))
                                .connections(1)
                                .settings(),
                        Answer.NONE,
                        false,
                        false));
    }

    private static String script() {
        return Migrator.of(HISTORY.schema(), "starrocks://root@localhost/shop").sql(0, 7);
    }

    private static World slow() {
        return new World(Options.DEFAULT.jobs(Job.Pace.taking(Duration.ofMillis(30))));
    }

    private static World.Effects upgraded() throws SQLException {
        try (World world = new World()) {
            world.migrator(HISTORY.schema()).upgrade();
            return world.effects(HISTORY.schema());
        }
    }

    private static void requireUpgraded(World world, World.Effects expected) throws SQLException {
        assertThat(world.effects(HISTORY.schema()).differenceFrom(expected)).isEmpty();
        assertThat(world.migrator(HISTORY.schema()).status().standing()).isEqualTo(Standing.CURRENT);
        assertThat(world.migrator(HISTORY.schema()).check().isEmpty()).isTrue();
    }

    @Test
    void aScriptLeadsToTheSameStateAsAnUpgrade() throws SQLException {
        try (World world = slow()) {
            ScriptOutcome outcome = runner(world).run("shop.sql", script());

            assertThat(outcome.ran()).isEqualTo(outcome.steps());
            assertThat(outcome.resumed()).isFalse();
            requireUpgraded(world, upgraded());

            assertThat(runner(world).run("shop.sql", script()).ran()).isZero();
            requireUpgraded(world, upgraded());
        }
    }

    /** IF NOT EXISTS and INSERT are accepted by a database in which they have already run. */
    @Test
    void aScriptOfAllMigrationsDoesNotRunInADatabaseThatHasLostItsLedger() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .statements("create", ORDERS.replace("TABLE orders", "TABLE IF NOT EXISTS orders"))
                .statements("rename", "ALTER TABLE orders RENAME purchases")
                .statements("fill", "INSERT INTO purchases VALUES (1, 'Bonn', 7)");
        String text =
                Migrator.of(history.schema(), "starrocks://root@localhost/shop").sql(0, 3);
        try (World world = new World()) {
            world.migrator(history.schema()).upgrade();
            for (String view : world.rows("SHOW TABLES LIKE '__cairn%'")) {
                world.execute("DROP VIEW " + view);
            }

            assertThatThrownBy(() -> runner(world).run("all.sql", text))
                    .isInstanceOf(HistoryException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.rows("SELECT count(*) FROM purchases")).containsExactly("1");
            assertThat(world.rows("SHOW TABLES LIKE 'orders'")).isEmpty();

            world.migrator(history.schema()).stamp(3);
            assertThat(runner(world).run("all.sql", text).ran()).isZero();
            world.execute("ALTER TABLE purchases RENAME orders");
            world.migrator(history.schema()).stamp(0);
            assertThat(runner(world).run("all.sql", text).ran()).isEqualTo(3);
            assertThat(world.rows("SELECT count(*) FROM purchases")).containsExactly("2");
        }
    }

    @Test
    void theNewTableOfAScriptHasTheGrantsOfTheSwap() throws SQLException {
        RecordedHistory rebuild = new RecordedHistory(World.DATABASE)
                .statements("create", ORDERS)
                .statements(
                        "rebuild",
                        ORDERS.replace("orders", "orders__cairn_new"),
                        "-- grants: from orders to orders__cairn_new",
                        "INSERT INTO orders__cairn_new SELECT * FROM orders",
                        "ALTER TABLE orders SWAP WITH orders__cairn_new",
                        "DROP TABLE orders__cairn_new");
        String text =
                Migrator.of(rebuild.schema(), "starrocks://root@localhost/shop").sql(1, 2);
        try (World world = new World()) {
            world.migrator(rebuild.schema()).upgradeTo(1);
            world.execute("CREATE ROLE reader");
            world.execute("GRANT SELECT, INSERT ON TABLE shop.orders TO ROLE reader");
            List<String> during = new ArrayList<>();

            runner(world, progress -> {
                        if (progress instanceof Progress.StepBegins begins
                                && begins.step().text().startsWith("INSERT")) {
                            revokeSelect(world, during);
                        }
                    })
                    .run("rebuild.sql", text);

            assertThat(during).singleElement().asString().contains("ON TABLE shop.orders TO");
            assertThat(world.rows("SHOW GRANTS FOR ROLE reader"))
                    .singleElement()
                    .asString()
                    .contains("GRANT INSERT ON TABLE shop.orders TO");
        }
    }

    private static void revokeSelect(World world, List<String> during) {
        try {
            during.addAll(world.rows("SHOW GRANTS FOR ROLE reader"));
            world.execute("REVOKE SELECT ON TABLE shop.orders FROM ROLE reader");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Simulates the death of the process at an event. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    @Tag(Breadth.LONG)
    void aRunThatEndsAnywhereIsResumed() throws SQLException {
        World.Effects expected = upgraded();
        List<Progress> all = new ArrayList<>();
        try (World world = slow()) {
            runner(world, progress -> {
                        if (!(progress instanceof Progress.Waiting)) {
                            all.add(progress);
                        }
                    })
                    .run("shop.sql", script());
        }
        for (int last : Breadth.numbers(all.size() - 1, 5).toArray()) {
            int[] seen = new int[1];
            try (World world = slow()) {
                assertThatThrownBy(() -> runner(world, progress -> {
                                    if (!(progress instanceof Progress.Waiting) && seen[0]++ == last) {
                                        throw new Killed();
                                    }
                                })
                                .run("shop.sql", script()))
                        .isInstanceOf(Killed.class);

                runner(world).run("shop.sql", script());

                requireUpgraded(world, expected);
            }
        }
    }

    private static final String SENT =
            "(?s)(CREATE TABLE|ALTER TABLE|INSERT|CREATE VIEW `v`|WITH `__cairn_ledger`|UPDATE|DELETE).*";

    /** The run ends with the n-th statement that it sends: nothing of it reaches the server any more. */
    private static void killAt(World world, int number, Fault fault, String script) {
        AtomicBoolean dead = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        world.server.faults().on(Trigger.of(statement -> dead.get()).every(), Fault.cutBefore());
        world.server
                .faults()
                .on(
                        Trigger.of(statement -> {
                            boolean last = statement.text().matches(SENT) && sent.incrementAndGet() == number;
                            dead.compareAndSet(false, last);
                            return last;
                        }),
                        fault);
        assertThatThrownBy(() -> oneByOne(world).run("shop.sql", script)).isInstanceOf(MigrationException.class);
        assertThat(dead).isTrue();
        world.server.faults().clear();
    }

    @Test
    @Tag(Breadth.LONG)
    void statementsThatRanBeforeAKillAreNotSentAgain() throws SQLException {
        World.Effects expected = upgraded();
        for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
            for (int number : Breadth.numbers(9, 3).toArray()) {
                try (World world = slow()) {
                    killAt(world, number, fault, script());

                    // Also a load that never arrived needs no answer: the server can't have forgotten its label.
                    ScriptOutcome outcome = runner(world).run("shop.sql", script());

                    assertThat(outcome.resumed()).isTrue();
                    requireUpgraded(world, expected);
                }
            }
        }
    }

    private static final String USERS = """
        CREATE TABLE users (id INT NOT NULL, visits INT) PRIMARY KEY (id) DISTRIBUTED BY HASH(id) BUCKETS 2
        PROPERTIES ("replication_num" = "1");
        INSERT INTO users VALUES (1, 1);
        UPDATE users SET visits = visits + 1 WHERE id = 1;
        ALTER TABLE users ADD COLUMN note STRING;
        """;

    @Test
    void anInterruptedUpdateNeedsNoAnswer() throws SQLException {
        for (boolean ran : List.of(true, false)) {
            try (World world = slow()) {
                killAt(world, 3, ran ? Fault.cutAfter() : Fault.cutBefore(), USERS);

                runner(world).run("shop.sql", USERS);

                assertThat(world.rows("SELECT visits FROM users")).containsExactly("2");
                assertThat(world.objects().get("users")).contains("`note`");
            }
        }
    }

    @Test
    void aCompletedScriptRunsAgainOnlyOnRequest() throws SQLException {
        String script = "INSERT INTO orders VALUES (1, 'Bonn', 7);";
        try (World world = slow()) {
            world.execute(ORDERS);
            runner(world).run("fill.sql", script);

            assertThatThrownBy(() -> runner(world).run("other-name.sql", "-- a comment\n" + script))
                    .isInstanceOf(ConsentException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.inserts()).containsEntry("orders", 1);

            new ScriptRunner(Address.of(world.url()), options(progress -> {}, Answer.NONE, true, false))
                    .run("fill.sql", script);
            assertThat(world.inserts()).containsEntry("orders", 2);
        }
    }

    @Test
    void aStoppedScriptMayBeEditedAfterItsLastStep() throws SQLException {
        String begun = ORDERS + ";\nINSERT INTO orders VALUES (1, 'Bonn', 7);\n";
        String wrong = begun + "INSERT INTO orders VALUES (2);";
        try (World world = slow()) {
            assertThatThrownBy(() -> runner(world).run("fill.sql", wrong))
                    .isInstanceOf(StepException.class)
                    .satisfies(MESSAGES::match);
            assertThatThrownBy(() -> runner(world).run("fill.sql", wrong.replace("'Bonn'", "'Köln'")))
                    .isInstanceOf(HistoryException.class)
                    .satisfies(MESSAGES::match);

            ScriptOutcome outcome = runner(world).run("fill.sql", begun + "INSERT INTO orders VALUES (2, 'Ulm', 8);");

            assertThat(outcome).isEqualTo(new ScriptOutcome(3, 1, true));
            assertThat(world.inserts()).containsEntry("orders", 2);
        }
    }

    @Test
    void aStoppedScriptCanBeAbandoned() throws SQLException {
        try (World world = slow()) {
            assertThatThrownBy(() -> runner(world).run("a.sql", ORDERS + "; INSERT INTO nowhere VALUES (1)"))
                    .isInstanceOf(StepException.class);
            assertThatThrownBy(() -> runner(world).run("b.sql", ITEMS)).isInstanceOf(HistoryException.class);

            new ScriptRunner(Address.of(world.url()), options(progress -> {}, Answer.NONE, false, true))
                    .run("b.sql", ITEMS);

            assertThat(world.objects()).containsOnlyKeys("orders", "items");
        }
    }

    @Test
    void aRebuildThatWasKilledIsResumed() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .version("clients", CLIENTS)
                .statements("some", "INSERT INTO client (name) VALUES ('ann')")
                .version("text", CLIENTS.replace("name VARCHAR(20)", "name VARCHAR(20) NOT NULL DEFAULT 'x'"));
        String script =
                Migrator.of(history.schema(), "starrocks://root@localhost/shop").sql(0, 3);
        World.Effects expected;
        try (World world = new World()) {
            world.migrator(history.schema()).upgrade();
            expected = world.effects(history.schema());
        }
        assertThat(script).contains("-- counter: from client to client__cairn_new", "SWAP WITH");
        for (int number = 3; number <= 6; number++) {
            try (World world = slow()) {
                killAt(world, number, Fault.cutAfter(), script);

                runner(world).run("shop.sql", script);

                assertThat(world.effects(history.schema()).differenceFrom(expected))
                        .as("killed at statement %s", number)
                        .isEmpty();
            }
        }
    }

    private static final String CLIENTS = "CREATE TABLE client (id BIGINT NOT NULL AUTO_INCREMENT, name VARCHAR(20))"
            + " PRIMARY KEY (id) DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES (\"replication_num\" = \"1\")";

    @Test
    void noStatementIsSentIfTheServerWouldRefuseOne() {
        try (World world = slow()) {
            assertThatThrownBy(() -> runner(world).run("a.sql", ORDERS + "; ALTER TABLE orders DROP COLUMN nothing"))
                    .isInstanceOf(StepException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.objects()).isEmpty();
        }
    }

    @Test
    void aDatabaseWithoutALedgerIsBeforeTheFirstMigration() {
        Migrator offline = Migrator.of(HISTORY.schema(), "starrocks://root@localhost/shop");
        try (World world = slow()) {
            assertThatThrownBy(() -> runner(world).run("a.sql", offline.sql(3, 7)))
                    .isInstanceOf(HistoryException.class)
                    .satisfies(MESSAGES::match);
        }
    }

    @Test
    void aScriptMustBeginAtTheMigrationOfTheDatabase() {
        Migrator offline = Migrator.of(HISTORY.schema(), "starrocks://root@localhost/shop");
        try (World world = slow()) {
            world.migrator(HISTORY.schema()).upgradeTo(2);

            assertThatThrownBy(() -> runner(world).run("a.sql", offline.sql(3, 7)))
                    .isInstanceOf(HistoryException.class)
                    .satisfies(MESSAGES::match);
            runner(world).run("a.sql", offline.sql(2, 7));

            assertThat(world.migrator(HISTORY.schema()).status().standing()).isEqualTo(Standing.CURRENT);
            assertThat(world.migrator(HISTORY.schema()).history().rows()).hasSize(7);
        }
    }

    @Test
    void aScriptOfAMigrationWithCodeIsRefused() {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .statements("create", ORDERS)
                .code("code", World.countingCode(), "ALTER TABLE orders ADD COLUMN b INT");
        String script =
                Migrator.of(history.schema(), "starrocks://root@localhost/shop").sql(0, 2);
        try (World world = slow()) {
            assertThatThrownBy(() -> runner(world).run("a.sql", script))
                    .isInstanceOf(StepException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.objects()).isEmpty();
        }
    }

    @Test
    void aCancelledJobStopsTheScript() throws SQLException {
        String script = ORDERS + "; ALTER TABLE orders MODIFY COLUMN city VARCHAR(40);"
                + " CREATE VIEW cities AS SELECT city FROM orders";
        try (World world = slow()) {
            world.server.faults().on(Trigger.matching("(?s)ALTER TABLE.*"), Fault.failJob("no space left"));
            assertThatThrownBy(() -> runner(world).run("a.sql", script))
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining("no space left");
            assertThat(world.objects()).containsOnlyKeys("orders");

            assertThat(runner(world).run("a.sql", script)).isEqualTo(new ScriptOutcome(3, 2, true));
            assertThat(world.objects().get("orders")).contains("varchar(40)");
        }
    }

    @Test
    void aLoadIsNotTakenForDoneBecauseItsTableHasChanged() throws SQLException {
        String script = ORDERS + ";\nINSERT INTO orders (id, city, price) VALUES (1, 'Bonn', 7);";
        try (World world = slow()) {
            killAt(world, 2, Fault.cutBefore(), script);
            world.execute("ALTER TABLE orders ADD COLUMN note STRING");

            runner(world).run("fill.sql", script);

            assertThat(world.rows("SELECT city FROM orders")).containsExactly("Bonn");
        }
    }

    @Test
    void aDefinitionIsNotTakenForDoneBecauseItsTableHasChanged() throws SQLException {
        String script = ORDERS + ";\nALTER TABLE orders ADD COLUMN note STRING;";
        try (World world = slow()) {
            killAt(world, 2, Fault.cutBefore(), script);
            world.execute("ALTER TABLE orders ADD COLUMN other STRING");

            runner(world).run("note.sql", script);

            assertThat(world.objects().get("orders")).contains("`other`", "`note`");
        }
    }

    @Test
    void aTableOfAQueryIsNotTakenForDoneBecauseItExists() throws SQLException {
        String script = "CREATE TABLE copied PROPERTIES (\"replication_num\" = \"1\") AS SELECT 1 AS id;";
        try (World world = slow()) {
            Trigger copy = Trigger.matching("(?s)CREATE TABLE `copied`.*");
            world.server.faults().on(copy, Fault.cutAfter());
            assertThatThrownBy(() -> runner(world).run("copy.sql", script))
                    .isInstanceOf(UncertainStepException.class)
                    .satisfies(MESSAGES::match);
            assertThatThrownBy(() -> runner(world).run("copy.sql", script)).isInstanceOf(UncertainStepException.class);

            answering(world, Answer.DONE, 0).run("copy.sql", script);

            assertThat(world.rows("SELECT id FROM copied")).containsExactly("1");
        }
    }

    @Test
    void eachOfSeveralUnfinishedStepsHasItsAnswer() throws SQLException {
        String script = """
            CREATE TABLE first_copy PROPERTIES ("replication_num" = "1") AS SELECT 1 AS id;
            CREATE TABLE second_copy PROPERTIES ("replication_num" = "1") AS SELECT 2 AS id;
            """;
        CyclicBarrier both = new CyclicBarrier(2);
        try (World world = slow()) {
            world.server.faults().on(Trigger.matching("(?s)CREATE TABLE .*").every(), Fault.cutAfter());
            assertThatThrownBy(() -> runner(world, progress -> {
                                if (progress instanceof Progress.StepBegins) {
                                    await(both);
                                }
                            })
                            .run("copies.sql", script))
                    .isInstanceOf(UncertainStepException.class)
                    .hasMessageContaining("cairn run-sql copies.sql --done --step=1")
                    .hasMessageContaining("cairn run-sql copies.sql --done --step=2");
            world.server.faults().clear();

            assertThatThrownBy(() -> answering(world, Answer.DONE, 0).run("copies.sql", script))
                    .isInstanceOf(HistoryException.class)
                    .satisfies(MESSAGES::match);
            assertThatThrownBy(() -> answering(world, Answer.DONE, 2).run("copies.sql", script))
                    .isInstanceOf(UncertainStepException.class)
                    .satisfies(MESSAGES::match);
            answering(world, Answer.DONE, 0).run("copies.sql", script);

            assertThat(world.objects()).containsOnlyKeys("first_copy", "second_copy");
        }
    }

    private static void await(CyclicBarrier both) {
        try {
            both.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void stepsOfDifferentTablesRunInParallel() throws SQLException {
        CyclicBarrier both = new CyclicBarrier(2);
        try (World world = slow()) {
            runner(world, progress -> {
                        if (progress instanceof Progress.StepBegins) {
                            await(both);
                        }
                    })
                    .run("tables.sql", ORDERS + ";" + ITEMS);

            assertThat(world.objects()).containsOnlyKeys("orders", "items");
        }
    }

    @Test
    void stepsOfAScriptThatChangesItsSessionRunOneAfterAnother() throws SQLException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (World world = slow()) {
            runner(world, progress -> {
                        if (progress instanceof Progress.StepBegins) {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        } else if (progress instanceof Progress.StepEnds) {
                            running.decrementAndGet();
                        }
                    })
                    .run("tables.sql", "SET @tables = 2;" + ORDERS + ";" + ITEMS);

            assertThat(most).hasValue(1);
        }
    }

    @Test
    void settingsHoldForTheStatementsBelowThem() throws SQLException {
        String fill = "INSERT INTO %s SELECT 1, 'Bonn', @@query_timeout;\n";
        String script = ORDERS + ";" + ITEMS + ";\n" + fill.formatted("orders") + "SET query_timeout = 901;\n"
                + fill.formatted("items") + "SET query_timeout = 902;\n" + fill.formatted("items");
        try (World world = slow()) {
            runner(world).run("fill.sql", script);

            assertThat(world.rows("SELECT price FROM items ORDER BY price")).containsExactly("901", "902");
            assertThat(world.rows("SELECT price FROM orders")).doesNotContain("901", "902");
        }
    }

    @Test
    void grantsThatWereAnnouncedBeforeAKillAreTransferredAfterIt() throws SQLException {
        RecordedHistory rebuild = new RecordedHistory(World.DATABASE)
                .statements("create", ORDERS)
                .statements(
                        "rebuild",
                        ORDERS.replace("orders", "orders__cairn_new").replace("VARCHAR(20)", "VARCHAR(40)"),
                        "-- grants: from orders to orders__cairn_new",
                        "INSERT INTO orders__cairn_new SELECT * FROM orders",
                        "ALTER TABLE orders SWAP WITH orders__cairn_new",
                        "DROP TABLE orders__cairn_new");
        String script =
                Migrator.of(rebuild.schema(), "starrocks://root@localhost/shop").sql(1, 2);
        for (int statement = 2; statement <= 3; statement++) {
            for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
                try (World world = slow()) {
                    world.migrator(rebuild.schema()).upgradeTo(1);
                    world.execute("CREATE ROLE reader");
                    world.execute("GRANT SELECT ON TABLE shop.orders TO ROLE reader");
                    killAt(world, statement, fault, script);

                    runner(world).run("rebuild.sql", script);

                    assertThat(world.rows("SHOW GRANTS FOR ROLE reader"))
                            .as("killed at statement %s by %s", statement, fault)
                            .singleElement()
                            .asString()
                            .contains("GRANT SELECT ON TABLE shop.orders TO");
                }
            }
        }
    }

    @Test
    void rolesThatWereCreatedBeforeAKillNeedNoAnswer() throws SQLException {
        String script = """
            CREATE ROLE reader;
            CREATE DATABASE other;
            GRANT CREATE TABLE ON DATABASE other TO ROLE reader;
            DROP ROLE reader;
            """;
        for (String sent : List.of("CREATE ROLE.*", "GRANT.*", "DROP ROLE.*")) {
            for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
                try (World world = slow()) {
                    AtomicBoolean dead = new AtomicBoolean();
                    world.server.faults().on(Trigger.of(statement -> dead.get()).every(), Fault.cutBefore());
                    world.server
                            .faults()
                            .on(
                                    Trigger.of(statement ->
                                            statement.text().matches(sent) && dead.compareAndSet(false, true)),
                                    fault);
                    assertThatThrownBy(() -> runner(world).run("roles.sql", script))
                            .isInstanceOf(MigrationException.class);
                    world.server.faults().clear();

                    runner(world).run("roles.sql", script);

                    assertThat(world.rows("SHOW ROLES")).noneMatch(role -> role.contains("reader"));
                }
            }
        }
    }

    @Test
    void connectionsThatAreLostBeforeTheFirstStatementAreReplaced() throws SQLException {
        for (String read : List.of("SELECT unix_timestamp.*", "SHOW DATABASES", "SHOW ALTER TABLE COLUMN.*")) {
            try (World world = slow()) {
                AtomicInteger times = new AtomicInteger();
                world.server
                        .faults()
                        .on(
                                Trigger.of(statement -> statement.text().matches(read) && times.incrementAndGet() <= 3)
                                        .every(),
                                Fault.cutAfter());

                runner(world).run("orders.sql", "-- wait: ALTER TABLE orders\n" + ORDERS);

                assertThat(world.objects()).as(read).containsOnlyKeys("orders");
                assertThat(times.get()).as(read).isGreaterThan(3);
            }
        }
    }

    /** The preparation of a run that resumes skips these statements, which can't be applied to the state after them. */
    @Test
    void statementsOfAllKindsMayBeDoneBeforeAnInterruption() throws SQLException {
        String done = """
            ;
            ALTER TABLE orders RENAME renamed;
            ALTER TABLE renamed ADD COLUMN note STRING;
            ALTER TABLE renamed DROP COLUMN note;
            ALTER TABLE renamed MODIFY COLUMN city VARCHAR(40);
            CREATE INDEX by_city ON renamed (city) USING BITMAP;
            DROP INDEX by_city ON renamed;
            CREATE DATABASE other;
            USE other;
            CREATE TABLE days (day DATE NOT NULL, id INT) DUPLICATE KEY(day) PARTITION BY RANGE(day)
            (PARTITION p1 VALUES LESS THAN ("2026-01-01")) DISTRIBUTED BY HASH(id) BUCKETS 1
            PROPERTIES ("replication_num" = "1");
            ALTER TABLE days ADD PARTITION p2 VALUES LESS THAN ("2027-01-01");
            ALTER TABLE days DROP PARTITION p1;
            TRUNCATE TABLE days;
            CREATE VIEW ids AS SELECT id FROM days;
            DROP VIEW ids;
            CREATE MATERIALIZED VIEW counted DISTRIBUTED BY HASH(id) BUCKETS 1 REFRESH MANUAL
            PROPERTIES ("replication_num" = "1") AS SELECT id, count(*) AS n FROM days GROUP BY id;
            ALTER MATERIALIZED VIEW counted RENAME many;
            DROP MATERIALIZED VIEW many;
            CREATE ROLE reader;
            GRANT SELECT ON TABLE days TO ROLE reader;
            REVOKE SELECT ON TABLE days FROM ROLE reader;
            DROP ROLE reader;
            INSERT INTO days VALUES ("2026-05-05", 1);
            DELETE FROM days WHERE id = 4;
            """;
        try (World world = slow()) {
            String begun = ORDERS + done;
            assertThatThrownBy(() -> oneByOne(world).run("all.sql", begun + "INSERT INTO days VALUES (1);"))
                    .isInstanceOf(StepException.class)
                    .satisfies(MESSAGES::match);

            ScriptOutcome outcome =
                    runner(world).run("all.sql", begun + "INSERT INTO days VALUES (\"2026-06-06\", 2);");

            assertThat(outcome).isEqualTo(new ScriptOutcome(25, 1, true));
            assertThat(world.rows("SELECT id FROM other.days ORDER BY id")).containsExactly("1", "2");
        }
    }

    private static final String WIDE = ORDERS.replace("VARCHAR(20)", "VARCHAR(40)");
    private static final String REBUILD = WIDE.replace("orders", "orders__cairn_new") + """
        ;
        INSERT INTO orders__cairn_new SELECT * FROM orders;
        ALTER TABLE orders SWAP WITH orders__cairn_new;
        DROP TABLE orders__cairn_new;
        """;

    private static World withOrders() throws SQLException {
        World world = slow();
        world.execute(ORDERS);
        world.execute("INSERT INTO orders VALUES (1, 'Bonn', 7)");
        return world;
    }

    @Test
    void rowsThatAreWrittenDuringARebuildAreNotLost() throws SQLException {
        try (World world = withOrders()) {
            assertThatThrownBy(() -> runner(world, progress -> {
                                if (progress instanceof Progress.StepEnds copied
                                        && copied.step().number() == 2) {
                                    insertUlm(world);
                                }
                            })
                            .run("rebuild.sql", REBUILD))
                    .isInstanceOf(StepException.class)
                    .satisfies(MESSAGES::match);
            assertThat(world.rows("SELECT city FROM orders")).containsExactlyInAnyOrder("Bonn", "Ulm");

            runner(world).run("rebuild.sql", REBUILD);

            assertThat(world.rows("SELECT city FROM orders")).containsExactlyInAnyOrder("Bonn", "Ulm");
            assertThat(world.objects().get("orders")).contains("varchar(40)");
        }
    }

    private static void insertUlm(World world) {
        try {
            world.execute("INSERT INTO orders VALUES (2, 'Ulm', 8)");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void rowsThatAreWrittenToATableThatAnInterruptedRunHasReplacedAreReported() throws SQLException {
        try (World world = withOrders()) {
            killAt(world, 3, Fault.cutAfter(), REBUILD);
            world.execute("INSERT INTO orders__cairn_new VALUES (2, 'Ulm', 8)");

            assertThatThrownBy(() -> runner(world).run("rebuild.sql", REBUILD))
                    .isInstanceOf(UncertainStepException.class)
                    .satisfies(MESSAGES::match);

            assertThat(world.rows("SELECT city FROM orders__cairn_new")).containsExactlyInAnyOrder("Bonn", "Ulm");
            answering(world, Answer.DONE, 3).run("rebuild.sql", REBUILD);
            assertThat(world.objects()).containsOnlyKeys("orders");
        }
    }

    @Test
    void anExchangeIsNotRevertedByLaterRuns() throws SQLException {
        try (World world = withOrders()) {
            killAt(world, 3, Fault.cutAfter(), REBUILD);
            // The second run records that the step begins again, and ends before its statement.
            killBefore(world, "(?s)SHOW LOAD FROM .*", REBUILD);

            runner(world).run("rebuild.sql", REBUILD);

            assertThat(world.rows("SELECT city FROM orders")).containsExactly("Bonn");
            assertThat(world.objects().get("orders")).contains("varchar(40)");
        }
    }

    private static void killBefore(World world, String sent, String script) {
        AtomicBoolean dead = new AtomicBoolean();
        world.server
                .faults()
                .on(
                        Trigger.of(statement -> {
                                    if (statement.text().matches(sent)) {
                                        dead.set(true);
                                    }
                                    return dead.get();
                                })
                                .every(),
                        Fault.cutBefore());
        assertThatThrownBy(() -> oneByOne(world).run("shop.sql", script)).isInstanceOf(MigrationException.class);
        assertThat(dead).isTrue();
        world.server.faults().clear();
    }

    @Test
    void aScriptThatAnOlderVersionHasStoppedIsResumed() throws SQLException {
        for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
            String script = ORDERS + "; ALTER TABLE orders SWAP WITH items";
            try (World world = slow()) {
                world.execute(ITEMS.replace("city VARCHAR(20)", "city VARCHAR(60)"));
                killAt(world, 2, fault, script);
                asOlderVersion(world);

                assertThat(runner(world).run("swap.sql", script).resumed()).isTrue();

                assertThat(world.objects().get("orders")).contains("varchar(60)");
                assertThat(world.objects().get("items")).contains("varchar(20)");
            }
        }
    }

    /** Older versions noted what the server showed before the last step in place of the hash of the script. */
    private static void asOlderVersion(World world) {
        MigratorSettings settings =
                World.options().lease(Duration.ofMillis(500)).settings();
        ConnectionFactory connections =
                new ConnectionFactory(Address.of(world.url()), "run_sql", settings.ticker(), settings.values());
        Ledger ledger =
                new Ledger(connections, "run_sql", settings.values(), settings.ticker(), settings::newOwner, List.of());
        try (ServerConnection connection = connections.open();
                HeldLedger holding = ledger.acquire(connection, "4.1/shared-nothing")) {
            holding.release((state, sequence) -> state.startedSteps(2)
                    .resumeWith(Objects.requireNonNull(state.evidence().get(2)), state.texts()));
        }
    }
}
