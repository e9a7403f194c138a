package dev.cairn;

import dev.cairn.upgrade.Direction;

/**
 * A step of the migration in progress that was started and is not recorded as done.
 *
 * @param migration the number of the migration
 * @param direction whether the migration is being upgraded or downgraded
 * @param step the number of the step in the migration
 * @param text the statement as it was recorded; empty if the application does not have this step
 */
public record OpenStep(int migration, Direction direction, int step, String text) {}
