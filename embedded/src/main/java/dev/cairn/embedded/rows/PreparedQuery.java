package dev.cairn.embedded.rows;

import dev.cairn.embedded.state.ClusterState;
import java.util.function.Supplier;

/**
 * A query that has been analyzed and translated, without the lock of the cluster.
 *
 * @param <T> the result of the query
 */
@FunctionalInterface
public interface PreparedQuery<T> {
    /**
     * Begins the query over the current rows. Called under the lock. The supplier runs the query once, and may be
     * called without the lock.
     *
     * @param state the current state, with the same definitions as the state for which the query was prepared
     */
    Supplier<T> begin(ClusterState state);
}
