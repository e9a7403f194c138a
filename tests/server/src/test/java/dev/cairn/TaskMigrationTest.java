package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.Progress;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scheduled tasks that a schema manages are migrated and compared, after the tables and views that they use. */
class TaskMigrationTest extends ClusterObjectFixture {
    private static final String CREATE_TABLE =
            "CREATE TABLE sale (id INT NOT NULL, amount INT, region VARCHAR(20)) DUPLICATE KEY(id) DISTRIBUTED BY"
                    + " HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_VIEW = "CREATE VIEW paid AS SELECT id, amount FROM sale WHERE amount > 0";
    private static final String SUBMIT_TASK =
            "SUBMIT TASK copy_sales SCHEDULE START('2026-01-01 03:00:00') EVERY(INTERVAL 1 DAY)"
                    + " PROPERTIES ('session.query_timeout' = '${timeout:60}')"
                    + " AS INSERT INTO sale SELECT id, amount, '${region:EU}' FROM paid";
    private static final RecordedHistory HISTORY = new RecordedHistory(World.DATABASE)
            .managingCluster()
            .version("create", CREATE_TABLE, CREATE_VIEW, SUBMIT_TASK);
    private static final SchemaDescriptor SCHEMA_WITH_TASK = HISTORY.schema();
    private static final SchemaDescriptor CHANGED_SCHEMA = HISTORY.version(
                    "change",
                    CREATE_TABLE.replace("region", "land"),
                    CREATE_VIEW.replace("amount FROM", "amount AS total FROM"),
                    SUBMIT_TASK.replace("id, amount,", "id, total,").replace("1 DAY", "12 HOUR"))
            .schema();
    private static final SchemaDescriptor SCHEMA_WITHOUT_TASK = HISTORY.version(
                    "drop",
                    CREATE_TABLE.replace("region", "land"),
                    CREATE_VIEW.replace("amount FROM", "amount AS total FROM"))
            .schema();

    private static List<String> listTasks(World world) throws SQLException {
        return world.queryRows("SELECT * FROM information_schema.tasks");
    }

    @Test
    void anUpgradeSubmitsChangesAndDropsTasks() throws SQLException {
        createMigrator(SCHEMA_WITH_TASK).upgrade();
        assertThat(listTasks(world))
                .singleElement()
                .asString()
                .contains(
                        "copy_sales",
                        "PERIODICAL START(2026-01-01T03:00) EVERY(1 DAYS)",
                        "INSERT INTO sale SELECT id, amount, 'EU' FROM paid",
                        "'session.query_timeout'='60'");
        requireNoDifference(SCHEMA_WITH_TASK);

        world.server.log().clear();
        createMigrator(CHANGED_SCHEMA).upgrade();
        assertThat(world.server.log().all())
                .extracting(statement -> statement.text().replaceAll("(?s)^(\\w+ \\w+).*", "$1"))
                .containsSubsequence("DROP TASK", "ALTER TABLE", "CREATE OR", "SUBMIT TASK");
        assertThat(listTasks(world)).singleElement().asString().contains("EVERY(12 HOURS)", "SELECT id, total, 'EU'");
        requireNoDifference(CHANGED_SCHEMA);

        createMigrator(SCHEMA_WITHOUT_TASK).upgrade();
        assertThat(listTasks(world)).isEmpty();
    }

    @Test
    void aDowngradeRevertsChangesOfTasks() throws SQLException {
        createMigrator(CHANGED_SCHEMA).upgrade();
        createMigrator(CHANGED_SCHEMA).downgradeTo(1);
        assertThat(listTasks(world)).singleElement().asString().contains("EVERY(1 DAYS)");
        requireNoDifference(SCHEMA_WITH_TASK);
        createMigrator(SCHEMA_WITH_TASK).downgradeTo(0);
        assertThat(listTasks(world)).isEmpty();
    }

    @Test
    void aTaskThatOthersHaveChangedIsADifference() throws SQLException {
        createMigrator(SCHEMA_WITH_TASK).upgrade();
        world.execute("ALTER TASK copy_sales SET ('session.query_timeout' = '70')");
        requireDifference(SCHEMA_WITH_TASK, "task copy_sales", "session.query_timeout", "70");
        world.execute("DROP TASK copy_sales");
        requireDifference(SCHEMA_WITH_TASK, "task copy_sales");
    }

    @Test
    void anUpgradeThatWasInterruptedContinues() throws SQLException {
        requireContinuation(List.of("DROP TASK", "SUBMIT TASK"), SCHEMA_WITH_TASK, CHANGED_SCHEMA);
    }

    @Test
    void anExistingTaskIsNotTakenOver() throws SQLException {
        world.execute("SUBMIT TASK copy_sales SCHEDULE EVERY(INTERVAL 1 DAY) AS INSERT INTO BLACKHOLE() SELECT 1");
        Migrator migrator = createMigrator(SCHEMA_WITH_TASK);
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("task copy_sales exists, and these migrations did not create it");
    }

    /** Only backends list tasks, so nothing shows that the task is missing. */
    @Test
    void aTaskIsNotCheckedWhileNoBackendAnswers() throws SQLException {
        createMigrator(SCHEMA_WITH_TASK).upgrade();
        world.execute("DROP TASK copy_sales");
        world.execute("ALTER TABLE sale COMMENT = 'changed'");
        world.server
                .faults()
                .add(
                        Trigger.matching("(?s)SELECT .* FROM information_schema.tasks.*")
                                .every(),
                        Fault.reject(1064, "42000", "Backend node not found. Check if any backend node is down."));

        Drift drift = createMigrator(SCHEMA_WITH_TASK).check();

        assertThat(drift.gaps())
                .extracting(Object::toString)
                .containsExactly("task copy_sales: no backend answers, and only a backend lists objects of this kind");
        assertThat(drift.differences())
                .extracting(Object::toString)
                .containsExactly("shop.sale, comment: is changed, should not exist");
    }

    /** While no backend answers, an empty list does not prove that the task was not created. */
    @Test
    void aLostSubmissionIsUncertainWhileNoBackendAnswers() throws SQLException {
        world.server.faults().add(Trigger.matching("(?s)SUBMIT TASK.*"), Fault.cutAfter());
        Migrator migrator = world.createMigrator(
                SCHEMA_WITH_TASK, World.options().connections(1).listener(progress -> {
                    if (progress instanceof Progress.StepStarted step
                            && step.step().text().contains("SUBMIT")) {
                        world.server
                                .faults()
                                .add(
                                        Trigger.matching("(?s)SELECT .* FROM information_schema.tasks.*")
                                                .every(),
                                        Fault.reject(
                                                1064,
                                                "42000",
                                                "Backend node not found. Check if any backend is down."));
                    }
                }));
        assertThatThrownBy(migrator::upgrade)
                .isInstanceOf(MigrationException.class)
                .message()
                .contains("no backend answers, and only a backend lists objects of this kind", "repair --done=3");

        world.server.faults().clear();
        migrator.upgrade();
        world.server.faults().clear();
        assertThat(listTasks(world)).hasSize(1);
        requireNoDifference(SCHEMA_WITH_TASK);
    }

    /** The server drops the tasks of a database together with the database. */
    @Test
    void aTaskEndsWithItsDatabase() throws SQLException {
        world.execute("CREATE DATABASE other");
        world.execute("SUBMIT TASK other.night SCHEDULE EVERY(INTERVAL 1 DAY) AS INSERT INTO BLACKHOLE() SELECT 1");
        assertThat(listTasks(world)).hasSize(1);
        world.execute("DROP DATABASE other");
        assertThat(listTasks(world)).isEmpty();
    }
}
