/**
 * Partitions and buckets: PARTITION BY, DISTRIBUTED BY, and the partitions of existing tables.
 *
 * <p>Uses {@link dev.cairn.engine.column} and {@link dev.cairn.engine.property}. Start at {@link
 * dev.cairn.engine.partition.PartitioningDraft} and {@link dev.cairn.engine.partition.AddPartitionDdl}.
 */
@NullMarked
package dev.cairn.engine.partition;

import org.jspecify.annotations.NullMarked;
