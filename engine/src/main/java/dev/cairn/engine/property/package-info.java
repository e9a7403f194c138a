/**
 * The properties of tables, partitions, materialized views and loads: their definitions, and the rules of constraints,
 * colocation, dynamic partitioning and replicas.
 *
 * <p>Uses {@link dev.cairn.engine.column}. Start at {@link dev.cairn.engine.property.DeclaredTableProperties}.
 */
@NullMarked
package dev.cairn.engine.property;

import org.jspecify.annotations.NullMarked;
