package dev.cairn.embedded.state;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.partition.PartitionGranularity;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The partitions that a refresh recalculates, because {@code auto_refresh_partitions_limit} of the view is less than
 * the number of changed partitions. The others remain as they are until a later refresh. The limit has no effect on
 * views that are partitioned by list.
 *
 * @param basePartitionNames the partitions of the base table from which the partitions of the view follow
 * @param refreshedVersions the versions of all bases that the view contains after the refresh
 */
public record RefreshSelection(Set<String> basePartitionNames, BasePartitionVersions refreshedVersions) {
    private static final int DATE_LENGTH = 10;

    public RefreshSelection {
        basePartitionNames = Set.copyOf(basePartitionNames);
    }

    /** The base table from which the partitions of a view follow. */
    private record PartitionBase(long id, Table table) {}

    /**
     * Selects the last ones of the changed partitions; empty if the refresh may recalculate all partitions of the view,
     * or if the partitions of the view do not follow from the ranges of one table.
     *
     * @param recorded the versions that the view contains before the refresh
     * @param current the present versions
     * @param isForced whether all partitions count as changed
     */
    static Optional<RefreshSelection> select(
            ClusterState state,
            MaterializedView view,
            BasePartitionVersions recorded,
            BasePartitionVersions current,
            boolean isForced) {
        long limit = limit(view);
        Optional<PartitionBase> base = limit > 0 ? findPartitionBase(state, view) : Optional.empty();
        if (base.isEmpty()) {
            return Optional.empty();
        }
        Map<String, PartitionVersion> recordedByKey = recorded.partitions(base.get().id);
        Map<String, PartitionVersion> currentByKey = current.partitions(base.get().id);
        boolean hasChangedEverywhere = isForced || recorded.hasChangedBase(current, base.get().id);
        Map<List<Bound>, List<String>> namesByViewPartition = new LinkedHashMap<>();
        Set<List<Bound>> changedViewPartitions = new LinkedHashSet<>();
        for (PartitionDefinition partition : base.get().table.partitioning().partitions()) {
            String name = partition.name().text();
            List<Bound> viewPartition =
                    viewPartitionLowerBounds(view.partitionBy().get(0), (RangePartition) partition, base.get().table);
            namesByViewPartition
                    .computeIfAbsent(viewPartition, bounds -> new ArrayList<>())
                    .add(name);
            PartitionVersion version = currentByKey.get(name);
            boolean hasChanged = hasChangedEverywhere
                    || (version != null && BasePartitionVersions.hasChanged(recordedByKey.get(name), version));
            if (hasChanged) {
                changedViewPartitions.add(viewPartition);
            }
        }
        if (changedViewPartitions.size() <= limit) {
            return Optional.empty();
        }
        Set<String> selectedNames = new HashSet<>();
        changedViewPartitions.stream()
                .skip(changedViewPartitions.size() - limit)
                .forEach(viewPartition -> selectedNames.addAll(namesByViewPartition.get(viewPartition)));
        Map<String, PartitionVersion> refreshedByKey = new HashMap<>(recordedByKey);
        refreshedByKey.keySet().retainAll(currentByKey.keySet());
        selectedNames.forEach(name -> refreshedByKey.put(name, currentByKey.get(name)));
        return Optional.of(new RefreshSelection(selectedNames, current.withPartitions(base.get().id, refreshedByKey)));
    }

    /** Returns the greatest number of partitions that a refresh recalculates; 0 or less if there is no limit. */
    public static long limit(MaterializedView view) {
        return view.partitioningKind() == MaterializedView.PartitioningKind.RANGE
                ? KnownProperty.AUTO_REFRESH_PARTITIONS_LIMIT
                        .findValueIn(view.properties())
                        .map(Long::parseLong)
                        .orElse(0L)
                : 0;
    }

    /** Returns whether the partitions of a view follow from the ranges of one table, so that a limit can be applied. */
    public static boolean isPossible(ClusterState state, MaterializedView view) {
        return findPartitionBase(state, view).isPresent()
                && state.findBasePartitionVersions(view).isPresent();
    }

    /** Returns the only table of a view that is partitioned, if it is partitioned by ranges of one column. */
    private static Optional<PartitionBase> findPartitionBase(ClusterState state, MaterializedView view) {
        List<PartitionBase> bases = new ArrayList<>();
        for (BaseRelation base : view.definition().baseRelations()) {
            Optional<Table> table = base.isFormer() || base.isDropped()
                    ? Optional.empty()
                    : state.catalog().findTable(base.database(), base.name());
            table.filter(baseTable -> !(baseTable.partitioning() instanceof Partitioning.None))
                    .ifPresent(baseTable -> bases.add(
                            new PartitionBase(state.identities().id(base.database(), base.name()), baseTable)));
        }
        return bases.size() == 1
                        && bases.get(0).table.partitioning().isByRange()
                        && bases.get(0).table.partitioning().columns().size() == 1
                ? Optional.of(bases.get(0))
                : Optional.empty();
    }

    /** Returns the lower bound of the partition of the view for a partition of its base. */
    private static List<Bound> viewPartitionLowerBounds(Expression partitionBy, RangePartition partition, Table table) {
        Optional<PartitionGranularity> granularity = PartitionGranularity.find(partitionBy);
        return granularity.isPresent() && partition.lowerBounds().get(0) instanceof Bound.LiteralBound lower
                ? granularity
                        .get()
                        .createPartition(
                                parseTime(lower.text()),
                                table.findColumn(table.partitioning().columns().get(0))
                                        .orElseThrow()
                                        .type())
                        .lowerBounds()
                : partition.lowerBounds();
    }

    private static LocalDateTime parseTime(String text) {
        return text.length() <= DATE_LENGTH
                ? LocalDate.parse(text).atStartOfDay()
                : LocalDateTime.parse(text.replace(' ', 'T'));
    }
}
