/**
 * Runs single steps: inspects on the server whether a step is done, sends its statement, waits for the job that it
 * starts, and notes in the ledger what proves later that it ran. The rules of a wing about its steps are a
 * {@code StepGuard}.
 *
 * <p>Uses {@link dev.cairn.internal.run.preparation}. Start at {@code DdlStepRun} and {@code StepInspector}.
 */
@NullMarked
package dev.cairn.internal.run.step;

import org.jspecify.annotations.NullMarked;
