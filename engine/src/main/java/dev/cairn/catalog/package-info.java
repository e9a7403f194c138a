/**
 * The objects of a server as immutable values: databases with tables and views, roles, functions, and the objects of
 * the cluster.
 *
 * <p>May use {@link dev.cairn.sql} and {@link dev.cairn.refusal}. Start at {@link dev.cairn.catalog.Catalog} and
 * {@link dev.cairn.catalog.Table}.
 */
@NullMarked
package dev.cairn.catalog;

import org.jspecify.annotations.NullMarked;
