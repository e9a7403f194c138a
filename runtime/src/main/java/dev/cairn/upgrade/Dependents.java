package dev.cairn.upgrade;

/**
 * What happens to the Routine Loads, pipes, tasks and dictionaries of a table that a migration drops, rebuilds or renames, or
 * of whose columns it drops or renames some.
 *
 * <pre>{@code
 * MigratorOptions.DEFAULT.dependents(Dependents.LOSE)
 * }</pre>
 */
public enum Dependents {
    /** The run stops before the migration, and names what would be lost. This is the default. */
    KEEP,
    /** The migration runs. What it ends is reported as a warning, with the offsets of Routine Loads. */
    LOSE
}
