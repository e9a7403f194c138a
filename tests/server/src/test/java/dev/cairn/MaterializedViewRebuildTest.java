package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.random.Breadth;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.StepFailedException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A materialized view whose query changes can be read all the time, and so can everything that reads it. */
class MaterializedViewRebuildTest {
    private static final String CREATE_SALE =
            "CREATE TABLE sale (day DATE NOT NULL, price INT NOT NULL) DUPLICATE KEY(day)"
                    + " DISTRIBUTED BY HASH(day) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String CREATE_TURNOVER = "CREATE MATERIALIZED VIEW turnover DISTRIBUTED BY HASH(day) BUCKETS 2"
            + " REFRESH ASYNC PROPERTIES ('replication_num' = '1') AS SELECT day, sum(price) AS total FROM sale GROUP BY day";
    private static final String CREATE_BEST = "CREATE MATERIALIZED VIEW best DISTRIBUTED BY HASH(total) BUCKETS 2"
            + " REFRESH ASYNC PROPERTIES ('replication_num' = '1') AS SELECT max(total) AS total FROM turnover";
    private static final String CREATE_VIEW = "CREATE VIEW days AS SELECT day FROM turnover";
    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version("before", CREATE_SALE, CREATE_TURNOVER, CREATE_BEST, CREATE_VIEW)
            .version(
                    "after",
                    CREATE_SALE,
                    CREATE_TURNOVER.replace("AS total", "AS total, count(*) AS sales"),
                    CREATE_BEST,
                    CREATE_VIEW)
            .schema();

    private static final String REFRESH_PATTERN = "(?is)REFRESH MATERIALIZED VIEW `?turnover__cairn_.*";
    private static final List<String> OLD_ROWS = List.of("2026-01-01 30", "2026-01-02 70");
    private static final List<String> NEW_ROWS = List.of("2026-01-01 30 2", "2026-01-02 70 1");

    private final World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    /** A server prints the first name of a column in the unique constraints of a view. */
    @Test
    void aUniqueConstraintOfARenamedColumnIsNoDifference() throws SQLException {
        String table = "CREATE TABLE price (id INT NOT NULL, day DATE, v INT) PRIMARY KEY(id)"
                + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
        String view = "CREATE MATERIALIZED VIEW prices DISTRIBUTED BY HASH(id) BUCKETS 2 REFRESH ASYNC PROPERTIES"
                + " ('replication_num' = '1', 'unique_constraints' = 'price.id,day') AS SELECT id FROM price";
        String renamedTable = table.replace("day", "d");
        String renamedView = view.replace("day", "d");
        ObjectName tableName = new ObjectName(World.DATABASE, "price");
        SchemaDescriptor schema = new RecordedHistory(World.DATABASE)
                .version("create", table, view)
                .version("rename", List.of(new Rename.ColumnRename(tableName, "day", "d")), renamedTable, renamedView)
                .version("query", renamedTable, renamedView.replace("SELECT id", "SELECT id, v"))
                .schema();
        Migrator migrator = world.createMigrator(schema, World.options().consent(Consent.values()));
        migrator.upgradeTo(2);
        assertThat(String.join("", world.queryRows("SHOW CREATE MATERIALIZED VIEW prices")))
                .contains("price.id,day");
        assertThat(migrator.check().differences())
                .extracting(Object::toString)
                .noneMatch(difference -> difference.contains("unique_constraints"));
        migrator.upgrade();
        assertThat(migrator.check().differences()).isEmpty();
        migrator.downgradeTo(1);
    }

    private void upgradeToFirstVersion() throws SQLException {
        createMigrator().upgradeTo(1);
        world.execute("INSERT INTO sale VALUES ('2026-01-01', 10), ('2026-01-01', 20), ('2026-01-02', 70)");
        world.execute("REFRESH MATERIALIZED VIEW turnover WITH SYNC MODE");
        world.execute("REFRESH MATERIALIZED VIEW best WITH SYNC MODE");
        assertThat(readRows("turnover")).isEqualTo(OLD_ROWS);
    }

    private Migrator createMigrator() {
        return world.createMigrator(SCHEMA, World.options().consent(Consent.values()));
    }

    private List<String> readRows(String table) {
        try {
            return world.queryRows("SELECT * FROM " + table + " ORDER BY 1");
        } catch (SQLException failure) {
            throw new IllegalStateException(table, failure);
        }
    }

    private void assertReadable() {
        assertThat(readRows("turnover")).isIn(OLD_ROWS, NEW_ROWS);
        assertThat(readRows("best")).containsExactly("70");
        assertThat(readRows("days")).containsExactly("2026-01-01", "2026-01-02");
    }

