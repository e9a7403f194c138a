/**
 * The objects of a database as immutable values.
 *
 * <p>May use {@link dev.cairn.sql} and {@link dev.cairn.refusal}. Start at {@link dev.cairn.catalog.Catalog} and
 * {@link dev.cairn.catalog.Table}.
 */
@NullMarked
package dev.cairn.catalog;

import org.jspecify.annotations.NullMarked;
