/**
 * A schema whose history moves rows: it fills a new table from an old one, gives old rows a value, and builds a table
 * and a materialized view again. Recorded by the command, from one version of the records to the next; what moves rows
 * in the second and third migration was written by hand.
 *
 * <p>The package is {@code @NullMarked}: its columns are NOT NULL unless they are {@code @Nullable}.
 *
 * <p>Start at {@link dev.cairn.integration.sales.Sales}.
 */
@NullMarked
package dev.cairn.integration.sales;

import org.jspecify.annotations.NullMarked;
