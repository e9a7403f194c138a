package dev.cairn;

import static dev.cairn.ScriptRuns.CREATE_ITEMS;
import static dev.cairn.ScriptRuns.CREATE_ORDERS;
import static dev.cairn.ScriptRuns.createRunner;
import static dev.cairn.ScriptRuns.createSequentialRunner;
import static dev.cairn.ScriptRuns.createWorldWithSlowJobs;
import static dev.cairn.ScriptRuns.killAt;
import static dev.cairn.ScriptRuns.readUpgradedEffects;
import static dev.cairn.ScriptRuns.renderScript;
import static dev.cairn.ScriptRuns.requireUpgraded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.Ledger;
import dev.cairn.internal.migrate.script.ScriptOutcome;
import dev.cairn.internal.run.preparation.MigratorSettings;
import dev.cairn.random.Breadth;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A script that was killed at any statement is resumed without an answer. */
class InterruptedScriptTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    /** Simulates the death of the process at an event. */
    private static final class ProcessDeath extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    @Tag(Breadth.LONG)
    void aRunThatEndsAnywhereIsResumed() throws SQLException {
        World.Effects expected = readUpgradedEffects();
        List<Progress> allEvents = new ArrayList<>();
        try (World world = createWorldWithSlowJobs()) {
            createRunner(world, progress -> {
                        if (!(progress instanceof Progress.StepWaiting)) {
                            allEvents.add(progress);
                        }
                    })
                    .run("shop.sql", renderScript());
        }
        for (int lastEvent : Breadth.numbers(allEvents.size() - 1, 5).toArray()) {
            int[] eventCount = new int[1];
            try (World world = createWorldWithSlowJobs()) {
                assertThatThrownBy(() -> createRunner(world, progress -> {
                                    if (!(progress instanceof Progress.StepWaiting) && eventCount[0]++ == lastEvent) {
                                        throw new ProcessDeath();
                                    }
                                })
                                .run("shop.sql", renderScript()))
                        .isInstanceOf(ProcessDeath.class);

                createRunner(world).run("shop.sql", renderScript());

                requireUpgraded(world, expected);
            }
        }
    }

    @Test
    @Tag(Breadth.LONG)
    void statementsThatRanBeforeAKillAreNotSentAgain() throws SQLException {
        World.Effects expected = readUpgradedEffects();
        for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
            for (int number : Breadth.numbers(9, 3).toArray()) {
                try (World world = createWorldWithSlowJobs()) {
                    killAt(world, number, fault, renderScript());

                    // Also a load that never arrived needs no answer: the server can't have forgotten its label.
                    ScriptOutcome outcome = createRunner(world).run("shop.sql", renderScript());

                    assertThat(outcome.isResumed()).isTrue();
                    requireUpgraded(world, expected);
                }
            }
        }
    }

    private static final String CREATE_AND_UPDATE_USERS = """
        CREATE TABLE users (id INT NOT NULL, visits INT) PRIMARY KEY (id) DISTRIBUTED BY HASH(id) BUCKETS 2
        PROPERTIES ("replication_num" = "1");
        INSERT INTO users VALUES (1, 1);
        UPDATE users SET visits = visits + 1 WHERE id = 1;
        ALTER TABLE users ADD COLUMN note STRING;
        """;

    @Test
    void anInterruptedUpdateNeedsNoAnswer() throws SQLException {
        for (boolean hasRun : List.of(true, false)) {
            try (World world = createWorldWithSlowJobs()) {
                killAt(world, 3, hasRun ? Fault.cutAfter() : Fault.cutBefore(), CREATE_AND_UPDATE_USERS);

                createRunner(world).run("shop.sql", CREATE_AND_UPDATE_USERS);

                assertThat(world.queryRows("SELECT visits FROM users")).containsExactly("2");
                assertThat(world.readObjects().get("users")).contains("`note`");
            }
        }
    }

    private static final String CREATE_CLIENTS =
            "CREATE TABLE client (id BIGINT NOT NULL AUTO_INCREMENT, name VARCHAR(20))"
                    + " PRIMARY KEY (id) DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES (\"replication_num\" = \"1\")";

    @Test
    void aRebuildThatWasKilledIsResumed() throws SQLException {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .version("clients", CREATE_CLIENTS)
                .statements("some", "INSERT INTO client (name) VALUES ('ann')")
                .version("text", CREATE_CLIENTS.replace("name VARCHAR(20)", "name VARCHAR(20) NOT NULL DEFAULT 'x'"));
        String script =
                Migrator.of(history.schema(), "starrocks://root@localhost/shop").sql(0, 3);
        World.Effects expected;
        try (World world = new World()) {
            world.createMigrator(history.schema()).upgrade();
            expected = world.readEffects(history.schema());
        }
        assertThat(script).contains("-- counter: from client to client__cairn_new", "SWAP WITH");
        for (int number = 3; number <= 6; number++) {
            try (World world = createWorldWithSlowJobs()) {
                killAt(world, number, Fault.cutAfter(), script);

                createRunner(world).run("shop.sql", script);

                assertThat(world.readEffects(history.schema()).describeDifference(expected))
                        .as("killed at statement %s", number)
                        .isEmpty();
            }
        }
    }

    @Test
    void grantsThatWereAnnouncedBeforeAKillAreTransferredAfterIt() throws SQLException {
        RecordedHistory rebuild = new RecordedHistory(World.DATABASE)
                .statements("create", CREATE_ORDERS)
                .statements(
                        "rebuild",
                        CREATE_ORDERS.replace("orders", "orders__cairn_new").replace("VARCHAR(20)", "VARCHAR(40)"),
                        "-- grants: from orders to orders__cairn_new",
                        "INSERT INTO orders__cairn_new SELECT * FROM orders",
                        "ALTER TABLE orders SWAP WITH orders__cairn_new",
                        "DROP TABLE orders__cairn_new");
        String script =
                Migrator.of(rebuild.schema(), "starrocks://root@localhost/shop").sql(1, 2);
        for (int statementNumber = 2; statementNumber <= 3; statementNumber++) {
            for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
                try (World world = createWorldWithSlowJobs()) {
                    world.createMigrator(rebuild.schema()).upgradeTo(1);
                    world.execute("CREATE ROLE reader");
                    world.execute("GRANT SELECT ON TABLE shop.orders TO ROLE reader");
                    killAt(world, statementNumber, fault, script);

                    createRunner(world).run("rebuild.sql", script);

                    assertThat(world.queryRows("SHOW GRANTS FOR ROLE reader"))
                            .as("killed at statement %s by %s", statementNumber, fault)
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
        for (String lastStatement : List.of("CREATE ROLE.*", "GRANT.*", "DROP ROLE.*")) {
            for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
                try (World world = createWorldWithSlowJobs()) {
                    AtomicBoolean isDead = new AtomicBoolean();
                    world.server
                            .faults()
                            .add(Trigger.of(statement -> isDead.get()).every(), Fault.cutBefore());
                    world.server
                            .faults()
                            .add(
                                    Trigger.of(statement -> statement.text().matches(lastStatement)
                                            && isDead.compareAndSet(false, true)),
                                    fault);
                    assertThatThrownBy(() -> createRunner(world).run("roles.sql", script))
                            .isInstanceOf(MigrationException.class);
                    world.server.faults().clear();

                    createRunner(world).run("roles.sql", script);

                    assertThat(world.queryRows("SHOW ROLES")).noneMatch(role -> role.contains("reader"));
                }
            }
        }
    }

    /** The preparation of a run that resumes skips these statements, which can't be applied to the state after them. */
    @Test
    void statementsOfAllKindsMayBeDoneBeforeAnInterruption() throws SQLException {
        String finishedStatements = """
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
        try (World world = createWorldWithSlowJobs()) {
            String firstStatements = CREATE_ORDERS + finishedStatements;
            assertThatThrownBy(() -> createSequentialRunner(world)
                            .run(
                                    "all.sql",
                                    firstStatements + "INSERT INTO days SELECT nullif('2026-06-06', '2026-06-06'), 2;"))
                    .isInstanceOf(StepFailedException.class)
                    .satisfies(MESSAGES::match);

            ScriptOutcome outcome = createRunner(world)
                    .run("all.sql", firstStatements + "INSERT INTO days VALUES (\"2026-06-06\", 2);");

            assertThat(outcome).isEqualTo(new ScriptOutcome(25, 1, true));
            assertThat(world.queryRows("SELECT id FROM other.days ORDER BY id")).containsExactly("1", "2");
        }
    }

    @Test
    void aScriptThatAnOlderVersionHasStoppedIsResumed() throws SQLException {
        for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter())) {
            String script = CREATE_ORDERS + "; ALTER TABLE orders SWAP WITH items";
            try (World world = createWorldWithSlowJobs()) {
                world.execute(CREATE_ITEMS.replace("city VARCHAR(20)", "city VARCHAR(60)"));
                killAt(world, 2, fault, script);
                rewriteAsOlderVersion(world);

                assertThat(createRunner(world).run("swap.sql", script).isResumed())
                        .isTrue();

                assertThat(world.readObjects().get("orders")).contains("varchar(60)");
                assertThat(world.readObjects().get("items")).contains("varchar(20)");
            }
        }
    }

    /** Older versions noted what the server showed before the last step in place of the hash of the script. */
    private static void rewriteAsOlderVersion(World world) {
        MigratorSettings settings =
                World.options().lease(Duration.ofMillis(500)).settings();
        ConnectionFactory connections = new ConnectionFactory(
                ServerAddress.parse(world.url()), "run_sql", settings.ticker(), settings.values());
        Ledger ledger = new Ledger(
                connections, "run_sql", settings.values(), settings.ticker(), settings::createOwnerName, List.of());
        try (ServerConnection connection = connections.open();
                HeldLedger holding = ledger.acquire(connection, "4.1/shared-nothing")) {
            holding.release((state, sequence) -> state.withStartedStep(2)
                    .withHashes(
                            Objects.requireNonNull(state.evidenceByStepNumber().get(2)), state.hashByStepNumber()));
        }
    }
}
