/**
 * Runs migrations: chooses how each step runs, runs steps in parallel if they have no objects in common, and stops at
 * the first failure with a state from which the next run continues.
 *
 * <p>Uses {@link dev.cairn.internal.run.rebuild}, {@link dev.cairn.internal.run.step} and
 * {@link dev.cairn.internal.run.preparation}. Start at {@code MigrationRun}, and at {@code RunStep} for what a step is.
 */
@NullMarked
package dev.cairn.internal.run;

import org.jspecify.annotations.NullMarked;
