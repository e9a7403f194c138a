/**
 * The changes of cluster objects: the statements that lead from one definition to another.
 *
 * <p>Start at {@link dev.cairn.plan.cluster.ClusterStatementPlanner}.
 */
@NullMarked
package dev.cairn.plan.cluster;

import org.jspecify.annotations.NullMarked;
