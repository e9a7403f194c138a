/**
 * Statements that remove a difference: alterations, rebuilds, renames, partition moves.
 *
 * <p>Uses {@link dev.cairn.plan.step} and {@link dev.cairn.plan.lint}. Start at
 * {@link dev.cairn.plan.change.TableAlteration} and {@link dev.cairn.plan.change.Simulation}.
 */
@NullMarked
package dev.cairn.plan.change;

import org.jspecify.annotations.NullMarked;
