/**
 * What shows that a step is done: the notes in the ledger, the observed definitions, and the result of an inspection.
 *
 * <p>It does not use the runs of steps. Start at {@code InspectionResult} and {@code CompletionEvidence}.
 */
@NullMarked
package dev.cairn.internal.run.step.evidence;

import org.jspecify.annotations.NullMarked;
