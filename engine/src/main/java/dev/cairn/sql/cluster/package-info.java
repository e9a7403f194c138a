/**
 * The kinds of objects that a cluster has besides its databases and roles, and the clauses and alterations that each
 * kind accepts.
 *
 * <p>Uses {@link dev.cairn.sql.access} only. Start at {@link dev.cairn.sql.cluster.ClusterObjectKind}.
 */
@NullMarked
package dev.cairn.sql.cluster;

import org.jspecify.annotations.NullMarked;
