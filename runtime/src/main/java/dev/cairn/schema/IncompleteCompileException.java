package dev.cairn.schema;

/** Migrations were compiled without their schema, and what they say does not fit together. */
public final class IncompleteCompileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    IncompleteCompileException(RecordedMigration migration, int expected) {
        super(migration.name() + " does not follow migration " + (expected - 1) + " as it was compiled: a migration was"
                + " compiled without the root of its schema. Compile the whole module again.");
    }
}
