package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.Progress.HookMoment;
import dev.cairn.upgrade.UpgradeHook;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hooks run before and after an upgrade, and the events of a run are nested. */
class UpgradeHookTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final RecordedHistory HISTORY = ShortMigrations.of(World.DATABASE);
    private static final SchemaDescriptor SCHEMA = HISTORY.schema(2);

    private final List<String> hookCalls = Collections.synchronizedList(new ArrayList<>());

    @AutoClose
    private World world;

    @BeforeEach
    void start() {
        world = new World();
    }

    private UpgradeHook recordCall(String call) {
        return connection -> hookCalls.add(call);
    }

    private MigratorOptions optionsWithHooks() {
        return World.options().beforeUpgrade(recordCall("before")).afterUpgrade(recordCall("after"));
    }

    @Test
    void hooksRunOnceInARunThatChangesSomething() {
        world.createMigrator(SCHEMA, optionsWithHooks()).upgrade();
        assertThat(hookCalls).containsExactly("before", "after");

        world.createMigrator(SCHEMA, optionsWithHooks()).upgrade();
        assertThat(hookCalls).containsExactly("before", "after");
        assertThat(readState()).doesNotContain("hook=");
        assertThat(world.createMigrator(SCHEMA).status().isHookDue()).isFalse();

        world.createMigrator(HISTORY.schema(3), optionsWithHooks()).upgrade();
        assertThat(hookCalls).containsExactly("before", "after", "before", "after");
    }

    private String readState() {
        try {
            return LedgerComments.findLatest(world);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void hooksSeeTheDatabaseBeforeAndAfterTheMigrations() throws SQLException {
        MigratorOptions options = World.options()
                .beforeUpgrade(connection -> hookCalls.add("orders: " + hasOrders(connection)))
                .afterUpgrade(UpgradeHook.sql(
                        "INSERT INTO orders (id, city) VALUES (70, 'Rome')",
                        "INSERT INTO orders (id, city) VALUES (71, 'Bonn')"))
                .afterUpgrade(connection -> hookCalls.add("orders: " + hasOrders(connection)));

        world.createMigrator(SCHEMA, options).upgrade();

        assertThat(hookCalls).containsExactly("orders: false", "orders: true");
        assertThat(world.countInserts()).containsEntry("orders", 3);
    }

    private static boolean hasOrders(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT 1 FROM orders").close();
            return true;
        } catch (SQLException ignored) {
            return false;
        }
    }

    @Test
    void aHookThatFailsBeforeTheUpgradeStopsIt() {
        MigratorOptions options = World.options().beforeUpgrade(UpgradeHook.sql("SELECT nothing FROM nowhere"));

        assertThatThrownBy(() -> world.createMigrator(SCHEMA, options).upgrade())
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.createMigrator(SCHEMA).status().head().number()).isZero();
        assertThat(world.createMigrator(SCHEMA).status().isHeld()).isFalse();
        assertThat(world.createMigrator(SCHEMA, optionsWithHooks()).upgrade().migrations())
                .hasSize(2);
    }

    @Test
    void aHookThatFailedAfterTheUpgradeIsCalledAgain() {
        MigratorOptions failingOptions = World.options().afterUpgrade(connection -> {
            throw new SQLException("no statistics");
        });

        assertThatThrownBy(() -> world.createMigrator(SCHEMA, failingOptions).upgrade())
                .isInstanceOf(StepFailedException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.createMigrator(SCHEMA).status().head().number()).isEqualTo(2);
        assertThat(world.createMigrator(SCHEMA).status().isHeld()).isFalse();
        assertThat(readState()).contains(" hook=due");
        assertThat(world.createMigrator(SCHEMA).status().isHookDue()).isTrue();

        // A migrator without the hook leaves it due.
        assertThat(world.createMigrator(SCHEMA).upgrade().isEmpty()).isTrue();
        assertThat(readState()).contains(" hook=due");

        assertThat(world.createMigrator(SCHEMA, optionsWithHooks()).upgrade().isEmpty())
                .isTrue();
        assertThat(hookCalls).containsExactly("after");
        assertThat(readState()).doesNotContain("hook=");
    }

    /** Stands for the death of a migrator's process. */
    private static final class ProcessDeathError extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void aHookWhoseMigratorDiedIsCalledAgain() {
        MigratorOptions killingOptions = World.options().afterUpgrade(connection -> {
            throw new ProcessDeathError();
        });

        assertThatThrownBy(() -> world.createMigrator(SCHEMA, killingOptions).upgrade())
                .isInstanceOf(ProcessDeathError.class);
        assertThat(world.createMigrator(SCHEMA).status().isHeld()).isTrue();

        assertThat(world.createMigrator(SCHEMA, optionsWithHooks()).upgrade().isEmpty())
                .isTrue();
        assertThat(hookCalls).containsExactly("after");
    }

    @Test
    void aMigratorThatDiedBeforeTheHookLeavesItDue() {
        MigratorOptions killingOptions = optionsWithHooks().listener(progress -> {
            if (progress instanceof Progress.HookStarted hookStarted
                    && hookStarted.moment() == HookMoment.AFTER_UPGRADE) {
                throw new ProcessDeathError();
            }
        });

        assertThatThrownBy(() -> world.createMigrator(SCHEMA, killingOptions).upgrade())
                .isInstanceOf(ProcessDeathError.class);
        world.createMigrator(SCHEMA, optionsWithHooks()).upgrade();
        assertThat(hookCalls).containsExactly("before", "after");
    }

    @Test
    void downgradesCallNoHooks() {
        SchemaDescriptor schema = ShortMigrations.of(World.DATABASE).schema(1);
        world.createMigrator(schema).upgrade();
        world.createMigrator(schema, optionsWithHooks().consent(Consent.DESTRUCTIVE))
                .downgradeTo(0);
        assertThat(hookCalls).isEmpty();
    }

    @Test
    void eventsNestAsRunMigrationAndStep() {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        SchemaDescriptor schema = ShortMigrations.of(World.DATABASE).schema(2);
        MigratorOptions options =
                optionsWithHooks().connections(1).listener(progress -> events.add(describeEvent(progress)));

        world.createMigrator(schema, options).upgrade();

        assertThat(events)
                .containsExactly(
                        "RunStarted",
                        "HookStarted",
                        "HookEnded",
                        "MigrationStarted 1",
                        "StepStarted 1",
                        "StepEnded 1",
                        "StepStarted 1",
                        "StepEnded 1",
                        "MigrationEnded 1",
                        "MigrationStarted 2",
                        "StepStarted 2",
                        "StepEnded 2",
                        "StepStarted 2",
                        "StepEnded 2",
                        "MigrationEnded 2",
                        "HookStarted",
                        "HookEnded",
                        "RunEnded");
    }

    private static String describeEvent(Progress progress) {
        String name = progress.getClass().getSimpleName();
        return progress instanceof Progress.MigrationEvent migrationEvent
                ? name + " " + migrationEvent.migration().number()
                : name;
    }

    @Test
    void aFailureEndsTheStepTheMigrationAndTheRun() {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        SchemaDescriptor failingSchema = new RecordedHistory(World.DATABASE)
                .version(
                        "create",
                        "CREATE TABLE a (id INT NOT NULL) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 1"
                                + " PROPERTIES ('replication_num' = '1')")
                .statements("fill", "INSERT INTO a SELECT id FROM missing_elsewhere.b")
                .schema();
        MigratorOptions options = World.options().listener(progress -> events.add(describeEvent(progress)));

        assertThatThrownBy(() -> world.createMigrator(failingSchema, options).upgrade())
                .isInstanceOf(StepFailedException.class);

        assertThat(events).endsWith("StepFailed 2", "MigrationFailed 2", "RunFailed");
    }
}
