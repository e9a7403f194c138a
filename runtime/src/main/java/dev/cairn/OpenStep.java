package dev.cairn;

import dev.cairn.server.run.Direction;

/**
 * A step of the migration under way that was begun and is not recorded as done.
 *
 * @param migration its number
 * @param step its number in the migration
 * @param text the statement as it was recorded; empty where the application has no such step
 */
public record OpenStep(int migration, Direction direction, int step, String text) {}
