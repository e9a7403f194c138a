package dev.cairn.internal.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The units of a copy, and those that must be copied again. */
class CopyUnitPlannerTest {
    private static final ObjectName OLD = new ObjectName("shop", "o");
    private static final ObjectName NEW = new ObjectName("shop", "n");
    private static final String COLUMNS = "(id INT NOT NULL, day DATE NOT NULL, v INT) ";
    private static final String BY_DAY = " PARTITION BY date_trunc('day', day)";
    private static final String BY_RANGE = " PARTITION BY RANGE(day) (PARTITION p1 VALUES LESS THAN ('2026-01-01'))";

    private final CopyUnitPlanner partitions = new CopyUnitPlanner(Optional.empty());
    private final CopyUnitPlanner whole = new CopyUnitPlanner(Optional.of("it is not partitioned"));

    private static Table table(String rest) {
        String create = "CREATE TABLE t " + COLUMNS + rest
                + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' =" + " '1')";
        Catalog empty = Catalog.EMPTY.withDatabase(Database.of("shop"));
        return new Engine(ServerProfile.DEFAULT)
                .apply(empty, new Session("shop"), Sql.parse(create))
                .catalog()
                .table("shop", "t")
                .orElseThrow();
    }

    private static CopyStatement copy(String day) {
        return CopyStatement.parse((Statement.OpaqueStatement)
                        Sql.parse("INSERT INTO n (id, day, v) SELECT id, " + day + ", v + 1 FROM o"))
                .orElseThrow();
    }

    private static PartitionState state(String name, long id, long version) {
        TreeMap<Long, Long> versions = new TreeMap<>();
        versions.put(id, version);
        return new PartitionState(name, "values of " + name, versions, CopySize.NONE);
    }

    private static PartitionSnapshot snapshot(PartitionState... states) {
        TreeMap<String, PartitionState> all = new TreeMap<>();
        for (PartitionState state : states) {
            all.put(state.name(), state);
        }
        return new PartitionSnapshot(all);
    }

    private static CopyUnitPlanner plan(String from, String to, String day) {
        return CopyUnitPlanner.of(table(from), table(to), copy(day));
    }

    @Test
    void tablesWithTheSamePartitioningAreCopiedByPartitions() {
        assertThat(plan("DUPLICATE KEY(id)" + BY_DAY, "PRIMARY KEY(id, day)" + BY_DAY, "day")
                        .fullCopyReason())
                .isEmpty();
        assertThat(plan(BY_RANGE, BY_RANGE, "day").fullCopyReason()).isEmpty();
    }

    @Test
    void otherTablesAreCopiedAsAWhole() {
        assertThat(plan("", "", "day").fullCopyReason()).contains("the table is not partitioned");
        assertThat(plan("", BY_DAY, "day").fullCopyReason()).contains("the partitioning changes");
        assertThat(plan(BY_RANGE, BY_DAY, "day").fullCopyReason()).contains("the partitioning changes");
        assertThat(plan(BY_DAY, BY_DAY.replace("'day'", "'month'"), "day").fullCopyReason())
                .contains("the partitioning changes");
        assertThat(plan(BY_DAY, BY_DAY, "days_add(day, 1)").fullCopyReason())
                .contains("the column day, by which it is partitioned, changes");
    }

    @Test
    void aPartitionThatChangesIsCopiedAgain() {
        CopyProgress progress = new CopyProgress();
        PartitionSnapshot old = snapshot(state("p1", 11, 5), state("p2", 12, 1), state("p3", 13, 2));
        PartitionSnapshot fresh = snapshot(state("p1", 21, 1), state("p2", 22, 1), state("p3", 23, 1));
        List<CopyUnit> units = partitions.createUnits(old, fresh);
        assertThat(progress.findUncopiedUnits(units)).extracting(CopyUnit::name).containsExactly("p1", "p3");

        PartitionSnapshot filled = snapshot(state("p1", 21, 2), state("p2", 22, 1), state("p3", 23, 2));
        List<CopyUnit> after = partitions.createUnits(old, filled);
        progress.noteCopy(units.get(0), after.get(0), true, Duration.ofSeconds(3));
        progress.noteCopy(units.get(2), after.get(2), true, Duration.ofSeconds(4));
        assertThat(progress.findUncopiedUnits(after)).isEmpty();

        PartitionSnapshot written = snapshot(state("p1", 11, 6), state("p2", 12, 2), state("p3", 13, 2));
        List<CopyUnit> later = partitions.createUnits(written, filled);
        assertThat(progress.findUncopiedUnits(later)).extracting(CopyUnit::name).containsExactly("p1", "p2");
        assertThat(progress.findChangedUnits(later)).extracting(CopyUnit::name).containsExactly("p1", "p2");
        assertThat(progress.mayCopyWithin(List.of(later.get(0)), 1, Duration.ofSeconds(3)))
                .isTrue();
        assertThat(progress.mayCopyWithin(List.of(later.get(0)), 1, Duration.ofSeconds(2)))
                .isFalse();
        assertThat(progress.mayCopyWithin(later, 1, Duration.ofDays(1)))
                .as("p2 was never copied")
                .isFalse();
    }