    /**
     * Returns what differs from a database that was upgraded without a fault; empty if nothing does. Fails if a view
     * cannot be read.
     */
    private String findDifference() {
        Map<String, String> objects = world.readObjects();
        List<String> inactiveViews = objects.keySet().stream()
                .filter(name -> objects.get(name).endsWith(" (inactive)"))
                .toList();
        boolean isCorrect = readRows("turnover").equals(NEW_ROWS)
                && readRows("best").equals(List.of("70"))
                && readRows("days").size() == 2
                && inactiveViews.isEmpty()
                && objects.keySet().equals(Set.of("sale", "turnover", "best", "days"));
        return isCorrect
                ? ""
                : readRows("turnover") + " " + readRows("best") + " " + inactiveViews + " " + objects.keySet();
    }

    @Test
    void allViewsCanBeReadAtEachMoment() throws SQLException {
        upgradeToFirstVersion();
        SortedSet<String> observedRows = new TreeSet<>();
        KillableConnections process = new KillableConnections(
                world.url(), Integer.MAX_VALUE, KillableConnections.Death.BEFORE_THE_STATEMENT, Runnable::run, text -> {
                    assertReadable();
                    observedRows.add(readRows("turnover").toString());
                });
        Migrator.of(SCHEMA, process.createDataSource(), World.options().consent(Consent.values()))
                .upgrade();
        assertThat(findDifference()).isEmpty();
        assertThat(observedRows).containsExactly(NEW_ROWS.toString(), OLD_ROWS.toString());
    }

    @Test
    void aFailedRefreshKeepsTheOldView() throws SQLException {
        upgradeToFirstVersion();
        world.server.faults().add(Trigger.matching(REFRESH_PATTERN).every(), Fault.failJob("no memory"));
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(createMigrator()::upgrade)
                    .isInstanceOf(StepFailedException.class)
                    .hasMessageContaining("no memory");
            assertThat(readRows("turnover")).isEqualTo(OLD_ROWS);
            assertReadable();
            assertThat(world.readObjects().get("turnover")).doesNotEndWith("(inactive)");
            assertThat(world.readObjects().get("best")).doesNotEndWith("(inactive)");
        }
        world.server.faults().clear();
        createMigrator().upgrade();
        assertThat(findDifference()).isEmpty();
    }

    @Test
    void anUpgradeThatFailsAfterTheRefreshCanBeReverted() throws SQLException {
        upgradeToFirstVersion();
        world.server
                .faults()
                .add(Trigger.matching("(?is)ALTER .* SWAP WITH .*"), Fault.reject(1064, "HY000", "not now"));
        assertThatThrownBy(createMigrator()::upgrade).isInstanceOf(MigrationException.class);
        createMigrator().downgradeTo(1);
        assertThat(readRows("turnover")).isEqualTo(OLD_ROWS);
        assertThat(world.readObjects()).containsOnlyKeys("sale", "turnover", "best", "days");
    }

    /** A second run has the same result after a statement that was lost, refused or run late. */
    @Test
    @Tag(Breadth.LONG)
    void aRunThatEndsAtAnyStatementIsResumed() throws SQLException {
        upgradeToFirstVersion();
        int firstNumber = world.server.log().all().size();
        createMigrator().upgrade();
        assertThat(findDifference()).isEmpty();
        int lastNumber = world.server.log().all().size();
        List<Fault> faults =
                List.of(Fault.cutBefore(), Fault.cutAfter(), Fault.reject(1064, "HY000", "injected"), Fault.defer());
        List<String> differences = Breadth.numbers(lastNumber - firstNumber, 15)
                .parallel()
                .mapToObj(number -> findDifferenceAfter(number, faults.get(number % faults.size())))
                .filter(difference -> !difference.isEmpty())
                .toList();
        assertThat(differences).isEmpty();
    }

    private static String findDifferenceAfter(int number, Fault fault) {
        MaterializedViewRebuildTest fixture = new MaterializedViewRebuildTest();
        try {
            fixture.upgradeToFirstVersion();
            fixture.world.server.faults().add(Trigger.number(number), fault);
            String outcome = attempt(fixture.createMigrator());
            fixture.world.server.faults().clear();
            fixture.assertReadable();
            String secondOutcome = outcome.isEmpty() ? "" : attempt(fixture.createMigrator());
            fixture.world.server.faults().runDeferred();
            String difference = fixture.findDifference();
            return difference.isEmpty()
                    ? ""
                    : fault + " at " + number + ":\n  " + outcome + "\n  then " + secondOutcome + "\n  " + difference;
        } catch (SQLException | AssertionError failure) {
            return fault + " at " + number + ": " + failure;
        } finally {
            fixture.stop();
        }
    }

    private static String attempt(Migrator migrator) {
        try {
            migrator.upgrade();
            return "";
        } catch (MigrationException failure) {
            return failure.getMessage();
        }
    }
}
