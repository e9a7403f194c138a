/**
 * The annotations that declare the objects of a cluster other than databases and roles.
 *
 * <p>Start at {@link dev.cairn.annotation.cluster.ResourceGroup}.
 */
package dev.cairn.annotation.cluster;
