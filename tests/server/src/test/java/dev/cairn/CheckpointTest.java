package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Migrator.Repair;
import dev.cairn.Status.DatabaseState;
import dev.cairn.Status.OpenStep;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.ExitCode;
import dev.cairn.random.Breadth;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.DatabaseNotCurrentException;
import dev.cairn.upgrade.MigrationException.HistoryMismatchException;
import dev.cairn.upgrade.MigrationException.OlderReleaseRequiredException;
import dev.cairn.upgrade.MigrationException.UncertainStepException;
import dev.cairn.upgrade.RecordedMigration;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A release whose migrations begin with a checkpoint, and the release before it, on databases in each state. */
class CheckpointTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String CREATE_ORDERS = createTable("orders", "city VARCHAR(20)");
    private static final String CREATE_ORDERS_WITH_NOTE = createTable("orders", "city VARCHAR(20), note STRING");
    private static final String CREATE_ITEMS = createTable("items", "price INT");
    private static final String CREATE_CITIES = "CREATE VIEW cities AS SELECT city FROM shop.orders";
    private static final String ADD_REMARK = "ALTER TABLE items ADD COLUMN remark STRING";
    private static final String INSERT_ITEM = "INSERT INTO items (id, price) VALUES (1, 10)";

    @AutoClose
    private final World world = new World();

    private static String createTable(String name, String columns) {
        return "CREATE TABLE " + name + " (id INT NOT NULL, " + columns + ") DUPLICATE KEY(id)"
                + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    }

    /** Returns migrations 1 to 4, as the older release has them. */
    private static RecordedHistory createLongHistory() {
        return new RecordedHistory(World.DATABASE)
                .version("create orders", CREATE_ORDERS)
                .version("add a note", CREATE_ORDERS_WITH_NOTE)
                .version("create items", CREATE_ORDERS_WITH_NOTE, CREATE_ITEMS)
                .version("create cities", CREATE_ORDERS_WITH_NOTE, CREATE_ITEMS, CREATE_CITIES);
    }

    private static RecordedHistory createOlderHistory() {
        return createLongHistory()
                .statements("add a remark", List.of(ADD_REMARK), List.of("ALTER TABLE items DROP COLUMN remark"));
    }

    /** Returns a checkpoint at 4, and migration 5. */
    private static RecordedHistory createNewerHistory() {
        return createLongHistory()
                .checkpoint("shop 2.7")
                .statements("add a remark", List.of(ADD_REMARK), List.of("ALTER TABLE items DROP COLUMN remark"));
    }

    private Migrator createMigrator(SchemaDescriptor schema) {
        return world.createMigrator(
                schema, World.options().consent(Consent.values()).connections(1));
    }

    private Migrator oldReleaseMigrator() {
        return createMigrator(createOlderHistory().schema());
    }

    private Migrator newReleaseMigrator() {
        return createMigrator(createNewerHistory().schema());
    }

    @Test
    void theMigrationsAfterACheckpointKeepTheirHashes() {
        List<RecordedMigration> olderMigrations = createOlderHistory().schema().migrations();
        List<RecordedMigration> newerMigrations = createNewerHistory().schema().migrations();

        assertThat(newerMigrations).hasSize(2);
        assertThat(newerMigrations.get(0).hash())
                .isEqualTo(olderMigrations.get(3).hash());
        assertThat(newerMigrations.get(1).hash())
                .isEqualTo(olderMigrations.get(4).hash());
        assertThat(createNewerHistory().schema().lastMigrationNumber()).isEqualTo(5);
    }

    @Test
    void anEmptyDatabaseStartsWithTheCheckpoint() {
        MigrationResult outcome = newReleaseMigrator().upgrade();

        assertThat(outcome.migrations())
                .extracting(RecordedMigration::name)
                .containsExactly("V0004Checkpoint", "V0005AddARemark");
        Map<String, String> objects = world.readObjects();
        assertThat(newReleaseMigrator().status().databaseState()).isEqualTo(DatabaseState.CURRENT);
        assertThat(newReleaseMigrator().check().isEmpty()).isTrue();
        assertThat(newReleaseMigrator().history().rows())
                .extracting(History.Row::number)
                .containsExactly(4, 5);
        try (World otherWorld = new World()) {
            otherWorld.createMigrator(createOlderHistory().schema()).upgrade();
            assertThat(objects).isEqualTo(otherWorld.readObjects());
        }
    }

    @Test
    void theOlderReleaseKnowsADatabaseThatBeganWithTheCheckpoint() {
        newReleaseMigrator().upgrade();

        assertThat(oldReleaseMigrator().status().databaseState()).isEqualTo(DatabaseState.CURRENT);
        assertThat(oldReleaseMigrator().check().isEmpty()).isTrue();
        assertThat(oldReleaseMigrator().upgrade().isEmpty()).isTrue();
        oldReleaseMigrator().requireCurrent();
    }

    @Test
    void aDatabaseAtTheCheckpointContinuesWithTheNextMigration() {
        createMigrator(createLongHistory().schema()).upgrade();

        assertThat(newReleaseMigrator().status().databaseState()).isEqualTo(DatabaseState.BEHIND);
        assertThat(newReleaseMigrator().plan())
                .extracting(planned -> planned.migration().name())
                .containsExactly("V0005AddARemark");
        assertThat(newReleaseMigrator().check().isEmpty()).isTrue();
        assertThat(newReleaseMigrator().upgrade().migrations())
                .extracting(RecordedMigration::name)
                .containsExactly("V0005AddARemark");
        assertThat(newReleaseMigrator().check().isEmpty()).isTrue();
        assertThat(newReleaseMigrator().history().rows())
                .extracting(History.Row::number)
                .containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aDatabaseBeyondTheCheckpointHasNothingToDo() {
        oldReleaseMigrator().upgrade();

        assertThat(newReleaseMigrator().status().databaseState()).isEqualTo(DatabaseState.CURRENT);
        assertThat(newReleaseMigrator().upgrade().isEmpty()).isTrue();
        assertThat(newReleaseMigrator().check().isEmpty()).isTrue();
        newReleaseMigrator().requireCurrent();
        assertThat(newReleaseMigrator().downgradeTo(4).to()).isEqualTo(4);
        assertThat(oldReleaseMigrator().upgrade().to()).isEqualTo(5);
    }

    @Test
    void aNewerDatabaseIsAheadOfAReleaseThatBeginsWithACheckpoint() {
        createMigrator(createNewerHistory()
                        .statements("add more", "ALTER TABLE items ADD COLUMN more INT")
                        .schema())
                .upgrade();

        assertThat(newReleaseMigrator().status().databaseState()).isEqualTo(DatabaseState.AHEAD);
        assertThat(newReleaseMigrator().upgrade().to()).isEqualTo(6);
    }

    @Test
    void aDatabaseBeforeTheCheckpointNeedsTheOlderReleaseFirst() {
        oldReleaseMigrator().upgradeTo(2);
        Map<String, String> objectsBefore = world.readObjects();

        assertThat(newReleaseMigrator().status().databaseState()).isEqualTo(DatabaseState.TOO_OLD);
        assertThatThrownBy(() -> newReleaseMigrator().upgrade())
                .isInstanceOf(OlderReleaseRequiredException.class)
                .satisfies(MESSAGES::match)
                .satisfies(failure -> assertThat(
                                ExitCode.of((MigrationException) failure).number())
                        .isEqualTo(6));
        assertThatThrownBy(() -> newReleaseMigrator().plan()).isInstanceOf(OlderReleaseRequiredException.class);
        assertThatThrownBy(() -> newReleaseMigrator().check()).isInstanceOf(OlderReleaseRequiredException.class);
        assertThatThrownBy(() -> newReleaseMigrator().downgradeTo(0)).isInstanceOf(OlderReleaseRequiredException.class);
        assertThatThrownBy(() -> newReleaseMigrator().requireCurrent())
                .isInstanceOf(DatabaseNotCurrentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> newReleaseMigrator().awaitCurrent(Duration.ofSeconds(1)))
                .isInstanceOf(DatabaseNotCurrentException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.readObjects()).isEqualTo(objectsBefore);

        oldReleaseMigrator().upgrade();
        assertThat(newReleaseMigrator().upgrade().isEmpty()).isTrue();
    }

    @Test
    void anotherMigrationWithTheNumberOfTheCheckpointIsForeign() {
        createMigrator(new RecordedHistory(World.DATABASE)
                        .version("create orders", CREATE_ORDERS)
                        .version("add a note", CREATE_ORDERS_WITH_NOTE)
                        .version("create items", CREATE_ORDERS_WITH_NOTE, CREATE_ITEMS)
                        .version("create things", CREATE_ORDERS_WITH_NOTE, CREATE_ITEMS, createTable("things", "a INT"))
                        .schema())
                .upgrade();

        assertThat(newReleaseMigrator().status().databaseState()).isEqualTo(DatabaseState.FOREIGN);
        assertThatThrownBy(() -> newReleaseMigrator().upgrade()).isInstanceOf(HistoryMismatchException.class);
    }

    @Test
    void noDowngradeLeadsBehindACheckpoint() {
        newReleaseMigrator().upgrade();

        assertThatThrownBy(() -> newReleaseMigrator().downgradeTo(2))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> newReleaseMigrator().downgradeTo(0))
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        assertThat(newReleaseMigrator().status().databaseState()).isEqualTo(DatabaseState.CURRENT);

        newReleaseMigrator().downgradeTo(4);
        createMigrator(createOlderHistory().schema()).downgradeTo(3);
        assertThat(world.readObjects().keySet()).containsExactly("items", "orders");
    }

    @Test
    @Tag(Breadth.LONG)
    void aFaultAtAnyStatementOfTheCheckpointIsRecoveredByTheNextUpgrade() throws SQLException {
        SchemaDescriptor schema =
                createLongHistory().checkpoint("", INSERT_ITEM).schema();
        World.Effects undisturbedEffects;
        int statementCount;
        try (World calmWorld = new World()) {
            calmWorld.createMigrator(schema).upgrade();
            statementCount = calmWorld.server.log().all().size();
            undisturbedEffects = calmWorld.readEffects(schema);
        }
        assertThat(statementCount).isGreaterThan(15);
        List<String> differences = new ArrayList<>();
        for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter(), Fault.reject(1064, "HY000", "injected"))) {
            for (int statementNumber : Breadth.numbers(statementCount, 5).toArray()) {
                differences.addAll(findDifferences(schema, statementNumber, fault, undisturbedEffects));
            }
        }
        assertThat(differences).isEmpty();
    }

    private static List<String> findDifferences(
            SchemaDescriptor schema, int statementNumber, Fault fault, World.Effects undisturbedEffects)
            throws SQLException {
        try (World world = new World()) {
            world.server.faults().add(Trigger.number(statementNumber), fault);
            tryUpgrade(world, schema);
            world.server.faults().clear();
            world.createMigrator(schema).unlock();
            if (tryUpgrade(world, schema)) {
                world.createMigrator(schema).upgrade();
            }
            String difference = world.readEffects(schema).describeDifference(undisturbedEffects);
            return difference.isEmpty() ? List.of() : List.of(fault + " at " + statementNumber + ": " + difference);
        }
    }

    /** Upgrades until the first failure, and repairs a load that became uncertain. Returns whether it repaired one. */
    private static boolean tryUpgrade(World world, SchemaDescriptor schema) {
        try {
            world.createMigrator(schema).upgrade();
            return false;
        } catch (UncertainStepException failure) {
            world.createMigrator(schema).repair(failure.place().step(), Repair.AGAIN);
            return true;
        } catch (MigrationException ignored) {
            return false;
        }
    }

    @Test
    void theOlderReleaseDoesNotContinueACheckpointUnderWay() {
        stopNewReleaseAt("(?is)CREATE TABLE .*orders.*");
        Map<String, String> objectsBefore = world.readObjects();
        assertThat(objectsBefore).containsOnlyKeys("items");

        assertThatThrownBy(() -> oldReleaseMigrator().upgrade())
                .isInstanceOf(HistoryMismatchException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.readObjects()).isEqualTo(objectsBefore);

        assertThat(newReleaseMigrator().status().migrationInProgress()).isPresent();
        assertThat(newReleaseMigrator().check().isEmpty()).isTrue();
        assertThat(newReleaseMigrator().upgrade().to()).isEqualTo(5);
        assertThat(oldReleaseMigrator().upgrade().isEmpty()).isTrue();
    }

    @Test
    void onlyTheReleaseThatBeganAStepKnowsItsText() {
        String adminStatement = "ADMIN SET FRONTEND CONFIG ('max_routine_load_job_num' = '100')";
        SchemaDescriptor checkpoint =
                createLongHistory().checkpoint("", adminStatement).schema();
        world.server.faults().add(Trigger.matching("(?is)ADMIN SET.*"), Fault.cutAfter());
        assertThatThrownBy(() -> createMigrator(checkpoint).upgrade()).isInstanceOf(UncertainStepException.class);
        world.server.faults().clear();
        OpenStep openStep = new OpenStep(4, Direction.UPGRADE, 4, adminStatement);

        assertThat(createMigrator(checkpoint).openSteps()).containsExactly(openStep);
        assertThat(oldReleaseMigrator().openSteps()).containsExactly(new OpenStep(4, Direction.UPGRADE, 4, ""));
        assertThatThrownBy(() -> oldReleaseMigrator().repair(1, Repair.DONE))
                .isInstanceOf(HistoryMismatchException.class);
        oldReleaseMigrator().repair(4, Repair.DONE);

        assertThatThrownBy(() -> oldReleaseMigrator().upgrade()).isInstanceOf(HistoryMismatchException.class);
        assertThat(createMigrator(checkpoint).upgrade().to()).isEqualTo(4);
        assertThat(oldReleaseMigrator().upgrade().to()).isEqualTo(5);
    }

    @Test
    void podsOfBothReleasesStartTogetherOnAnEmptyDatabase() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> pods = new ArrayList<>();
            for (int pod = 0; pod < 8; pod++) {
                SchemaDescriptor schema = (pod % 2 == 0 ? createOlderHistory() : createNewerHistory()).schema();
                pods.add(() -> upgradeUntilDone(schema));
            }
            for (Future<Integer> headNumber : threads.invokeAll(pods)) {
                assertThat(headNumber.get()).isEqualTo(5);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(oldReleaseMigrator().check().isEmpty()).isTrue();
        assertThat(newReleaseMigrator().check().isEmpty()).isTrue();
        assertThat(world.readObjects()).containsOnlyKeys("cities", "items", "orders");
        assertThat(newReleaseMigrator().status().isHeld()).isFalse();
    }

    /** Upgrades again, as Kubernetes restarts a pod, while a pod of the other release is running its migrations. */
    private int upgradeUntilDone(SchemaDescriptor schema) {
        while (true) {
            try {
                return world.createMigrator(schema, MigratorOptions.DEFAULT)
                        .upgrade()
                        .to();
            } catch (OlderReleaseRequiredException | HistoryMismatchException ignored) {
                Thread.onSpinWait();
            }
        }
    }

    /** The first step of the older release has the text of the first step of the checkpoint. */
    @Test
    void theOlderReleaseDoesNotContinueACheckpointWhoseFirstStepEqualsItsOwn() {
        RecordedHistory history = new RecordedHistory(World.DATABASE)
                .version("create cities", createTable("cities", "a INT"))
                .version("create areas", createTable("cities", "a INT"), createTable("areas", "a INT"));
        SchemaDescriptor checkpoint = history.checkpoint("").schema();
        assertThat(checkpoint.migrations().get(0).upgrade().get(0))
                .isEqualTo(history.schema().migrations().get(1).upgrade().get(0));
        world.server.faults().add(Trigger.matching("(?is)CREATE TABLE .*cities.*"), Fault.reject(1064, "HY000", "no"));
        assertThatThrownBy(() -> createMigrator(checkpoint).upgrade()).isInstanceOf(MigrationException.class);
        world.server.faults().clear();

        assertThatThrownBy(() -> createMigrator(history.schema()).upgrade())
                .isInstanceOf(HistoryMismatchException.class);

        assertThat(createMigrator(checkpoint).upgrade().to()).isEqualTo(2);
        assertThat(world.readObjects()).containsOnlyKeys("areas", "cities");
    }

    private void stopNewReleaseAt(String statementPattern) {
        world.server.faults().add(Trigger.matching(statementPattern), Fault.reject(1064, "HY000", "not now"));
        assertThatThrownBy(() -> newReleaseMigrator().upgrade()).isInstanceOf(MigrationException.class);
        world.server.faults().clear();
    }

    @Test
    void aCheckpointDoesNotContinueAMigrationThatItReplaces() {
        for (String statementPattern : List.of("(?is)CREATE TABLE .*orders.*", "(?is)CREATE VIEW `?cities.*")) {
            world.server.faults().add(Trigger.matching(statementPattern), Fault.reject(1064, "HY000", "not now"));
            assertThatThrownBy(() -> oldReleaseMigrator().upgrade()).isInstanceOf(MigrationException.class);
            world.server.faults().clear();
            assertThat(oldReleaseMigrator().status().migrationInProgress()).isPresent();

            assertThat(newReleaseMigrator().status().databaseState()).isEqualTo(DatabaseState.TOO_OLD);
            assertThatThrownBy(() -> newReleaseMigrator().upgrade()).isInstanceOf(OlderReleaseRequiredException.class);
            assertThatThrownBy(() -> newReleaseMigrator().plan()).isInstanceOf(OlderReleaseRequiredException.class);
            assertThatThrownBy(() -> newReleaseMigrator().check()).isInstanceOf(OlderReleaseRequiredException.class);
        }
        assertThat(oldReleaseMigrator().upgrade().to()).isEqualTo(5);
        assertThat(newReleaseMigrator().upgrade().isEmpty()).isTrue();
    }

    @Test
    void aCheckpointDoesNotTurnBackTheDowngradeOfTheMigrationItReplaces() {
        oldReleaseMigrator().upgradeTo(4);
        world.server
                .faults()
                .add(Trigger.matching("(?is)DROP VIEW .*cities.*"), Fault.reject(1064, "HY000", "not now"));
        assertThatThrownBy(() -> oldReleaseMigrator().downgradeTo(3)).isInstanceOf(MigrationException.class);
        world.server.faults().clear();

        assertThat(newReleaseMigrator().status().databaseState()).isEqualTo(DatabaseState.TOO_OLD);
        assertThatThrownBy(() -> newReleaseMigrator().upgrade())
                .isInstanceOf(OlderReleaseRequiredException.class)
                .satisfies(MESSAGES::match);
        assertThat(oldReleaseMigrator().upgrade().to()).isEqualTo(5);
    }

    @Test
    void aLaterStepOfACheckpointUnderWayCanBeCorrected() {
        SchemaDescriptor wrongCheckpoint = createLongHistory()
                .checkpoint("", INSERT_ITEM.replace("10", "100"))
                .schema();
        world.server.faults().add(Trigger.matching("(?is)INSERT .*"), Fault.reject(1064, "HY000", "not now"));
        assertThatThrownBy(() -> createMigrator(wrongCheckpoint).upgrade()).isInstanceOf(MigrationException.class);
        world.server.faults().clear();

        assertThat(createMigrator(createLongHistory().checkpoint("").schema())
                        .upgrade()
                        .to())
                .isEqualTo(4);
    }

    @Test
    void stampAndBaselineKnowTheNumbersFromTheCheckpointOn() {
        oldReleaseMigrator().upgradeTo(2);
        assertThatThrownBy(() -> newReleaseMigrator().stamp(3))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        oldReleaseMigrator().upgradeTo(4);
        newReleaseMigrator().stamp(0);
        assertThat(newReleaseMigrator().history().rows()).isEmpty();

        newReleaseMigrator().baseline(4);

        assertThat(newReleaseMigrator().status().head().number()).isEqualTo(4);
        assertThat(newReleaseMigrator().history().rows())
                .extracting(History.Row::number)
                .containsExactly(4);
        newReleaseMigrator().stamp(5);
        assertThat(newReleaseMigrator().status().databaseState()).isEqualTo(DatabaseState.CURRENT);
    }

    @Test
    void offlineSqlBeginsWithTheCheckpoint() throws SQLException {
        for (String statement : newReleaseMigrator().sql(0, 5).split(";\n", -1)) {
            if (!statement.isBlank()) {
                world.execute(statement);
            }
        }

        assertThat(newReleaseMigrator().status().databaseState()).isEqualTo(DatabaseState.CURRENT);
        assertThat(newReleaseMigrator().check().isEmpty()).isTrue();
        assertThat(newReleaseMigrator().sql(4, 5)).contains("remark").doesNotContain("CREATE TABLE");
        assertThatThrownBy(() -> newReleaseMigrator().sql(2, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLostHistoryIsRestoredFromTheCheckpointOn() throws SQLException {
        oldReleaseMigrator().upgradeTo(4);
        world.execute("DROP VIEW __cairn_shop_history");

        newReleaseMigrator().upgrade();

        assertThat(newReleaseMigrator().history().rows())
                .extracting(History.Row::number)
                .containsExactly(4, 5);
        assertThat(oldReleaseMigrator().status().databaseState()).isEqualTo(DatabaseState.CURRENT);
    }
}
