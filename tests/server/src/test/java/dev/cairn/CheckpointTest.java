package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Migrator.Repair;
import dev.cairn.Status.OpenStep;
import dev.cairn.Status.Standing;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.internal.ExitCode;
import dev.cairn.random.Breadth;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.MigrationException.NotCurrentException;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A release whose migrations begin with a checkpoint, on databases in each state, beside the release before it. */
class CheckpointTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    private static final String ORDERS = table("orders", "city VARCHAR(20)");
    private static final String NOTED = table("orders", "city VARCHAR(20), note STRING");
    private static final String ITEMS = table("items", "price INT");
    private static final String CITIES = "CREATE VIEW cities AS SELECT city FROM shop.orders";
    private static final String REMARK = "ALTER TABLE items ADD COLUMN remark STRING";
    private static final String SEED = "INSERT INTO items (id, price) VALUES (1, 10)";

    private final World world = new World();

    private static String table(String name, String columns) {
        return "CREATE TABLE " + name + " (id INT NOT NULL, " + columns + ") DUPLICATE KEY(id)"
                + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    }

    @AfterEach
    void stop() {
        world.close();
    }

    /** Migrations 1 to 4, as the older release has them. */
    private static RecordedHistory longHistory() {
        return new RecordedHistory(World.DATABASE)
                .version("create orders", ORDERS)
                .version("add a note", NOTED)
                .version("create items", NOTED, ITEMS)
                .version("create cities", NOTED, ITEMS, CITIES);
    }

    private static RecordedHistory older() {
        return longHistory()
                .statements("add a remark", List.of(REMARK), List.of("ALTER TABLE items DROP COLUMN remark"));
    }

    /** A checkpoint at 4, and migration 5. */
    private static RecordedHistory newer() {
        return longHistory()
                .checkpoint("shop 2.7")
                .statements("add a remark", List.of(REMARK), List.of("ALTER TABLE items DROP COLUMN remark"));
    }

    private Migrator migrator(SchemaDescriptor schema) {
        return world.createMigrator(
                schema, World.options().consent(Consent.values()).connections(1));
    }

    private Migrator oldRelease() {
        return migrator(older().schema());
    }

    private Migrator newRelease() {
        return migrator(newer().schema());
    }

    @Test
    void theMigrationsAfterACheckpointKeepTheirHashes() {
        List<RecordedMigration> before = older().schema().migrations();
        List<RecordedMigration> after = newer().schema().migrations();

        assertThat(after).hasSize(2);
        assertThat(after.get(0).hash()).isEqualTo(before.get(3).hash());
        assertThat(after.get(1).hash()).isEqualTo(before.get(4).hash());
        assertThat(newer().schema().lastMigration()).isEqualTo(5);
    }

    @Test
    void anEmptyDatabaseStartsWithTheCheckpoint() {
        Outcome outcome = newRelease().upgrade();

        assertThat(outcome.ran())
                .extracting(RecordedMigration::name)
                .containsExactly("V0004Checkpoint", "V0005AddARemark");
        Map<String, String> objects = world.readObjects();
        assertThat(newRelease().status().standing()).isEqualTo(Standing.CURRENT);
        assertThat(newRelease().check().isEmpty()).isTrue();
        assertThat(newRelease().history().rows())
                .extracting(History.Row::number)
                .containsExactly(4, 5);
        try (World other = new World()) {
            other.createMigrator(older().schema()).upgrade();
            assertThat(objects).isEqualTo(other.readObjects());
        }
    }

    @Test
    void theOlderReleaseKnowsADatabaseThatBeganWithTheCheckpoint() {
        newRelease().upgrade();

        assertThat(oldRelease().status().standing()).isEqualTo(Standing.CURRENT);
        assertThat(oldRelease().check().isEmpty()).isTrue();
        assertThat(oldRelease().upgrade().isEmpty()).isTrue();
        oldRelease().requireCurrent();
    }

    @Test
    void aDatabaseAtTheCheckpointContinuesWithTheNextMigration() {
        migrator(longHistory().schema()).upgrade();

        assertThat(newRelease().status().standing()).isEqualTo(Standing.BEHIND);
        assertThat(newRelease().plan())
                .extracting(planned -> planned.migration().name())
                .containsExactly("V0005AddARemark");
        assertThat(newRelease().check().isEmpty()).isTrue();
        assertThat(newRelease().upgrade().ran())
                .extracting(RecordedMigration::name)
                .containsExactly("V0005AddARemark");
        assertThat(newRelease().check().isEmpty()).isTrue();
        assertThat(newRelease().history().rows())
                .extracting(History.Row::number)
                .containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aDatabaseBeyondTheCheckpointHasNothingToDo() {
        oldRelease().upgrade();

        assertThat(newRelease().status().standing()).isEqualTo(Standing.CURRENT);
        assertThat(newRelease().upgrade().isEmpty()).isTrue();
        assertThat(newRelease().check().isEmpty()).isTrue();
        newRelease().requireCurrent();
        assertThat(newRelease().downgradeTo(4).to()).isEqualTo(4);
        assertThat(oldRelease().upgrade().to()).isEqualTo(5);
    }

    @Test
    void aNewerDatabaseIsAheadOfAReleaseThatBeginsWithACheckpoint() {
        migrator(newer().statements("add more", "ALTER TABLE items ADD COLUMN more INT")
                        .schema())
                .upgrade();

        assertThat(newRelease().status().standing()).isEqualTo(Standing.AHEAD);
        assertThat(newRelease().upgrade().to()).isEqualTo(6);
    }

    @Test
    void aDatabaseBeforeTheCheckpointNeedsTheOlderReleaseFirst() {
        oldRelease().upgradeTo(2);
        Map<String, String> before = world.readObjects();

        assertThat(newRelease().status().standing()).isEqualTo(Standing.TOO_OLD);
        assertThatThrownBy(() -> newRelease().upgrade())
                .isInstanceOf(OlderReleaseRequiredException.class)
                .satisfies(MESSAGES::match)
                .satisfies(failure -> assertThat(
                                ExitCode.of((MigrationException) failure).number())
                        .isEqualTo(6));
        assertThatThrownBy(() -> newRelease().plan()).isInstanceOf(OlderReleaseRequiredException.class);
        assertThatThrownBy(() -> newRelease().check()).isInstanceOf(OlderReleaseRequiredException.class);
        assertThatThrownBy(() -> newRelease().downgradeTo(0)).isInstanceOf(OlderReleaseRequiredException.class);
        assertThatThrownBy(() -> newRelease().requireCurrent())
                .isInstanceOf(NotCurrentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> newRelease().awaitCurrent(Duration.ofSeconds(1)))
                .isInstanceOf(NotCurrentException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.readObjects()).isEqualTo(before);

        oldRelease().upgrade();
        assertThat(newRelease().upgrade().isEmpty()).isTrue();
    }

    @Test
    void anotherMigrationWithTheNumberOfTheCheckpointIsForeign() {
        migrator(new RecordedHistory(World.DATABASE)
                        .version("create orders", ORDERS)
                        .version("add a note", NOTED)
                        .version("create items", NOTED, ITEMS)
                        .version("create things", NOTED, ITEMS, table("things", "a INT"))
                        .schema())
                .upgrade();

        assertThat(newRelease().status().standing()).isEqualTo(Standing.FOREIGN);
        assertThatThrownBy(() -> newRelease().upgrade()).isInstanceOf(HistoryException.class);
    }

    @Test
    void noDowngradeLeadsBehindACheckpoint() {
        newRelease().upgrade();

        assertThatThrownBy(() -> newRelease().downgradeTo(2))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> newRelease().downgradeTo(0))
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
        assertThat(newRelease().status().standing()).isEqualTo(Standing.CURRENT);
    }

    @Test
    @Tag(Breadth.LONG)
    void aFaultAtAnyStatementOfTheCheckpointIsRecoveredByTheNextUpgrade() throws SQLException {
        SchemaDescriptor schema = longHistory().checkpoint("", SEED).schema();
        World.Effects undisturbed;
        int statements;
        try (World calm = new World()) {
            calm.createMigrator(schema).upgrade();
            statements = calm.server.log().all().size();
            undisturbed = calm.readEffects(schema);
        }
        assertThat(statements).isGreaterThan(15);
        List<String> differences = new ArrayList<>();
        for (Fault fault : List.of(Fault.cutBefore(), Fault.cutAfter(), Fault.refuse(1064, "HY000", "injected"))) {
            for (int number : Breadth.numbers(statements, 5).toArray()) {
                differences.addAll(differences(schema, number, fault, undisturbed));
            }
        }
        assertThat(differences).isEmpty();
    }

    private static List<String> differences(SchemaDescriptor schema, int number, Fault fault, World.Effects undisturbed)
            throws SQLException {
        try (World world = new World()) {
            world.server.faults().add(Trigger.number(number), fault);
            upgradeOrStop(world, schema);
            world.server.faults().clear();
            world.createMigrator(schema).unlock();
            if (upgradeOrStop(world, schema)) {
                world.createMigrator(schema).upgrade();
            }
            String difference = world.readEffects(schema).differenceFrom(undisturbed);
            return difference.isEmpty() ? List.of() : List.of(fault + " at " + number + ": " + difference);
        }
    }

    /** Returns whether a load was uncertain and had to be repaired. */
    private static boolean upgradeOrStop(World world, SchemaDescriptor schema) {
        try {
            world.createMigrator(schema).upgrade();
            return false;
        } catch (UncertainStepException failure) {
            world.createMigrator(schema).repair(failure.where().step(), Repair.AGAIN);
            return true;
        } catch (MigrationException ignored) {
            return false;
        }
    }

    @Test
    void theOlderReleaseDoesNotContinueACheckpointUnderWay() {
        stopNewRelease("(?is)CREATE TABLE .*orders.*");
        Map<String, String> before = world.readObjects();
        assertThat(before).containsOnlyKeys("items");

        assertThatThrownBy(() -> oldRelease().upgrade())
                .isInstanceOf(HistoryException.class)
                .satisfies(MESSAGES::match);
        assertThat(world.readObjects()).isEqualTo(before);

        assertThat(newRelease().status().run()).isPresent();
        assertThat(newRelease().check().isEmpty()).isTrue();
        assertThat(newRelease().upgrade().to()).isEqualTo(5);
        assertThat(oldRelease().upgrade().isEmpty()).isTrue();
    }

    @Test
    void onlyTheReleaseThatBeganAStepKnowsItsText() {
        String delete = "ADMIN SET FRONTEND CONFIG ('max_routine_load_job_num' = '100')";
        SchemaDescriptor checkpoint = longHistory().checkpoint("", delete).schema();
        world.server.faults().add(Trigger.matching("(?is)ADMIN SET.*"), Fault.cutAfter());
        assertThatThrownBy(() -> migrator(checkpoint).upgrade()).isInstanceOf(UncertainStepException.class);
        world.server.faults().clear();
        OpenStep open = new OpenStep(4, Direction.UPGRADE, 4, delete);

        assertThat(migrator(checkpoint).openSteps()).containsExactly(open);
        assertThat(oldRelease().openSteps()).containsExactly(new OpenStep(4, Direction.UPGRADE, 4, ""));
        assertThatThrownBy(() -> oldRelease().repair(1, Repair.DONE)).isInstanceOf(HistoryException.class);
        oldRelease().repair(4, Repair.DONE);

        assertThatThrownBy(() -> oldRelease().upgrade()).isInstanceOf(HistoryException.class);
        assertThat(migrator(checkpoint).upgrade().to()).isEqualTo(4);
        assertThat(oldRelease().upgrade().to()).isEqualTo(5);
    }

    @Test
    void podsOfBothReleasesStartTogetherOnAnEmptyDatabase() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> pods = new ArrayList<>();
            for (int pod = 0; pod < 8; pod++) {
                SchemaDescriptor schema = (pod % 2 == 0 ? older() : newer()).schema();
                pods.add(() -> upgradeUntilDone(schema));
            }
            for (Future<Integer> head : threads.invokeAll(pods)) {
                assertThat(head.get()).isEqualTo(5);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(oldRelease().check().isEmpty()).isTrue();
        assertThat(newRelease().check().isEmpty()).isTrue();
        assertThat(world.readObjects()).containsOnlyKeys("cities", "items", "orders");
        assertThat(newRelease().status().isHeld()).isFalse();
    }

    /** Starts again, as Kubernetes does, while a pod of the other release is in the middle of its migrations. */
    private int upgradeUntilDone(SchemaDescriptor schema) {
        while (true) {
            try {
                return world.createMigrator(schema, MigratorOptions.DEFAULT)
                        .upgrade()
                        .to();
            } catch (OlderReleaseRequiredException | HistoryException ignored) {
                Thread.onSpinWait();
            }
        }
    }

    /** Its first step has the text of the first step of the checkpoint. */
    @Test
    void theOlderReleaseDoesNotContinueACheckpointWhoseFirstStepEqualsItsOwn() {
        RecordedHistory one = new RecordedHistory(World.DATABASE)
                .version("create cities", table("cities", "a INT"))
                .version("create areas", table("cities", "a INT"), table("areas", "a INT"));
        SchemaDescriptor checkpoint = one.checkpoint("").schema();
        assertThat(checkpoint.migrations().get(0).upgrade().get(0))
                .isEqualTo(one.schema().migrations().get(1).upgrade().get(0));
        world.server.faults().add(Trigger.matching("(?is)CREATE TABLE .*cities.*"), Fault.refuse(1064, "HY000", "no"));
        assertThatThrownBy(() -> migrator(checkpoint).upgrade()).isInstanceOf(MigrationException.class);
        world.server.faults().clear();

        assertThatThrownBy(() -> migrator(one.schema()).upgrade()).isInstanceOf(HistoryException.class);

        assertThat(migrator(checkpoint).upgrade().to()).isEqualTo(2);
        assertThat(world.readObjects()).containsOnlyKeys("areas", "cities");
    }

    private void stopNewRelease(String at) {
        world.server.faults().add(Trigger.matching(at), Fault.refuse(1064, "HY000", "not now"));
        assertThatThrownBy(() -> newRelease().upgrade()).isInstanceOf(MigrationException.class);
        world.server.faults().clear();
    }

    @Test
    void aCheckpointDoesNotContinueAMigrationThatItReplaces() {
        for (String at : List.of("(?is)CREATE TABLE .*orders.*", "(?is)CREATE VIEW `?cities.*")) {
            world.server.faults().add(Trigger.matching(at), Fault.refuse(1064, "HY000", "not now"));
            assertThatThrownBy(() -> oldRelease().upgrade()).isInstanceOf(MigrationException.class);
            world.server.faults().clear();
            assertThat(oldRelease().status().run()).isPresent();

            assertThat(newRelease().status().standing()).isEqualTo(Standing.TOO_OLD);
            assertThatThrownBy(() -> newRelease().upgrade()).isInstanceOf(OlderReleaseRequiredException.class);
            assertThatThrownBy(() -> newRelease().plan()).isInstanceOf(OlderReleaseRequiredException.class);
            assertThatThrownBy(() -> newRelease().check()).isInstanceOf(OlderReleaseRequiredException.class);
        }
        assertThat(oldRelease().upgrade().to()).isEqualTo(5);
        assertThat(newRelease().upgrade().isEmpty()).isTrue();
    }

    @Test
    void aCheckpointDoesNotTurnBackTheDowngradeOfTheMigrationItReplaces() {
        oldRelease().upgradeTo(4);
        world.server
                .faults()
                .add(Trigger.matching("(?is)DROP VIEW .*cities.*"), Fault.refuse(1064, "HY000", "not now"));
        assertThatThrownBy(() -> oldRelease().downgradeTo(3)).isInstanceOf(MigrationException.class);
        world.server.faults().clear();

        assertThat(newRelease().status().standing()).isEqualTo(Standing.TOO_OLD);
        assertThatThrownBy(() -> newRelease().upgrade())
                .isInstanceOf(OlderReleaseRequiredException.class)
                .satisfies(MESSAGES::match);
        assertThat(oldRelease().upgrade().to()).isEqualTo(5);
    }

    @Test
    void aLaterStepOfACheckpointUnderWayCanBeCorrected() {
        SchemaDescriptor wrong =
                longHistory().checkpoint("", SEED.replace("10", "100")).schema();
        world.server.faults().add(Trigger.matching("(?is)INSERT .*"), Fault.refuse(1064, "HY000", "not now"));
        assertThatThrownBy(() -> migrator(wrong).upgrade()).isInstanceOf(MigrationException.class);
        world.server.faults().clear();

        assertThat(migrator(longHistory().checkpoint("").schema()).upgrade().to())
                .isEqualTo(4);
    }

    @Test
    void stampAndBaselineKnowTheNumbersFromTheCheckpointOn() {
        oldRelease().upgradeTo(2);
        assertThatThrownBy(() -> newRelease().stamp(3))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(MESSAGES::match);
        oldRelease().upgradeTo(4);
        newRelease().stamp(0);
        assertThat(newRelease().history().rows()).isEmpty();

        newRelease().baseline(4);

        assertThat(newRelease().status().head().number()).isEqualTo(4);
        assertThat(newRelease().history().rows())
                .extracting(History.Row::number)
                .containsExactly(4);
        newRelease().stamp(5);
        assertThat(newRelease().status().standing()).isEqualTo(Standing.CURRENT);
    }

    @Test
    void offlineSqlBeginsWithTheCheckpoint() throws SQLException {
        for (String statement : newRelease().sql(0, 5).split(";\n", -1)) {
            if (!statement.isBlank()) {
                world.execute(statement);
            }
        }

        assertThat(newRelease().status().standing()).isEqualTo(Standing.CURRENT);
        assertThat(newRelease().check().isEmpty()).isTrue();
        assertThat(newRelease().sql(4, 5)).contains("remark").doesNotContain("CREATE TABLE");
        assertThatThrownBy(() -> newRelease().sql(2, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLostHistoryIsRestoredFromTheCheckpointOn() throws SQLException {
        oldRelease().upgradeTo(4);
        world.execute("DROP VIEW __cairn_shop_history");

        newRelease().upgrade();

        assertThat(newRelease().history().rows())
                .extracting(History.Row::number)
                .containsExactly(4, 5);
        assertThat(oldRelease().status().standing()).isEqualTo(Standing.CURRENT);
    }
}
