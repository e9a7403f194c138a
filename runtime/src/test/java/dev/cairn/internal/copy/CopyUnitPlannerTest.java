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

/** Tests the division of a copy into units, and which units must be copied again. */
class CopyUnitPlannerTest {
    private static final ObjectName OLD_TABLE = new ObjectName("shop", "o");
    private static final ObjectName NEW_TABLE = new ObjectName("shop", "n");
    private static final String COLUMNS = "(id INT NOT NULL, day DATE NOT NULL, v INT) ";
    private static final String BY_DAY = " PARTITION BY date_trunc('day', day)";
    private static final String BY_RANGE = " PARTITION BY RANGE(day) (PARTITION p1 VALUES LESS THAN ('2026-01-01'))";

    private final CopyUnitPlanner partitionPlanner = new CopyUnitPlanner(Optional.empty());
    private final CopyUnitPlanner wholeTablePlanner = new CopyUnitPlanner(Optional.of("it is not partitioned"));

    private static Table createTable(String clauses) {
        String createStatement = "CREATE TABLE t " + COLUMNS + clauses
                + " DISTRIBUTED BY HASH(id) BUCKETS 2 PROPERTIES ('replication_num' =" + " '1')";
        Catalog emptyCatalog = Catalog.EMPTY.withDatabase(Database.of("shop"));
        return new Engine(ServerProfile.DEFAULT)
                .apply(emptyCatalog, new Session("shop"), Sql.parse(createStatement))
                .catalog()
                .findTable("shop", "t")
                .orElseThrow();
    }

    private static CopyStatement createCopyStatement(String dayExpression) {
        return CopyStatement.parse((Statement.OpaqueStatement)
                        Sql.parse("INSERT INTO n (id, day, v) SELECT id, " + dayExpression + ", v + 1 FROM o"))
                .orElseThrow();
    }

    private static PartitionState createPartitionState(String name, long id, long version) {
        TreeMap<Long, Long> versionsById = new TreeMap<>();
        versionsById.put(id, version);
        return new PartitionState(name, "values of " + name, versionsById, CopySize.NONE);
    }

    private static PartitionSnapshot createSnapshot(PartitionState... states) {
        TreeMap<String, PartitionState> statesByName = new TreeMap<>();
        for (PartitionState state : states) {
            statesByName.put(state.name(), state);
        }
        return new PartitionSnapshot(statesByName);
    }

    private static CopyUnitPlanner createPlanner(String oldClauses, String newClauses, String dayExpression) {
        return CopyUnitPlanner.of(createTable(oldClauses), createTable(newClauses), createCopyStatement(dayExpression));
    }

    @Test
    void tablesWithTheSamePartitioningAreCopiedByPartitions() {
        assertThat(createPlanner("DUPLICATE KEY(id)" + BY_DAY, "PRIMARY KEY(id, day)" + BY_DAY, "day")
                        .fullCopyReason())
                .isEmpty();
        assertThat(createPlanner(BY_RANGE, BY_RANGE, "day").fullCopyReason()).isEmpty();
    }

    @Test
    void otherTablesAreCopiedAsAWhole() {
        assertThat(createPlanner("", "", "day").fullCopyReason()).contains("the table is not partitioned");
        assertThat(createPlanner("", BY_DAY, "day").fullCopyReason()).contains("the partitioning changes");
        assertThat(createPlanner(BY_RANGE, BY_DAY, "day").fullCopyReason()).contains("the partitioning changes");
        assertThat(createPlanner(BY_DAY, BY_DAY.replace("'day'", "'month'"), "day")
                        .fullCopyReason())
                .contains("the partitioning changes");
        assertThat(createPlanner(BY_DAY, BY_DAY, "days_add(day, 1)").fullCopyReason())
                .contains("the column day, by which it is partitioned, changes");
    }

