package dev.cairn.tooling.definition;

import dev.cairn.internal.reflection.TableDependent;
import dev.cairn.plan.part.ObjectName;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The statistics that a live server reports about the sizes of tables and about its work. Statistics that the user may
 * not read, or that the server does not know, are absent.
 *
 * @param statisticsByTable the statistics of tables and of materialized views
 * @param statisticsByView the state and the last refresh of each materialized view
 * @param loadLabelsByTable the labels of the running loads, by the table into which they load
 * @param dependents the Routine Loads, pipes, tasks, dictionaries and views of tables
 * @param clusterStatistics empty if the nodes can't be read
 * @param readFailures the parts that could not be read, each with the reason
 */
public record LiveStatistics(
        SortedMap<ObjectName, TableStatistics> statisticsByTable,
        SortedMap<ObjectName, MaterializedViewStatistics> statisticsByView,
        SortedMap<ObjectName, List<String>> loadLabelsByTable,
        List<TableDependent> dependents,
        Optional<ClusterStatistics> clusterStatistics,
        List<String> readFailures) {
    /** No statistics: no server was queried. */
    public static final LiveStatistics NONE = new LiveStatistics(
            new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), List.of(), Optional.empty(), List.of());

    public LiveStatistics {
        statisticsByTable = Collections.unmodifiableSortedMap(new TreeMap<>(statisticsByTable));
        statisticsByView = Collections.unmodifiableSortedMap(new TreeMap<>(statisticsByView));
        loadLabelsByTable = Collections.unmodifiableSortedMap(new TreeMap<>(loadLabelsByTable));
        dependents = List.copyOf(dependents);
        readFailures = List.copyOf(readFailures);
    }

    /**
     * The size of a table, as last reported by the backends.
     *
     * @param size the size with all rollups and replicas
     * @param partitionCount the number of partitions; 1 if the table is not partitioned
     * @param tabletCount the number of tablets of the table without its rollups; a tablet and its replicas count as one
     * @param minReplicaCount the smallest number of replicas of a partition; empty in shared-data mode
     * @param largestTabletSize the average size of a tablet of the partition with the largest tablets, for one replica
     */
    public record TableStatistics(
            long rowCount,
            ByteSize size,
            int partitionCount,
            long tabletCount,
            Optional<Integer> minReplicaCount,
            ByteSize largestTabletSize) {
        /** Returns the average size of a tablet, including its share of the rollups, for one replica. */
        public ByteSize averageTabletSize() {
            return size.divideBy(tabletCount * minReplicaCount.orElse(1));
        }

        /** Returns a description, such as {@code 1,204,000 rows, 12.3 GB with 3 replicas, 31 partitions}. */
        @Override
        public String toString() {
            return formatCount(rowCount, "row") + ", " + size
                    + minReplicaCount
                            .filter(number -> number > 1)
                            .map(number -> " with " + number + " replicas")
                            .orElse("")
                    + ", " + formatCount(partitionCount, "partition");
        }

        private static String formatCount(long count, String noun) {
            return String.format(Locale.ROOT, "%,d ", count) + noun + (count == 1 ? "" : "s");
        }
    }

    /**
     * The state of a materialized view, and its last refresh.
     *
     * @param inactiveReason why the view is neither refreshed nor used; empty if it is active
     * @param lastRefreshState the state of the last refresh, such as {@code SUCCESS}; empty if the view was never
     *     refreshed
     * @param lastRefreshFinishTime when the refresh finished, in the server's local time; empty if it has not finished
     */
    public record MaterializedViewStatistics(
            Optional<String> inactiveReason, String lastRefreshState, String lastRefreshFinishTime) {}

    /**
     * The nodes of a cluster.
     *
     * @param nodeCount the number of backends that are alive, or of compute nodes in shared-data mode
     * @param freeSpace the free disk space of these backends; empty in shared-data mode, since the rows are in an
     *     object store
     */
    public record ClusterStatistics(int nodeCount, Optional<ByteSize> freeSpace) {}

    /** Returns the labels of the loads that are running into a table; empty if there are none. */
    public List<String> findLoadLabels(ObjectName tableName) {
        return loadLabelsByTable.getOrDefault(tableName, List.of());
    }
}
