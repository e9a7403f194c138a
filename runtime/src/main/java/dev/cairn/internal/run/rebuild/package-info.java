/**
 * Runs the two steps of a rebuild that writers would disturb: copies the rows of a table into its new form, with or
 * without writers, and replaces the old table by the new one when the copy is proven to be complete.
 *
 * <p>Uses {@link dev.cairn.internal.run.step}. Start at {@code OnlineRebuild}, at {@code FullTableCopy} for a rebuild
 * whose writers are stopped, and at {@code PartitionCopy} for partitions that are replaced.
 */
@NullMarked
package dev.cairn.internal.run.rebuild;

import org.jspecify.annotations.NullMarked;
