/**
 * Runs the steps that load rows: sends an INSERT with a label, by which the server shows whether its transaction is
 * committed, and refuses a label that a later state of the database has used.
 *
 * <p>Uses {@link dev.cairn.internal.run.step}. Start at {@code LoadRun}.
 */
@NullMarked
package dev.cairn.internal.run.load;

import org.jspecify.annotations.NullMarked;
