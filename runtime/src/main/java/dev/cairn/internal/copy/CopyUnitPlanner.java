package dev.cairn.internal.copy;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Divides the copy of a table into units.
 *
 * <p>If both tables have the same partitioning, all rows of a partition belong to the partition of the same name, so a
 * partition can be copied again without the others. Otherwise, the table is copied as a whole.
 *
 * @param fullCopyReason why the table is copied as a whole; empty if it is copied by partitions
 */
public record CopyUnitPlanner(Optional<String> fullCopyReason) {
    /** Returns a planner that copies by partitions if the partitioning of the two tables permits it. */
    public static CopyUnitPlanner of(Table sourceTable, Table targetTable, CopyStatement copyStatement) {
        if (sourceTable.partitioning() instanceof Partitioning.None
                && targetTable.partitioning() instanceof Partitioning.None) {
            return new CopyUnitPlanner(Optional.of("the table is not partitioned"));
        }
        if (!hasSamePartitioning(sourceTable, targetTable)) {
            return new CopyUnitPlanner(Optional.of("the partitioning changes"));
        }
        for (String columnName : sourceTable.partitioning().sourceColumns()) {
            boolean isUnchanged = copyStatement.isCopiedUnchanged(columnName)
                    && sourceTable
                            .findColumn(columnName)
                            .map(Column::type)
                            .equals(targetTable.findColumn(columnName).map(Column::type));
            if (!isUnchanged) {
                return new CopyUnitPlanner(
                        Optional.of("the column " + columnName + ", by which it is partitioned, changes"));
            }
        }
        return new CopyUnitPlanner(Optional.empty());
    }

    /** Returns whether two tables are partitioned by the same columns in the same way. */
    public static boolean hasSamePartitioning(Table sourceTable, Table targetTable) {
        return computePartitioningKey(sourceTable.partitioning())
                .equals(computePartitioningKey(targetTable.partitioning()));
    }

    /** Returns a string that is equal for equal partitionings. */
    private static String computePartitioningKey(Partitioning partitioning) {
        return partitioning.getClass().getSimpleName()
                + partitioning.isAutomatic()
                + partitioning.columns().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList()
                + partitioning.hiddenExpressions().stream().map(Sql::render).toList()
                + (partitioning instanceof Partitioning.ExpressionRange expressionRange
                        ? Sql.render(expressionRange.expression())
                        : "");
    }

    /** Returns the units of the tables in their current states. */
    public List<CopyUnit> createUnits(PartitionSnapshot sourceSnapshot, PartitionSnapshot targetSnapshot) {
        if (fullCopyReason.isPresent()) {
            return List.of(new CopyUnit(
                    CopyUnit.WHOLE_TABLE_NAME,
                    PartitionState.fingerprintOf(sourceSnapshot.states()),
                    new CopyUnit.CopyTarget(
                            PartitionState.fingerprintOf(targetSnapshot.states()), !targetSnapshot.isPristine()),
                    sourceSnapshot.isPristine() && targetSnapshot.isPristine(),
                    sourceSnapshot.size()));
        }
        List<CopyUnit> units = new ArrayList<>();
        for (PartitionState sourceState : sourceSnapshot.states()) {
            Optional<PartitionState> targetState = targetSnapshot.findPartition(sourceState.name());
            boolean mayHaveRows = targetState.isPresent() && !targetState.get().isPristine();
            units.add(new CopyUnit(
                    sourceState.name(),
                    sourceState.fingerprint(),
                    new CopyUnit.CopyTarget(
                            targetState.map(PartitionState::fingerprint).orElse(""), mayHaveRows),
                    sourceState.isPristine() && !mayHaveRows,
                    sourceState.size()));
        }
        return units;
    }

    /**
     * Returns the units of tables that are divided into ranges of rows. A change of any row changes the fingerprints of
     * all units.
     */
    public static List<CopyUnit> createRangeUnits(
            List<String> conditions, PartitionSnapshot sourceSnapshot, PartitionSnapshot targetSnapshot) {
        List<CopyUnit> units = new ArrayList<>();
        for (String condition : conditions) {
            units.add(new CopyUnit(
                    "range " + (units.size() + 1),
                    sourceSnapshot.fingerprint() + "_r" + (units.size() + 1),
                    new CopyUnit.CopyTarget(targetSnapshot.fingerprint(), !targetSnapshot.isPristine()),
                    false,
                    sourceSnapshot.size().divideBy(conditions.size()),
                    condition));
        }
        return units;
    }

    /** Returns the partitions of the new table that may have rows, but no longer exist in the old table. */
    public List<String> findLeftoverPartitionNames(PartitionSnapshot sourceSnapshot, PartitionSnapshot targetSnapshot) {
        return fullCopyReason.isPresent()
                ? List.of()
                : targetSnapshot.states().stream()
                        .filter(targetState -> !targetState.isPristine()
                                && sourceSnapshot
                                        .findPartition(targetState.name())
                                        .isEmpty())
                        .map(PartitionState::name)
                        .toList();
    }

    /**
     * Returns a partition of the old table whose rows do not belong to the partition of the same name, so the partition
     * can't be copied again; empty if there is no such partition.
     *
     * @param areAllPartitionsCreated whether the new table has all partitions, even the ones that the server creates
     *     with their first row; if so, a partition that the new table lacks counts as misplaced
     */
    public Optional<String> findMisplacedPartitionName(
            PartitionSnapshot sourceSnapshot, PartitionSnapshot targetSnapshot, boolean areAllPartitionsCreated) {
        return fullCopyReason.isPresent()
                ? Optional.empty()
                : sourceSnapshot.states().stream()
                        .filter(sourceState -> !sourceState.isPristine())
                        .filter(sourceState -> targetSnapshot
                                .findPartition(sourceState.name())
                                .map(targetState -> !targetState.valuesText().equals(sourceState.valuesText()))
                                .orElse(areAllPartitionsCreated))
                        .map(PartitionState::name)
                        .findFirst();
    }
}
