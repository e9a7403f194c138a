package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Status.DatabaseState;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.migrate.script.ScriptOptions;
import dev.cairn.internal.migrate.script.ScriptOptions.StepAnswer;
import dev.cairn.internal.migrate.script.ScriptRunner;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs scripts that end at a chosen statement, and compares their effects with those of an upgrade. */
final class ScriptRuns {
    static final String CREATE_ORDERS =
            "CREATE TABLE orders (id INT NOT NULL, city VARCHAR(20), price INT) DUPLICATE KEY(id)"
                    + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES (\"replication_num\" = \"1\")";
    static final String CREATE_ITEMS = CREATE_ORDERS.replace("orders", "items");
    static final RecordedHistory HISTORY = new RecordedHistory(World.DATABASE)
            .statements("create", CREATE_ORDERS, CREATE_ITEMS, "INSERT INTO orders VALUES (1, 'Bonn', 7)")
            .statements("wider", "ALTER TABLE orders MODIFY COLUMN city VARCHAR(40)")
            .statementsWithSettings(
                    "fill",
                    List.of("query_timeout=900"),
                    List.of("INSERT INTO items SELECT id, city, price FROM orders"))
            .statements("items", "ALTER TABLE items MODIFY COLUMN price BIGINT", "ALTER TABLE items ADD COLUMN n INT")
            .statements("view", "CREATE VIEW v AS SELECT id, city FROM orders")
            .statements("wider still", "ALTER TABLE orders MODIFY COLUMN city VARCHAR(60)")
            .statements("swap", "ALTER TABLE orders ADD COLUMN note STRING", "ALTER TABLE orders SWAP WITH items");
    private static final String COUNTED_STATEMENT_PATTERN =
            "(?s)(CREATE TABLE|ALTER TABLE|INSERT|CREATE VIEW `v`|WITH `__cairn_ledger`|UPDATE|DELETE).*";

    private ScriptRuns() {}

    static ScriptOptions options(
            Consumer<Progress> listener, StepAnswer answer, boolean mayRerun, boolean abandonsProgress) {
        return new ScriptOptions(
                World.options().lease(Duration.ofMillis(500)).listener(listener).settings(),
                answer,
                mayRerun,
                abandonsProgress);
    }

    static ScriptRunner createRunner(World world, Consumer<Progress> listener) {
        return new ScriptRunner(ServerAddress.parse(world.url()), options(listener, StepAnswer.NONE, false, false));
    }

    static ScriptRunner createRunner(World world) {
        return createRunner(world, progress -> {});
    }

    static ScriptRunner createAnsweringRunner(World world, StepAnswer answer, int step) {
        return new ScriptRunner(
                ServerAddress.parse(world.url()),
                new ScriptOptions(
                        options(progress -> {}, answer, false, false).settings(), answer, step, false, false));
    }

    /** Returns a runner of steps in their order, so that the n-th statement is always the same one. */
    static ScriptRunner createSequentialRunner(World world) {
        return new ScriptRunner(
                ServerAddress.parse(world.url()),
                new ScriptOptions(
                        World.options()
                                .lease(Duration.ofMillis(500))
                                .connections(1)
                                .settings(),
                        StepAnswer.NONE,
                        false,
                        false));
    }

    static String renderScript() {
        return Migrator.of(HISTORY.schema(), "starrocks://root@localhost/shop").sql(0, 7);
    }

    static World createWorldWithSlowJobs() {
        return new World(Options.DEFAULT.jobs(Job.Pace.ofDuration(Duration.ofMillis(30))));
    }

    static World.Effects readUpgradedEffects() throws SQLException {
        try (World world = new World()) {
            world.createMigrator(HISTORY.schema()).upgrade();
            return world.readEffects(HISTORY.schema());
        }
    }

    static void requireUpgraded(World world, World.Effects expected) throws SQLException {
        assertThat(world.readEffects(HISTORY.schema()).describeDifference(expected))
                .isEmpty();
        assertThat(world.createMigrator(HISTORY.schema()).status().databaseState())
                .isEqualTo(DatabaseState.CURRENT);
        assertThat(world.createMigrator(HISTORY.schema()).check().isEmpty()).isTrue();
    }

    /**
     * Runs a script whose process dies at its n-th counted statement: none of its later statements reaches the server.
     */
    static void killAt(World world, int statementNumber, Fault fault, String script) {
        AtomicBoolean isDead = new AtomicBoolean();
        AtomicInteger sentCount = new AtomicInteger();
        world.server.faults().add(Trigger.of(statement -> isDead.get()).every(), Fault.cutBefore());
        world.server
                .faults()
                .add(
                        Trigger.of(statement -> {
                            boolean isLast = statement.text().matches(COUNTED_STATEMENT_PATTERN)
                                    && sentCount.incrementAndGet() == statementNumber;
                            isDead.compareAndSet(false, isLast);
                            return isLast;
                        }),
                        fault);
        assertThatThrownBy(() -> createSequentialRunner(world).run("shop.sql", script))
                .isInstanceOf(MigrationException.class);
        assertThat(isDead).isTrue();
        world.server.faults().clear();
    }

    static void awaitBarrier(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
