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
 * @param wholeCopyReason why the table is copied as a whole; empty if it is copied by partitions
 */
public record CopyPlan(Optional<String> wholeCopyReason) {
    /** Compares the partitioning of the two tables. */
    public static CopyPlan of(Table from, Table to, CopyStatement copy) {
        if (from.partitioning() instanceof Partitioning.None && to.partitioning() instanceof Partitioning.None) {
            return new CopyPlan(Optional.of("the table is not partitioned"));
        }
        if (!arePartitionedAlike(from, to)) {
            return new CopyPlan(Optional.of("the partitioning changes"));
        }
        for (String column : from.partitioning().columnsRead()) {
            boolean same = copy.copiesAsIs(column)
                    && from.column(column)
                            .map(Column::type)
                            .equals(to.column(column).map(Column::type));
            if (!same) {
                return new CopyPlan(Optional.of("the column " + column + ", by which it is partitioned, changes"));
            }
        }
        return new CopyPlan(Optional.empty());
    }

    /** Whether two tables are partitioned by the same columns in the same way. */
    public static boolean arePartitionedAlike(Table from, Table to) {
        return method(from.partitioning()).equals(method(to.partitioning()));
    }

    /** Returns a text that is equal for tables whose rows are partitioned in the same way. */
    private static String method(Partitioning partitioning) {
        return partitioning.getClass().getSimpleName()
                + partitioning.automatic()
                + partitioning.columns().stream().map(String::toLowerCase).toList()
                + partitioning.hiddenExpressions().stream().map(Sql::render).toList()
                + (partitioning instanceof Partitioning.RangeBy range ? Sql.render(range.by()) : "");
    }

    /** Returns the units of the tables in their current states. */
    public List<CopyUnit> units(PartitionSnapshot from, PartitionSnapshot to) {
        if (wholeCopyReason.isPresent()) {
            return List.of(new CopyUnit(
                    CopyUnit.WHOLE,
                    PartitionState.token(from.states()),
                    new CopyUnit.CopyTarget(PartitionState.token(to.states()), !to.isPristine()),
                    from.isPristine() && to.isPristine(),
                    from.size()));
        }
        List<CopyUnit> units = new ArrayList<>();
        for (PartitionState state : from.states()) {
            Optional<PartitionState> target = to.partition(state.name());
            boolean filled = target.isPresent() && !target.get().isPristine();
            units.add(new CopyUnit(
                    state.name(),
                    state.token(),
                    new CopyUnit.CopyTarget(target.map(PartitionState::token).orElse(""), filled),
                    state.isPristine() && !filled,
                    state.size()));
        }
        return units;
    }

    /** Returns the units of tables that are divided into ranges of rows. A change of any row changes all of them. */
    public static List<CopyUnit> rangeUnits(List<String> conditions, PartitionSnapshot from, PartitionSnapshot to) {
        List<CopyUnit> units = new ArrayList<>();
        for (String condition : conditions) {
            units.add(new CopyUnit(
                    "range " + (units.size() + 1),
                    from.token() + "_r" + (units.size() + 1),
                    new CopyUnit.CopyTarget(to.token(), !to.isPristine()),
                    false,
                    from.size().part(conditions.size()),
                    condition));
        }
        return units;
    }

    /** Returns the partitions of the new table that have rows, but that the old table does not have any more. */
    public List<String> leftovers(PartitionSnapshot from, PartitionSnapshot to) {
        return wholeCopyReason.isPresent()
                ? List.of()
                : to.states().stream()
                        .filter(state -> !state.isPristine()
                                && from.partition(state.name()).isEmpty())
                        .map(PartitionState::name)
                        .toList();
    }

    /**
     * Returns a partition of the old table whose rows do not belong to the partition of the same name, which would make
     * it impossible to copy the partition again.
     *
     * @param created whether the new table has all partitions, also those that the server creates with their first row
     */
    public Optional<String> findMisplacedPartition(PartitionSnapshot from, PartitionSnapshot to, boolean created) {
        return wholeCopyReason.isPresent()
                ? Optional.empty()
                : from.states().stream()
                        .filter(state -> !state.isPristine())
                        .filter(state -> to.partition(state.name())
                                .map(target -> !target.values().equals(state.values()))
                                .orElse(created))
                        .map(PartitionState::name)
                        .findFirst();
    }
}
