package dev.cairn;

import static dev.cairn.ScriptRuns.CREATE_ITEMS;
import static dev.cairn.ScriptRuns.CREATE_ORDERS;
import static dev.cairn.ScriptRuns.awaitBarrier;
import static dev.cairn.ScriptRuns.createRunner;
import static dev.cairn.ScriptRuns.createWorldWithSlowJobs;
import static dev.cairn.ScriptRuns.readUpgradedEffects;
import static dev.cairn.ScriptRuns.renderScript;
import static dev.cairn.ScriptRuns.requireUpgraded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.internal.migrate.script.ScriptOutcome;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Scripts run with waits, and lead to the state of an upgrade. */
class ScriptRunnerTest {
    @Test
    void aScriptLeadsToTheSameStateAsAnUpgrade() throws SQLException {
        try (World world = createWorldWithSlowJobs()) {
            ScriptOutcome outcome = createRunner(world).run("shop.sql", renderScript());

            assertThat(outcome.completedStepCount()).isEqualTo(outcome.stepCount());
            assertThat(outcome.isResumed()).isFalse();
            requireUpgraded(world, readUpgradedEffects());

            assertThat(createRunner(world).run("shop.sql", renderScript()).completedStepCount())
                    .isZero();
            requireUpgraded(world, readUpgradedEffects());
        }
    }

    @Test
    void theNewTableOfAScriptHasTheGrantsOfTheSwap() throws SQLException {
        RecordedHistory rebuildHistory = new RecordedHistory(World.DATABASE)
                .statements("create", CREATE_ORDERS)
                .statements(
                        "rebuild",
                        CREATE_ORDERS.replace("orders", "orders__cairn_new"),
                        "-- grants: from orders to orders__cairn_new",
                        "INSERT INTO orders__cairn_new SELECT * FROM orders",
                        "ALTER TABLE orders SWAP WITH orders__cairn_new",
                        "DROP TABLE orders__cairn_new");
        String script = Migrator.of(rebuildHistory.schema(), "starrocks://root@localhost/shop")
                .sql(1, 2);
        try (World world = new World()) {
            world.createMigrator(rebuildHistory.schema()).upgradeTo(1);
            world.execute("CREATE ROLE reader");
            world.execute("GRANT SELECT, INSERT ON TABLE shop.orders TO ROLE reader");
            List<String> grantsDuringRun = new ArrayList<>();

            createRunner(world, progress -> {
                        if (progress instanceof Progress.StepStarted stepStarted
                                && stepStarted.step().text().startsWith("INSERT")) {
                            revokeSelect(world, grantsDuringRun);
                        }
                    })
                    .run("rebuild.sql", script);

            assertThat(grantsDuringRun).singleElement().asString().contains("ON TABLE shop.orders TO");
            assertThat(world.queryRows("SHOW GRANTS FOR ROLE reader"))
                    .singleElement()
                    .asString()
                    .contains("GRANT INSERT ON TABLE shop.orders TO");
        }
    }

