/**
 * Table properties with their own rules: constraints, colocation, dynamic partitioning, replicas.
 *
 * <p>Uses {@link dev.cairn.engine.column}. Start at {@link dev.cairn.engine.property.DeclaredTableProperties}.
 */
@NullMarked
package dev.cairn.engine.property;

import org.jspecify.annotations.NullMarked;
