/**
 * Statements that remove a difference: alterations, rebuilds, renames, partition moves.
 *
 * <p>Uses {@link dev.cairn.plan.step}, {@link dev.cairn.plan.lint} and {@link dev.cairn.plan.access}. Start at
 * {@link dev.cairn.plan.change.TableAlteration} and {@link dev.cairn.plan.change.Simulation}.
 */
@NullMarked
package dev.cairn.plan.change;

import org.jspecify.annotations.NullMarked;