    @Test
    void aPartitionThatChangesIsCopiedAgain() {
        CopyProgress progress = new CopyProgress();
        PartitionSnapshot oldTable = createSnapshot(
                createPartitionState("p1", 11, 5),
                createPartitionState("p2", 12, 1),
                createPartitionState("p3", 13, 2));
        PartitionSnapshot newTable = createSnapshot(
                createPartitionState("p1", 21, 1),
                createPartitionState("p2", 22, 1),
                createPartitionState("p3", 23, 1));
        List<CopyUnit> units = partitionPlanner.createUnits(oldTable, newTable);
        assertThat(progress.findUncopiedUnits(units)).extracting(CopyUnit::name).containsExactly("p1", "p3");

        PartitionSnapshot filledTable = createSnapshot(
                createPartitionState("p1", 21, 2),
                createPartitionState("p2", 22, 1),
                createPartitionState("p3", 23, 2));
        List<CopyUnit> copiedUnits = partitionPlanner.createUnits(oldTable, filledTable);
        progress.noteCopy(units.get(0), copiedUnits.get(0), true, Duration.ofSeconds(3));
        progress.noteCopy(units.get(2), copiedUnits.get(2), true, Duration.ofSeconds(4));
        assertThat(progress.findUncopiedUnits(copiedUnits)).isEmpty();

        PartitionSnapshot changedTable = createSnapshot(
                createPartitionState("p1", 11, 6),
                createPartitionState("p2", 12, 2),
                createPartitionState("p3", 13, 2));
        List<CopyUnit> changedUnits = partitionPlanner.createUnits(changedTable, filledTable);
        assertThat(progress.findUncopiedUnits(changedUnits))
                .extracting(CopyUnit::name)
                .containsExactly("p1", "p2");
        assertThat(progress.findChangedUnits(changedUnits))
                .extracting(CopyUnit::name)
                .containsExactly("p1", "p2");
        assertThat(progress.mayCopyWithin(List.of(changedUnits.get(0)), 1, Duration.ofSeconds(3)))
                .isTrue();
        assertThat(progress.mayCopyWithin(List.of(changedUnits.get(0)), 1, Duration.ofSeconds(2)))
                .isFalse();
        assertThat(progress.mayCopyWithin(changedUnits, 1, Duration.ofDays(1)))
                .as("p2 was never copied")
                .isFalse();
    }

    @Test
    void parallelCopiesTakeAtLeastAsLongAsTheLongest() {
        CopyProgress progress = new CopyProgress();
        PartitionSnapshot oldTable = createSnapshot(
                createPartitionState("p1", 11, 5),
                createPartitionState("p2", 12, 5),
                createPartitionState("p3", 13, 2));
        List<CopyUnit> units = partitionPlanner.createUnits(oldTable, createSnapshot());
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
        PartitionSnapshot filledTable = createSnapshot(createPartitionState("p1", 21, 2));
        CopyUnit unit = partitionPlanner
                .createUnits(createSnapshot(createPartitionState("p1", 11, 2)), filledTable)
                .get(0);
        progress.noteCopy(unit, unit, true, Duration.ZERO);
        assertThat(progress.findUncopiedUnits(
                        partitionPlanner.createUnits(createSnapshot(createPartitionState("p1", 31, 1)), filledTable)))
                .hasSize(1);
    }

    @Test
    void aCopyThatALateStatementChangedIsMadeAgain() {
        CopyProgress progress = new CopyProgress();
        PartitionSnapshot oldTable = createSnapshot(createPartitionState("p1", 11, 2));
        CopyUnit unit = partitionPlanner
                .createUnits(oldTable, createSnapshot(createPartitionState("p1", 21, 2)))
                .get(0);
        progress.noteCopy(unit, unit, true, Duration.ZERO);
        assertThat(progress.findUncopiedUnits(
                        partitionPlanner.createUnits(oldTable, createSnapshot(createPartitionState("p1", 29, 1)))))
                .hasSize(1);
    }

    @Test
    void aResumedRunKnowsCopiesByTheirLabelsAndComparesThem() {
        CopyProgress progress = new CopyProgress();
        PartitionSnapshot oldTable =
                createSnapshot(createPartitionState("p1", 11, 2), createPartitionState("p2", 12, 7));
        List<CopyUnit> units = partitionPlanner.createUnits(
                oldTable, createSnapshot(createPartitionState("p1", 21, 2), createPartitionState("p2", 22, 2)));
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
        PartitionSnapshot oldTable = createSnapshot(createPartitionState("o", 11, 3));
        PartitionSnapshot newTable = createSnapshot(createPartitionState("n", 21, 1));
        CopyUnit uncopiedUnit =
                wholeTablePlanner.createUnits(oldTable, newTable).get(0);
        assertThat(uncopiedUnit.partitionNames()).isEmpty();
        assertThat(uncopiedUnit.mayHaveRows()).isFalse();
        CopyUnit copiedUnit = wholeTablePlanner
                .createUnits(oldTable, createSnapshot(createPartitionState("n", 21, 2)))
                .get(0);
        progress.noteCopy(uncopiedUnit, copiedUnit, true, Duration.ZERO);
        assertThat(progress.findUncopiedUnits(List.of(copiedUnit))).isEmpty();
        CopyUnit changedUnit = wholeTablePlanner
                .createUnits(
                        createSnapshot(createPartitionState("o", 11, 4)),
                        createSnapshot(createPartitionState("n", 21, 2)))
                .get(0);
        assertThat(progress.findUncopiedUnits(List.of(changedUnit))).containsExactly(changedUnit);
        assertThat(changedUnit.mayHaveRows()).isTrue();
        assertThat(wholeTablePlanner.findLeftoverPartitionNames(oldTable, newTable))
                .isEmpty();
    }

