/**
 * Carries out the steps of one migration: prepares them, tells by a look at the server which of them are done, sends the
 * others, side by side where they touch nothing in common, and waits for what they start.
 *
 * <p>Start at {@code MigrationRun}, and at {@code Preparation} for what a step is.
 */
@NullMarked
package dev.cairn.internal.run;

import org.jspecify.annotations.NullMarked;
