package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/** A step was refused by the server, its job was cancelled, or what it should change is neither as before nor as after it. */
public final class StepException extends MigrationException {
    private static final long serialVersionUID = 1;

    public StepException(Where where, String happened, String remedy) {
        this(where, happened, remedy, null);
    }

    public StepException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where, happened, remedy, cause);
    }
}