    @Test
    void partitionsThatOnlyTheNewTableHasAreLeftovers() {
        PartitionSnapshot oldTable = createSnapshot(createPartitionState("p1", 11, 2));
        assertThat(partitionPlanner.findLeftoverPartitionNames(
                        oldTable,
                        createSnapshot(
                                createPartitionState("p1", 21, 2),
                                createPartitionState("p2", 22, 2),
                                createPartitionState("p3", 23, 1))))
                .containsExactly("p2");
    }

    @Test
    void partitionsOfTheSameNameNeedTheSameValues() {
        PartitionState otherState = new PartitionState(
                "p1", "other values", createPartitionState("p1", 21, 1).versionByPhysicalPartitionId(), CopySize.NONE);
        PartitionSnapshot oldTable = createSnapshot(createPartitionState("p1", 11, 2));
        assertThat(partitionPlanner.findMisplacedPartitionName(oldTable, createSnapshot(otherState), false))
                .contains("p1");
        assertThat(partitionPlanner.findMisplacedPartitionName(oldTable, createSnapshot(), true))
                .contains("p1");
        assertThat(partitionPlanner.findMisplacedPartitionName(oldTable, createSnapshot(), false))
                .isEmpty();
        assertThat(partitionPlanner.findMisplacedPartitionName(
                        createSnapshot(createPartitionState("p1", 11, 1)), createSnapshot(), true))
                .as("no row was ever written to it")
                .isEmpty();
    }

    @Test
    void physicalPartitionsAreOneState() {
        PartitionState combinedState = createPartitionState("p1", 11, 2).withPhysicalPartition(12, 1, CopySize.NONE);
        assertThat(combinedState.fingerprint())
                .startsWith("x")
                .hasSize(17)
                .isNotEqualTo(createPartitionState("p1", 11, 2)
                        .withPhysicalPartition(12, 2, CopySize.NONE)
                        .fingerprint());
        assertThat(combinedState.isPristine()).isFalse();
    }

    @Test
    void rowsAreComparedUnlessTheNewTableMergesThem() {
        CopyStatement copyStatement = createCopyStatement("day");
        Table duplicateKeyTable = createTable("DUPLICATE KEY(id, day)");
        Table primaryKeyTable = createTable("PRIMARY KEY(id, day)");
        assertThat(RowDigestQueries.createIfComparable(
                        new RowDigestQueries.SourceTable(duplicateKeyTable, duplicateKeyTable),
                        primaryKeyTable,
                        copyStatement))
                .isEmpty();
        assertThat(RowDigestQueries.createIfComparable(
                        new RowDigestQueries.SourceTable(primaryKeyTable, primaryKeyTable),
                        createTable("PRIMARY KEY(id)"),
                        copyStatement))
                .isEmpty();
        RowDigestQueries rowDigest = RowDigestQueries.createIfComparable(
                        new RowDigestQueries.SourceTable(primaryKeyTable, primaryKeyTable),
                        duplicateKeyTable,
                        copyStatement)
                .orElseThrow();
        assertThat(RowDigestQueries.createIfComparable(
                        new RowDigestQueries.SourceTable(primaryKeyTable, primaryKeyTable),
                        primaryKeyTable,
                        copyStatement))
                .isPresent();
        assertThat(rowDigest.renderSourceQuery(OLD_TABLE, List.of("p1"), 1))
                .isEqualTo("SELECT count(*), sum(murmur_hash3_32(concat_ws('|', ifnull(CAST(id AS VARCHAR), '\\\\N'),"
                        + " ifnull(CAST(day AS VARCHAR), '\\\\N'), ifnull(CAST(CAST(v + 1 AS int(11)) AS VARCHAR),"
                        + " '\\\\N'))))\nFROM `shop`.`o` PARTITION (`p1`) AS `o`");
        assertThat(rowDigest.renderTargetQuery(NEW_TABLE, List.of(), 1))
                .isEqualTo("SELECT count(*), sum(murmur_hash3_32(concat_ws('|', ifnull(CAST(`id` AS VARCHAR), '\\\\N'),"
                        + " ifnull(CAST(`day` AS VARCHAR), '\\\\N'), ifnull(CAST(`v` AS VARCHAR), '\\\\N'))))\n"
                        + "FROM `shop`.`n`");
    }
}
