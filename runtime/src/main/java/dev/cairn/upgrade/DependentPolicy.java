package dev.cairn.upgrade;

/**
 * Whether a migration may break the Routine Loads, pipes, tasks and dictionaries that depend on a table. It breaks them
 * if it drops, rebuilds or renames the table, or drops or renames columns that they use.
 *
 * <pre>{@code
 * MigratorOptions.DEFAULT.dependents(DependentPolicy.LOSE)
 * }</pre>
 */
public enum DependentPolicy {
    /** The run stops before the migration, and names the dependents that would be lost. This is the default. */
    KEEP,
    /**
     * The migration runs. A warning reports the dependents that it breaks, with the offsets of Routine Loads.
     */
    LOSE
}
