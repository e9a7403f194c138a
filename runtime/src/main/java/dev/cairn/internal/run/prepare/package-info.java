/**
 * Recorded migrations prepared for one run: placeholders resolved, steps scheduled, options.
 *
 * <p>Uses no other room of the run. Start at {@link dev.cairn.internal.run.prepare.MigrationPreparation}.
 */
@NullMarked
package dev.cairn.internal.run.prepare;

import org.jspecify.annotations.NullMarked;