    @Test
    void copiesSideBySideTakeAtLeastAsLongAsTheLongest() {
        CopyProgress progress = new CopyProgress();
        PartitionSnapshot old = snapshot(state("p1", 11, 5), state("p2", 12, 5), state("p3", 13, 2));
        List<CopyUnit> units = partitions.createUnits(old, snapshot());
        progress.noteCopy(units.get(0), units.get(0), true, Duration.ofSeconds(6));
        progress.noteCopy(units.get(1), units.get(1), true, Duration.ofSeconds(2));
        progress.noteCopy(units.get(2), units.get(2), true, Duration.ofSeconds(1));
        assertThat(progress.estimateDuration(units, 1)).isEqualTo(Duration.ofSeconds(9));
        assertThat(progress.estimateDuration(units, 3)).isEqualTo(Duration.ofSeconds(6));
        assertThat(progress.estimateDuration(units.subList(1, 3), 2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(progress.totalDuration(units.subList(0, 2))).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void sizesAreReadAsTheServerPrintsThem() {
        assertThat(CopySize.parse("1204", "1.5KB")).isEqualTo(new CopySize(1204, 1536));
        assertThat(CopySize.parse("3", "0B")).isEqualTo(new CopySize(3, 0));
        assertThat(CopySize.parse("3", "2GB")).isEqualTo(new CopySize(3, 2L << 30));
        assertThat(CopySize.parse("", "")).isEqualTo(CopySize.NONE);
    }

    @Test
    void aPartitionThatWasTruncatedOrOverwrittenHasAnotherIdAndIsCopiedAgain() {
        CopyProgress progress = new CopyProgress();
        PartitionSnapshot filled = snapshot(state("p1", 21, 2));
        CopyUnit unit =
                partitions.createUnits(snapshot(state("p1", 11, 2)), filled).get(0);
        progress.noteCopy(unit, unit, true, Duration.ZERO);
        assertThat(progress.findUncopiedUnits(partitions.createUnits(snapshot(state("p1", 31, 1)), filled)))
                .hasSize(1);
    }

    @Test
    void aCopyThatALateStatementChangedIsMadeAgain() {
        CopyProgress progress = new CopyProgress();
        PartitionSnapshot old = snapshot(state("p1", 11, 2));
        CopyUnit unit =
                partitions.createUnits(old, snapshot(state("p1", 21, 2))).get(0);
        progress.noteCopy(unit, unit, true, Duration.ZERO);
        assertThat(progress.findUncopiedUnits(partitions.createUnits(old, snapshot(state("p1", 29, 1)))))
                .hasSize(1);
    }

    @Test
    void aResumedRunKnowsCopiesByTheirLabelsAndComparesThem() {
        CopyProgress progress = new CopyProgress();
        PartitionSnapshot old = snapshot(state("p1", 11, 2), state("p2", 12, 7));
        List<CopyUnit> units = partitions.createUnits(old, snapshot(state("p1", 21, 2), state("p2", 22, 2)));
        units.forEach(unit -> progress.noteEarlierCopy(unit, Set.of("11_2", "12_6")));
        assertThat(progress.findUncopiedUnits(units)).extracting(CopyUnit::name).containsExactly("p2");
        assertThat(progress.findUncomparedUnits(units))
                .extracting(CopyUnit::name)
                .containsExactly("p1");
        progress.noteComparison(units.get(0));
        assertThat(progress.findUncomparedUnits(units)).isEmpty();
    }

    @Test
    void theWholeTableIsOneUnit() {
        CopyProgress progress = new CopyProgress();
        PartitionSnapshot old = snapshot(state("o", 11, 3));
        PartitionSnapshot fresh = snapshot(state("n", 21, 1));
        CopyUnit before = whole.createUnits(old, fresh).get(0);
        assertThat(before.partitions()).isEmpty();
        assertThat(before.mayHaveRows()).isFalse();
        CopyUnit after = whole.createUnits(old, snapshot(state("n", 21, 2))).get(0);
        progress.noteCopy(before, after, true, Duration.ZERO);
        assertThat(progress.findUncopiedUnits(List.of(after))).isEmpty();
        CopyUnit changed = whole.createUnits(snapshot(state("o", 11, 4)), snapshot(state("n", 21, 2)))
                .get(0);
        assertThat(progress.findUncopiedUnits(List.of(changed))).containsExactly(changed);
        assertThat(changed.mayHaveRows()).isTrue();
        assertThat(whole.findLeftovers(old, fresh)).isEmpty();
    }

    @Test
    void partitionsThatOnlyTheNewTableHasAreLeftovers() {
        PartitionSnapshot old = snapshot(state("p1", 11, 2));
        assertThat(partitions.findLeftovers(old, snapshot(state("p1", 21, 2), state("p2", 22, 2), state("p3", 23, 1))))
                .containsExactly("p2");
    }

    @Test
    void partitionsOfTheSameNameNeedTheSameValues() {
        PartitionState other =
                new PartitionState("p1", "other values", state("p1", 21, 1).versions(), CopySize.NONE);
        PartitionSnapshot old = snapshot(state("p1", 11, 2));
        assertThat(partitions.findMisplacedPartition(old, snapshot(other), false))
                .contains("p1");
        assertThat(partitions.findMisplacedPartition(old, snapshot(), true)).contains("p1");
        assertThat(partitions.findMisplacedPartition(old, snapshot(), false)).isEmpty();
        assertThat(partitions.findMisplacedPartition(snapshot(state("p1", 11, 1)), snapshot(), true))
                .as("no row was ever written to it")
                .isEmpty();
    }

    @Test
    void physicalPartitionsAreOneState() {
        PartitionState random = state("p1", 11, 2).withPhysicalPartition(12, 1, CopySize.NONE);
        assertThat(random.token())
                .startsWith("x")
                .hasSize(17)
                .isNotEqualTo(state("p1", 11, 2)
                        .withPhysicalPartition(12, 2, CopySize.NONE)
                        .token());
        assertThat(random.isPristine()).isFalse();
    }

    @Test
    void rowsAreComparedUnlessTheNewTableMergesThem() {
        CopyStatement copy = copy("day");
        Table duplicate = table("DUPLICATE KEY(id, day)");
        Table primary = table("PRIMARY KEY(id, day)");
        assertThat(RowDigest.createIfComparable(duplicate, primary, copy)).isEmpty();
        assertThat(RowDigest.createIfComparable(primary, table("PRIMARY KEY(id)"), copy))
                .isEmpty();
        RowDigest digest =
                RowDigest.createIfComparable(primary, duplicate, copy).orElseThrow();
        assertThat(RowDigest.createIfComparable(primary, primary, copy)).isPresent();
        assertThat(digest.renderSourceQuery(OLD, List.of("p1"), 1))
                .isEqualTo("SELECT count(*), sum(murmur_hash3_32(concat_ws('|', ifnull(CAST(id AS VARCHAR), '\\\\N'),"
                        + " ifnull(CAST(day AS VARCHAR), '\\\\N'), ifnull(CAST(CAST(v + 1 AS int(11)) AS VARCHAR),"
                        + " '\\\\N'))))\nFROM `shop`.`o` PARTITION (`p1`) AS `o`");
        assertThat(digest.renderTargetQuery(NEW, List.of(), 1))
                .isEqualTo("SELECT count(*), sum(murmur_hash3_32(concat_ws('|', ifnull(CAST(`id` AS VARCHAR), '\\\\N'),"
                        + " ifnull(CAST(`day` AS VARCHAR), '\\\\N'), ifnull(CAST(`v` AS VARCHAR), '\\\\N'))))\n"
                        + "FROM `shop`.`n`");
    }
}
