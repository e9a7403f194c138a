package dev.cairn.internal.copy;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Divides the copy of a table into units.
 *
 * <p>If both tables are partitioned alike, all rows of a partition belong to the partition of the same name, so that a
 * partition can be copied again without the others. Otherwise, the table is copied as a whole.
 *
 * @param fullCopyReason why the table is copied as a whole; empty if it is copied by partitions
 */
public record CopyUnitPlanner(Optional<String> fullCopyReason) {
    /** Compares the partitioning of the two tables. */
    public static CopyUnitPlanner of(Table sourceTable, Table targetTable, CopyStatement copy) {
        if (sourceTable.partitioning() instanceof Partitioning.None
                && targetTable.partitioning() instanceof Partitioning.None) {
            return new CopyUnitPlanner(Optional.of("the table is not partitioned"));
        }
        if (!arePartitionedAlike(sourceTable, targetTable)) {
            return new CopyUnitPlanner(Optional.of("the partitioning changes"));
        }
        for (String column : sourceTable.partitioning().sourceColumns()) {
            boolean isUnchanged = copy.isCopiedUnchanged(column)
                    && sourceTable
                            .column(column)
                            .map(Column::type)
                            .equals(targetTable.column(column).map(Column::type));
            if (!isUnchanged) {
                return new CopyUnitPlanner(
                        Optional.of("the column " + column + ", by which it is partitioned, changes"));
            }
        }
        return new CopyUnitPlanner(Optional.empty());
    }

    /** Returns whether two tables are partitioned by the same columns in the same way. */
    public static boolean arePartitionedAlike(Table sourceTable, Table targetTable) {
        return describeMethod(sourceTable.partitioning()).equals(describeMethod(targetTable.partitioning()));
    }

    /** Returns a text that is equal for tables whose rows are partitioned in the same way. */
    private static String describeMethod(Partitioning partitioning) {
        return partitioning.getClass().getSimpleName()
                + partitioning.isAutomatic()
                + partitioning.columns().stream().map(String::toLowerCase).toList()
                + partitioning.hiddenExpressions().stream().map(Sql::render).toList()
                + (partitioning instanceof Partitioning.ExpressionRange range ? Sql.render(range.expression()) : "");
    }

    /** Returns the units of the tables in their current states. */
    public List<CopyUnit> createUnits(PartitionSnapshot sourceSnapshot, PartitionSnapshot targetSnapshot) {
        if (fullCopyReason.isPresent()) {
            return List.of(new CopyUnit(
                    CopyUnit.WHOLE_TABLE,
                    PartitionState.combinedToken(sourceSnapshot.states()),
                    new CopyUnit.CopyTarget(
                            PartitionState.combinedToken(targetSnapshot.states()), !targetSnapshot.isPristine()),
                    sourceSnapshot.isPristine() && targetSnapshot.isPristine(),
                    sourceSnapshot.size()));
        }
        List<CopyUnit> units = new ArrayList<>();
        for (PartitionState state : sourceSnapshot.states()) {
            Optional<PartitionState> target = targetSnapshot.partition(state.name());
            boolean mayHaveRows = target.isPresent() && !target.get().isPristine();
            units.add(new CopyUnit(
                    state.name(),
                    state.token(),
                    new CopyUnit.CopyTarget(target.map(PartitionState::token).orElse(""), mayHaveRows),
                    state.isPristine() && !mayHaveRows,
                    state.size()));
        }
        return units;
    }

    /** Returns the units of tables that are divided into ranges of rows. A change of any row changes all of them. */
    public static List<CopyUnit> createRangeUnits(
            List<String> conditions, PartitionSnapshot sourceSnapshot, PartitionSnapshot targetSnapshot) {
        List<CopyUnit> units = new ArrayList<>();
        for (String condition : conditions) {
            units.add(new CopyUnit(
                    "range " + (units.size() + 1),
                    sourceSnapshot.token() + "_r" + (units.size() + 1),
                    new CopyUnit.CopyTarget(targetSnapshot.token(), !targetSnapshot.isPristine()),
                    false,
                    sourceSnapshot.size().divideBy(conditions.size()),
                    condition));
        }
        return units;
    }

    /** Returns the partitions of the new table that have rows, but that the old table no longer has. */
    public List<String> findLeftovers(PartitionSnapshot sourceSnapshot, PartitionSnapshot targetSnapshot) {
        return fullCopyReason.isPresent()
                ? List.of()
                : targetSnapshot.states().stream()
                        .filter(state -> !state.isPristine()
                                && sourceSnapshot.partition(state.name()).isEmpty())
                        .map(PartitionState::name)
                        .toList();
    }

    /**
     * Returns a partition of the old table whose rows do not belong to the partition of the same name, which would make
     * it impossible to copy the partition again.
     *
     * @param areAllPartitionsCreated whether the new table has all partitions, also those that the server creates with
     *     their first row
     */
    public Optional<String> findMisplacedPartition(
            PartitionSnapshot sourceSnapshot, PartitionSnapshot targetSnapshot, boolean areAllPartitionsCreated) {
        return fullCopyReason.isPresent()
                ? Optional.empty()
                : sourceSnapshot.states().stream()
                        .filter(state -> !state.isPristine())
                        .filter(state -> targetSnapshot
                                .partition(state.name())
                                .map(target -> !target.values().equals(state.values()))
                                .orElse(areAllPartitionsCreated))
                        .map(PartitionState::name)
                        .findFirst();
    }
}
