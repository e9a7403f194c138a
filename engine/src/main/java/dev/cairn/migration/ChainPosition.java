package dev.cairn.migration;

/**
 * The position of a statement in a chain of migrations.
 *
 * @param migrationIndex the index of its migration
 * @param requiresDeclaredObjects whether an object that is missing in a database of the catalog is an error
 */
public record ChainPosition(int migrationIndex, boolean requiresDeclaredObjects) {
    /** Returns the position in a migration: only the last one has to match the declared external objects. */
    public static ChainPosition of(int migrationIndex, int migrationCount) {
        return new ChainPosition(migrationIndex, migrationIndex >= migrationCount - 1);
    }
}
