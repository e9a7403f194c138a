/**
 * Prepares recorded migrations for one run: resolves placeholders, schedules steps, holds the options of the run, and
 * determines what migrations require of the rows, and which dependents of tables the steps break.
 *
 * <p>Uses no other package of the run. Start at {@link dev.cairn.internal.run.preparation.MigrationPreparation}.
 */
@NullMarked
package dev.cairn.internal.run.preparation;

import org.jspecify.annotations.NullMarked;
