package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.random.Breadth;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A migration that makes materialized views inactive, and is reverted wherever it stops, leaves them active: also those
 * views that its way back does not have to rebuild.
 */
@Tag(Breadth.LONG)
class RevertedViewsTest {
    private static final String REFUSAL_MESSAGE = "no disk";

    /** The interval of the statements at which a run stops; the names of the views determine the first one. */
    private static final int STOP_INTERVAL = Breadth.of(3, 1);

    private static final int MIN_STOP_COUNT = Breadth.of(2, 7);

    /** The statement at which a run stops that reverts another one. */
    private static final int OPPOSITE_STOP = 2;

    @AutoClose
    private final World world = new World();

    @Test
    void aViewOfARenamedTableIsActive() throws SQLException {
        requireActiveViews(
                List.of(new Rename.ObjectRename(new ObjectName(World.DATABASE, "note_new"), "note")),
                List.of(createTable("note"), createView("low", "SELECT n, count(*) AS c FROM note GROUP BY n")),
                List.of(createTable("note_new"), createView("low", "SELECT n, count(*) AS c FROM note_new GROUP BY n")),
                "low");
    }

    @Test
    void aViewAboveAViewOfARenamedTableIsActive() throws SQLException {
        requireActiveViews(
                List.of(new Rename.ObjectRename(new ObjectName(World.DATABASE, "note_new"), "note")),
                List.of(
                        createTable("note"),
                        createView("low", "SELECT n, count(*) AS c FROM note GROUP BY n"),
                        createView("high", "SELECT c, n FROM low"),
                        createView("peak", "SELECT c FROM high")),
                List.of(
                        createTable("note_new"),
                        createView("low", "SELECT n, count(*) AS c FROM note_new GROUP BY n"),
                        createView("high", "SELECT c, n FROM low"),
                        createView("peak", "SELECT c FROM high")),
                "high",
                "low",
                "peak");
    }

    /** The view above is rebuilt, too, and reads the one below through a view. */
    @Test
    void aRebuiltViewAboveAViewOfARenamedTableIsActive() throws SQLException {
        requireActiveViews(
                List.of(new Rename.ObjectRename(new ObjectName(World.DATABASE, "note_new"), "note")),
                List.of(
                        createTable("note"),
                        createView("low", "SELECT n, count(*) AS c FROM note GROUP BY n"),
                        "CREATE VIEW middle AS SELECT c, n FROM low",
                        createView("high", "SELECT c, n FROM middle")),
                List.of(
                        createTable("note_new"),
                        createView("low", "SELECT n, count(*) AS c FROM note_new GROUP BY n"),
                        "CREATE VIEW middle AS SELECT c, n FROM low",
                        createView("high", "SELECT c FROM middle")),
                "high",
                "low");
    }

    @Test
    void aViewOfARenamedColumnIsActive() throws SQLException {
        requireActiveViews(
                List.of(new Rename.ColumnRename(new ObjectName(World.DATABASE, "note"), "n", "m")),
                List.of(
                        createTable("note"),
                        createView("low", "SELECT n, id FROM note"),
                        createView("high", "SELECT id FROM low")),
                List.of(
                        createTable("note").replace(" n INT", " m INT"),
                        createView("low", "SELECT m AS n, id FROM note"),
                        createView("high", "SELECT id FROM low")),
                "high",
                "low");
    }

    private static String createTable(String name) {
        return "CREATE TABLE " + name + " (id BIGINT NOT NULL, n INT) DUPLICATE KEY (id)"
                + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    }

    private static String createView(String name, String query) {
        return "CREATE MATERIALIZED VIEW " + name + " REFRESH MANUAL PROPERTIES ('replication_num' = '1') AS " + query;
    }

    private void requireActiveViews(List<Rename> renames, List<String> before, List<String> after, String... views)
            throws SQLException {
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("before", before.toArray(String[]::new))
                .version("after", renames, after.toArray(String[]::new))
                .schema();
        Migrator migrator = world.createMigrator(schema, World.options().consent(Consent.values()));
        migrator.upgradeTo(1);
        requireState(migrator, 1, views);
        Runnable upgrade = migrator::upgrade;
        Runnable downgrade = () -> migrator.downgradeTo(1);
        int stopCount = requireWayBackFromStops(migrator, upgrade, downgrade, 1, views);
        requireState(migrator, 2, views);
        stopCount += requireWayBackFromStops(migrator, downgrade, upgrade, 2, views);
        requireState(migrator, 1, views);
        assertThat(stopCount).isGreaterThanOrEqualTo(MIN_STOP_COUNT);
    }

    /**
     * Stops a run at its statements, and reverts it twice each time: by one run, and by a run that stops itself and is
     * repeated. At the end, the run has no statement left at which it could stop.
     */
    private int requireWayBackFromStops(
            Migrator migrator, Runnable run, Runnable oppositeRun, int number, String... views) throws SQLException {
        int stopCount = 0;
        int statementNumber = 1 + Math.floorMod(Arrays.hashCode(views), STOP_INTERVAL);
        while (stopAt(statementNumber, run)) {
            oppositeRun.run();
            requireState(migrator, number, views);
            assertThat(stopAt(statementNumber, run)).isTrue();
            if (stopAt(OPPOSITE_STOP, oppositeRun)) {
                oppositeRun.run();
            }
            requireState(migrator, number, views);
            stopCount++;
            statementNumber += STOP_INTERVAL;
        }
        return stopCount;
    }

    /**
     * Refuses the numbered one of the steps' statements, and returns whether the run stopped there. A view that no step
     * activates has a name with its database; the run does not stop if this is refused.
     */
    private boolean stopAt(int statementNumber, Runnable migratorRun) {
        world.server.faults().clear();
        world.server
                .faults()
                .add(
                        Trigger.matching(
                                        "(?i)(?:alter|create|drop|refresh)\\b(?!.*__cairn_shop_| materialized view `shop`).*")
                                .nth(statementNumber),
                        Fault.reject(1064, "42000", REFUSAL_MESSAGE));
        try {
            migratorRun.run();
            return false;
        } catch (MigrationException failure) {
            assertThat(failure).hasMessageContaining(REFUSAL_MESSAGE);
            return true;
        } finally {
            world.server.faults().clear();
        }
    }

    private void requireState(Migrator migrator, int number, String... views) throws SQLException {
        assertThat(migrator.status().migrationInProgress()).isEmpty();
        assertThat(migrator.status().head().number()).isEqualTo(number);
        assertThat(migrator.check().differences()).isEmpty();
        List<String> activeViews =
                new ArrayList<>(world.queryRows("SELECT TABLE_NAME FROM information_schema.materialized_views"
                        + " WHERE IS_ACTIVE = 'true' ORDER BY TABLE_NAME"));
        assertThat(activeViews).containsExactly(views);
    }
}
