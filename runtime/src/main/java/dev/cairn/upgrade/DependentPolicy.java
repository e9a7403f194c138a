package dev.cairn.upgrade;

/**
 * Whether a migration may end the Routine Loads, pipes, tasks and dictionaries that depend on a table. It ends them if
 * it drops, rebuilds or renames the table, or drops or renames columns of it.
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
