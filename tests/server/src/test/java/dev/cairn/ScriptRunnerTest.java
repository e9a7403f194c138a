package dev.cairn;

import static dev.cairn.ScriptRuns.ITEMS;
import static dev.cairn.ScriptRuns.ORDERS;
import static dev.cairn.ScriptRuns.awaitBarrier;
import static dev.cairn.ScriptRuns.requireUpgraded;
import static dev.cairn.ScriptRuns.runner;
import static dev.cairn.ScriptRuns.script;
import static dev.cairn.ScriptRuns.slowWorld;
import static dev.cairn.ScriptRuns.upgradedEffects;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.internal.migrate.ScriptOutcome;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Scripts run with waits, and lead to the state of an upgrade. */
class ScriptRunnerTest {
    @Test
    void aScriptLeadsToTheSameStateAsAnUpgrade() throws SQLException {
        try (World world = slowWorld()) {
            ScriptOutcome outcome = runner(world).run("shop.sql", script());

            assertThat(outcome.ranSteps()).isEqualTo(outcome.steps());
            assertThat(outcome.isResumed()).isFalse();
            requireUpgraded(world, upgradedEffects());

            assertThat(runner(world).run("shop.sql", script()).ranSteps()).isZero();
            requireUpgraded(world, upgradedEffects());
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
            world.createMigrator(rebuild.schema()).upgradeTo(1);
            world.execute("CREATE ROLE reader");
            world.execute("GRANT SELECT, INSERT ON TABLE shop.orders TO ROLE reader");
            List<String> during = new ArrayList<>();

            runner(world, progress -> {
                        if (progress instanceof Progress.StepStarted begins
                                && begins.step().text().startsWith("INSERT")) {
                            revokeSelect(world, during);
                        }
                    })
                    .run("rebuild.sql", text);

            assertThat(during).singleElement().asString().contains("ON TABLE shop.orders TO");
            assertThat(world.queryRows("SHOW GRANTS FOR ROLE reader"))
                    .singleElement()
                    .asString()
                    .contains("GRANT INSERT ON TABLE shop.orders TO");
        }
    }

    private static void revokeSelect(World world, List<String> during) {
        try {
            during.addAll(world.queryRows("SHOW GRANTS FOR ROLE reader"));
            world.execute("REVOKE SELECT ON TABLE shop.orders FROM ROLE reader");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void stepsOfDifferentTablesRunInParallel() throws SQLException {
        CyclicBarrier both = new CyclicBarrier(2);
        try (World world = slowWorld()) {
            runner(world, progress -> {
                        if (progress instanceof Progress.StepStarted) {
                            awaitBarrier(both);
                        }
                    })
                    .run("tables.sql", ORDERS + ";" + ITEMS);

            assertThat(world.readObjects()).containsOnlyKeys("orders", "items");
        }
    }

    @Test
    void stepsOfAScriptThatChangesItsSessionRunOneAfterAnother() throws SQLException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (World world = slowWorld()) {
            runner(world, progress -> {
                        if (progress instanceof Progress.StepStarted) {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        } else if (progress instanceof Progress.StepEnded) {
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
        try (World world = slowWorld()) {
            runner(world).run("fill.sql", script);

            assertThat(world.queryRows("SELECT price FROM items ORDER BY price"))
                    .containsExactly("901", "902");
            assertThat(world.queryRows("SELECT price FROM orders")).doesNotContain("901", "902");
        }
    }

    @Test
    void connectionsThatAreLostBeforeTheFirstStatementAreReplaced() throws SQLException {
        for (String read : List.of("SELECT unix_timestamp.*", "SHOW DATABASES", "SHOW ALTER TABLE COLUMN.*")) {
            try (World world = slowWorld()) {
                AtomicInteger times = new AtomicInteger();
                world.server
                        .faults()
                        .add(
                                Trigger.of(statement -> statement.text().matches(read) && times.incrementAndGet() <= 3)
                                        .every(),
                                Fault.cutAfter());

                runner(world).run("orders.sql", "-- wait: ALTER TABLE orders\n" + ORDERS);

                assertThat(world.readObjects()).as(read).containsOnlyKeys("orders");
                assertThat(times.get()).as(read).isGreaterThan(3);
            }
        }
    }

    @Test
    void aCancelledJobStopsTheScript() throws SQLException {
        String script = ORDERS + "; ALTER TABLE orders MODIFY COLUMN city VARCHAR(40);"
                + " CREATE VIEW cities AS SELECT city FROM orders";
        try (World world = slowWorld()) {
            world.server.faults().add(Trigger.matching("(?s)ALTER TABLE.*"), Fault.failJob("no space left"));
            assertThatThrownBy(() -> runner(world).run("a.sql", script))
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining("no space left");
            assertThat(world.readObjects()).containsOnlyKeys("orders");

            assertThat(runner(world).run("a.sql", script)).isEqualTo(new ScriptOutcome(3, 2, true));
            assertThat(world.readObjects().get("orders")).contains("varchar(40)");
        }
    }
}
