/**
 * Objects taken apart into columns, properties, partitions and other parts that differ by themselves.
 *
 * <p>Uses no other room of the planner. Start at {@link dev.cairn.plan.part.ObjectParts} and {@link dev.cairn.plan.part.ObjectDifference}.
 */
@NullMarked
package dev.cairn.plan.part;

import org.jspecify.annotations.NullMarked;
