package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.random.Breadth;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.upgrade.MigrationException;
import dev.cairn.upgrade.MigrationException.StepException;
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
    private static final String SALE = "CREATE TABLE sale (day DATE NOT NULL, price INT NOT NULL) DUPLICATE KEY(day)"
            + " DISTRIBUTED BY HASH(day) BUCKETS 2 PROPERTIES ('replication_num' = '1')";
    private static final String TURNOVER = "CREATE MATERIALIZED VIEW turnover DISTRIBUTED BY HASH(day) BUCKETS 2"
            + " REFRESH ASYNC PROPERTIES ('replication_num' = '1') AS SELECT day, sum(price) AS total FROM sale GROUP BY day";
    private static final String ABOVE = "CREATE MATERIALIZED VIEW best DISTRIBUTED BY HASH(total) BUCKETS 2"
            + " REFRESH ASYNC PROPERTIES ('replication_num' = '1') AS SELECT max(total) AS total FROM turnover";
    private static final String VIEW = "CREATE VIEW days AS SELECT day FROM turnover";
    private static final SchemaDescriptor SCHEMA = new RecordedHistory(World.DATABASE)
            .version("before", SALE, TURNOVER, ABOVE, VIEW)
            .version("after", SALE, TURNOVER.replace("AS total", "AS total, count(*) AS sales"), ABOVE, VIEW)
            .schema();

    private static final String REFRESH = "(?is)REFRESH MATERIALIZED VIEW `?turnover__cairn_.*";
    private static final List<String> OLD = List.of("2026-01-01 30", "2026-01-02 70");
    private static final List<String> NEW = List.of("2026-01-01 30 2", "2026-01-02 70 1");

    private final World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    private void begin() throws SQLException {
        migrator().upgradeTo(1);
        world.execute("INSERT INTO sale VALUES ('2026-01-01', 10), ('2026-01-01', 20), ('2026-01-02', 70)");
        world.execute("REFRESH MATERIALIZED VIEW turnover WITH SYNC MODE");
        world.execute("REFRESH MATERIALIZED VIEW best WITH SYNC MODE");
        assertThat(rows("turnover")).isEqualTo(OLD);
    }

    private Migrator migrator() {
        return world.createMigrator(SCHEMA, World.options().consent(Consent.values()));
    }

    private List<String> rows(String table) {
        try {
            return world.queryRows("SELECT * FROM " + table + " ORDER BY 1");
        } catch (SQLException failure) {
            throw new IllegalStateException(table, failure);
        }
    }

    private void assertReadable() {
        assertThat(rows("turnover")).isIn(OLD, NEW);
        assertThat(rows("best")).containsExactly("70");
        assertThat(rows("days")).containsExactly("2026-01-01", "2026-01-02");
    }

    /** Returns the differences from a database that was upgraded without a fault. */
    private String difference() {
        Map<String, String> objects = world.readObjects();
        List<String> inactive = objects.keySet().stream()
                .filter(name -> objects.get(name).endsWith(" (inactive)"))
                .toList();
        boolean isCorrect = rows("turnover").equals(NEW)
                && rows("best").equals(List.of("70"))
                && rows("days").size() == 2
                && inactive.isEmpty()
                && objects.keySet().equals(Set.of("sale", "turnover", "best", "days"));
        return isCorrect ? "" : rows("turnover") + " " + rows("best") + " " + inactive + " " + objects.keySet();
    }

    @Test
    void allViewsCanBeReadAtEachMoment() throws SQLException {
        begin();
        SortedSet<String> seen = new TreeSet<>();
        KillableConnections process = new KillableConnections(
                world.url(), Integer.MAX_VALUE, KillableConnections.Death.BEFORE_THE_STATEMENT, Runnable::run, text -> {
                    assertReadable();
                    seen.add(rows("turnover").toString());
                });
        Migrator.of(SCHEMA, process.createDataSource(), World.options().consent(Consent.values()))
                .upgrade();
        assertThat(difference()).isEmpty();
        assertThat(seen).containsExactly(NEW.toString(), OLD.toString());
    }

    @Test
    void aFailedRefreshKeepsTheOldView() throws SQLException {
        begin();
        world.server.faults().add(Trigger.matching(REFRESH).every(), Fault.failJob("no memory"));
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(migrator()::upgrade)
                    .isInstanceOf(StepException.class)
                    .hasMessageContaining("no memory");
            assertThat(rows("turnover")).isEqualTo(OLD);
            assertReadable();
            assertThat(world.readObjects().get("turnover")).doesNotEndWith("(inactive)");
            assertThat(world.readObjects().get("best")).doesNotEndWith("(inactive)");
        }
        world.server.faults().clear();
        migrator().upgrade();
        assertThat(difference()).isEmpty();
    }

    @Test
    void anUpgradeThatFailsAfterTheRefreshCanBeTakenBack() throws SQLException {
        begin();
        world.server
                .faults()
                .add(Trigger.matching("(?is)ALTER .* SWAP WITH .*"), Fault.refuse(1064, "HY000", "not now"));
        assertThatThrownBy(migrator()::upgrade).isInstanceOf(MigrationException.class);
        migrator().downgradeTo(1);
        assertThat(rows("turnover")).isEqualTo(OLD);
        assertThat(world.readObjects()).containsOnlyKeys("sale", "turnover", "best", "days");
    }

    /** Each statement is lost before or after it, refused, or run late: a second run has the same result. */
    @Test
    @Tag(Breadth.LONG)
    void aRunThatEndsAtAnyStatementIsResumed() throws SQLException {
        begin();
        int first = world.server.log().all().size();
        migrator().upgrade();
        assertThat(difference()).isEmpty();
        int last = world.server.log().all().size();
        List<Fault> faults =
                List.of(Fault.cutBefore(), Fault.cutAfter(), Fault.refuse(1064, "HY000", "injected"), Fault.late());
        List<String> wrong = Breadth.numbers(last - first, 15)
                .parallel()
                .mapToObj(number -> differenceAfter(number, faults.get(number % faults.size())))
                .filter(difference -> !difference.isEmpty())
                .toList();
        assertThat(wrong).isEmpty();
    }

    private static String differenceAfter(int number, Fault fault) {
        MaterializedViewRebuildTest each = new MaterializedViewRebuildTest();
        try {
            each.begin();
            each.world.server.faults().add(Trigger.number(number), fault);
            String outcome = attempt(each.migrator());
            each.world.server.faults().clear();
            each.assertReadable();
            String second = outcome.isEmpty() ? "" : attempt(each.migrator());
            each.world.server.faults().runDeferred();
            String difference = each.difference();
            return difference.isEmpty()
                    ? ""
                    : fault + " at " + number + ":\n  " + outcome + "\n  then " + second + "\n  " + difference;
        } catch (SQLException | AssertionError failure) {
            return fault + " at " + number + ": " + failure;
        } finally {
            each.stop();
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
