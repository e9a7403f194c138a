/**
 * Runs the steps of one migration: it prepares them, inspects on the server which of them are done, sends the others,
 * in parallel if they have no objects in common, and waits for the jobs that they start.
 *
 * <p>Start at {@code MigrationRun}, and at {@code RunStep} for what a step is.
 */
@NullMarked
package dev.cairn.internal.run;

import org.jspecify.annotations.NullMarked;
