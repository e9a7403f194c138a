package dev.cairn.schema;

import dev.cairn.upgrade.RecordedMigration;

/** Thrown if migrations were compiled without the root of their schema and do not follow one another. */
public final class IncompleteCompileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    IncompleteCompileException(RecordedMigration migration, int expected) {
        super(migration.name() + " does not follow migration " + (expected - 1) + " as it was compiled: a migration was"
                + " compiled without the root of its schema. Compile the whole module again.");
    }
}