    private static void revokeSelect(World world, List<String> grantsDuringRun) {
        try {
            grantsDuringRun.addAll(world.queryRows("SHOW GRANTS FOR ROLE reader"));
            world.execute("REVOKE SELECT ON TABLE shop.orders FROM ROLE reader");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void stepsOfDifferentTablesRunInParallel() throws SQLException {
        CyclicBarrier bothStarted = new CyclicBarrier(2);
        try (World world = createWorldWithSlowJobs()) {
            createRunner(world, progress -> {
                        if (progress instanceof Progress.StepStarted) {
                            awaitBarrier(bothStarted);
                        }
                    })
                    .run("tables.sql", CREATE_ORDERS + ";" + CREATE_ITEMS);

            assertThat(world.readObjects()).containsOnlyKeys("orders", "items");
        }
    }

    /** The system databases show the effects of all statements. */
    @Test
    void statementsThatReadTheStateOfTheServerKeepTheirOrder() throws SQLException {
        String insertFormat = "INSERT INTO shop.orders SELECT 1, 'x', count(*) FROM %s WHERE table_name = 'items';\n";
        for (String insertStatement : List.of(
                insertFormat.formatted("information_schema.tables"),
                insertFormat.formatted("INFORMATION_SCHEMA.tables"),
                insertFormat.formatted("present_tables"),
                "INSERT INTO shop.orders SELECT 1, 'x', least(1, 1 + count(*)) FROM sys.role_edges;\n")) {
            List<String> events = Collections.synchronizedList(new ArrayList<>());
            try (World world = createWorldWithSlowJobs()) {
                world.execute(CREATE_ORDERS);
                world.execute("CREATE VIEW present_tables AS SELECT * FROM information_schema.tables");

                createRunner(world, progress -> {
                            if (progress instanceof Progress.StepStarted started) {
                                events.add("start " + started.step().number());
                            } else if (progress instanceof Progress.StepEnded ended) {
                                events.add("end " + ended.step().number());
                            }
                        })
                        .run("tables.sql", CREATE_ITEMS + ";\n" + insertStatement + "DROP TABLE items;\n");

                assertThat(events)
                        .as(insertStatement)
                        .containsExactly("start 1", "end 1", "start 2", "end 2", "start 3", "end 3");
                assertThat(world.queryRows("SELECT price FROM orders")).containsExactly("1");
            }
        }
    }

    @Test
    void stepsOfAScriptThatChangesItsSessionRunOneAfterAnother() throws SQLException {
        AtomicInteger runningCount = new AtomicInteger();
        AtomicInteger maxRunningCount = new AtomicInteger();
        try (World world = createWorldWithSlowJobs()) {
            createRunner(world, progress -> {
                        if (progress instanceof Progress.StepStarted) {
                            maxRunningCount.accumulateAndGet(runningCount.incrementAndGet(), Math::max);
                        } else if (progress instanceof Progress.StepEnded) {
                            runningCount.decrementAndGet();
                        }
                    })
                    .run("tables.sql", "SET @tables = 2;" + CREATE_ORDERS + ";" + CREATE_ITEMS);

            assertThat(maxRunningCount).hasValue(1);
        }
    }

    /** The server stores an empty period, and prints it. */
    @Test
    void aStorageCooldownIsRemoved() throws SQLException {
        try (World world = new World()) {
            world.execute("CREATE TABLE cooled (day DATE) PARTITION BY RANGE(day) (PARTITION p1 VALUES LESS THAN"
                    + " ('2030-01-01')) DISTRIBUTED BY HASH(day) BUCKETS 1 PROPERTIES ('replication_num' = '1')");
            world.execute("ALTER TABLE cooled SET ('storage_cooldown_ttl' = '1 day')");

            createRunner(world).run("remove.sql", "ALTER TABLE cooled SET ('storage_cooldown_ttl' = '')");

            assertThat(world.readObjects().get("cooled")).contains("\"storage_cooldown_ttl\" = \"\"");
        }
    }

    @Test
    void settingsHoldForTheStatementsBelowThem() throws SQLException {
        String insertFormat = "INSERT INTO %s SELECT 1, 'Bonn', @@query_timeout;\n";
        String script = CREATE_ORDERS + ";" + CREATE_ITEMS + ";\n" + insertFormat.formatted("orders")
                + "SET query_timeout = 901;\n" + insertFormat.formatted("items") + "SET query_timeout = 902;\n"
                + insertFormat.formatted("items");
        try (World world = createWorldWithSlowJobs()) {
            createRunner(world).run("fill.sql", script);

            assertThat(world.queryRows("SELECT price FROM items ORDER BY price"))
                    .containsExactly("901", "902");
            assertThat(world.queryRows("SELECT price FROM orders")).doesNotContain("901", "902");
        }
    }

    @Test
    void connectionsThatAreLostBeforeTheFirstStatementAreReplaced() throws SQLException {
        for (String readPattern : List.of("SELECT unix_timestamp.*", "SHOW DATABASES", "SHOW ALTER TABLE COLUMN.*")) {
            try (World world = createWorldWithSlowJobs()) {
                AtomicInteger lostCount = new AtomicInteger();
                world.server
                        .faults()
                        .add(
                                Trigger.of(statement -> statement.text().matches(readPattern)
                                                && lostCount.incrementAndGet() <= 3)
                                        .every(),
                                Fault.cutAfter());

                createRunner(world).run("orders.sql", "-- wait: ALTER TABLE orders\n" + CREATE_ORDERS);

                assertThat(world.readObjects()).as(readPattern).containsOnlyKeys("orders");
                assertThat(lostCount.get()).as(readPattern).isGreaterThan(3);
            }
        }
    }

    @Test
    void aCancelledJobStopsTheScript() throws SQLException {
        String script = CREATE_ORDERS + "; ALTER TABLE orders MODIFY COLUMN city VARCHAR(40);"
                + " CREATE VIEW cities AS SELECT city FROM orders";
        try (World world = createWorldWithSlowJobs()) {
            world.server.faults().add(Trigger.matching("(?s)ALTER TABLE.*"), Fault.failJob("no space left"));
            assertThatThrownBy(() -> createRunner(world).run("a.sql", script))
                    .isInstanceOf(StepFailedException.class)
                    .hasMessageContaining("no space left");
            assertThat(world.readObjects()).containsOnlyKeys("orders");

            assertThat(createRunner(world).run("a.sql", script)).isEqualTo(new ScriptOutcome(3, 2, true));
            assertThat(world.readObjects().get("orders")).contains("varchar(40)");
        }
    }
}
