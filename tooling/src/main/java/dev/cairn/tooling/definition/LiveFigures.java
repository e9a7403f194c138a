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
 * @param tables the statistics of tables and of materialized views
 * @param refreshes the last refresh of each materialized view
 * @param loads the labels of the running loads, by the table into which they load
 * @param dependents the Routine Loads, pipes, tasks and dictionaries of tables
 * @param cluster empty if the nodes can't be read
 * @param readFailures the parts that could not be read, each with the reason
 */
public record LiveFigures(
        SortedMap<ObjectName, TableFigures> tables,
        SortedMap<ObjectName, LastRefresh> refreshes,
        SortedMap<ObjectName, List<String>> loads,
        List<TableDependent> dependents,
        Optional<ClusterFigures> cluster,
        List<String> readFailures) {
    /** No statistics: no server was queried. */
    public static final LiveFigures NONE =
            new LiveFigures(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), List.of(), Optional.empty(), List.of());

    public LiveFigures {
        tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
        refreshes = Collections.unmodifiableSortedMap(new TreeMap<>(refreshes));
        loads = Collections.unmodifiableSortedMap(new TreeMap<>(loads));
        dependents = List.copyOf(dependents);
        readFailures = List.copyOf(readFailures);
    }

    /**
     * The size of a table, as last reported by the backends.
     *
     * @param size the size with all rollups and replicas
     * @param partitionCount the number of partitions; 1 if the table is not partitioned
     * @param tabletCount the number of tablets of the table without its rollups; a tablet and its replicas count as one
     * @param replicaCount the smallest number of replicas of a partition; empty in shared-data mode
     * @param largestTabletSize the average size of a tablet of the partition with the largest tablets, for one replica
     */
    public record TableFigures(
            long rowCount,
            ByteSize size,
            int partitionCount,
            long tabletCount,
            Optional<Integer> replicaCount,
            ByteSize largestTabletSize) {
        /** Returns the average size of a tablet, for one replica. */
        public ByteSize averageTabletSize() {
            return size.divideBy(tabletCount * replicaCount.orElse(1));
        }

        /** Returns a description, as in {@code 1,204,000 rows, 12.3 GB with 3 replicas, 31 partitions}. */
        @Override
        public String toString() {
            return formatCount(rowCount, "row") + ", " + size
                    + replicaCount
                            .filter(number -> number > 1)
                            .map(number -> " with " + number + " replicas")
                            .orElse("")
                    + ", " + formatCount(partitionCount, "partition");
        }

        private static String formatCount(long number, String noun) {
            return String.format(Locale.ROOT, "%,d ", number) + noun + (number == 1 ? "" : "s");
        }
    }

    /**
     * The state of a materialized view, and its last refresh.
     *
     * @param inactiveReason why it is neither refreshed nor used; empty if it is active
     * @param state {@code SUCCESS}; empty if it was never refreshed
     * @param finishTime when the refresh finished, in the server's local time; empty if it has not
     */
    public record LastRefresh(Optional<String> inactiveReason, String state, String finishTime) {}

    /**
     * The nodes of a cluster.
     *
     * @param nodeCount the number of backends that are alive, or of compute nodes in shared-data mode
     * @param freeSpace the free disk space of these backends; empty in shared-data mode, since the rows are in an
     *     object store
     */
    public record ClusterFigures(int nodeCount, Optional<ByteSize> freeSpace) {}

    /** Returns the labels of the loads that are running into a table; empty if there are none. */
    public List<String> loadsInto(ObjectName table) {
        return loads.getOrDefault(table, List.of());
    }
}
