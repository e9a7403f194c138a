/**
 * The rows that a schema declares for its tables: their values, and the statements that write and delete them.
 *
 * <p>Uses {@link dev.cairn.plan.step}. Start at {@link dev.cairn.plan.seed.SeedStatements}.
 */
@NullMarked
package dev.cairn.plan.seed;

import org.jspecify.annotations.NullMarked;
