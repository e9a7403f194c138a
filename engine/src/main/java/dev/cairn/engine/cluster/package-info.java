/**
 * The objects that a cluster has besides its databases and roles: resource groups, storage volumes, external catalogs,
 * Routine Loads, dictionaries, functions, Iceberg tables and scheduled tasks.
 *
 * <p>A kind is its grammar, an entry of {@link dev.cairn.sql.cluster.ClusterObjectKind}, and its rules. Start at {@link
 * dev.cairn.engine.cluster.ClusterObjectRules}.
 */
@NullMarked
package dev.cairn.engine.cluster;

import org.jspecify.annotations.NullMarked;
