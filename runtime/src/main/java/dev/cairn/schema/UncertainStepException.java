package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/** A step was begun, and nobody can see whether it ran to its end: somebody has to say so. */
public final class UncertainStepException extends MigrationException {
    private static final long serialVersionUID = 1;

    public UncertainStepException(Where where, String happened, String remedy) {
        this(where, happened, remedy, null);
    }

    public UncertainStepException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where, happened, remedy, cause);
    }
}
