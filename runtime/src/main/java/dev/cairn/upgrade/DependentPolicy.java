package dev.cairn.upgrade;

/**
 * The fate of the Routine Loads, pipes, tasks and dictionaries of a table that a migration drops, rebuilds or renames,
 * or of whose columns it drops or renames some.
 *
 * <pre>{@code
 * MigratorOptions.DEFAULT.dependents(DependentPolicy.LOSE)
 * }</pre>
 */
public enum DependentPolicy {
    /** The run stops before the migration, and names the dependents that would be lost. This is the default. */
    KEEP,
    /** The migration runs. The dependents that it ends are reported as a warning, with the offsets of Routine Loads. */
    LOSE
}
