/**
 * The annotations that declare the objects of a cluster that belong to no database.
 *
 * <p>Start at {@link dev.cairn.annotation.cluster.ResourceGroup}.
 */
package dev.cairn.annotation.cluster;
