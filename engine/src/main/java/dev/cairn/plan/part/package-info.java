/**
 * Objects divided into columns, properties, partitions and other parts that can differ on their own.
 *
 * <p>Uses no other package of the planner. Start at {@link dev.cairn.plan.part.ObjectParts} and
 * {@link dev.cairn.plan.part.SchemaObject}.
 */
@NullMarked
package dev.cairn.plan.part;

import org.jspecify.annotations.NullMarked;
