package dev.cairn.upgrade;

/**
 * A step of a migration, as plans and progress events describe it.
 *
 * @param number the number of the step in the migration, beginning with 1; code before the statements has the number 0,
 *     and code after them the number behind that of the last statement
 * @param text the statement, or a comment that describes the step
 */
public record PlannedStep(int number, String text) {}
