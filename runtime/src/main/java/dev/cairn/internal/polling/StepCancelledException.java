package dev.cairn.internal.polling;

/**
 * Thrown where a step waits, when the run is cancelled. The step may still be running on the server. The exception has
 * no stack trace, because it is no error of the step: it only ends the wait.
 */
public final class StepCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StepCancelledException() {
        super("another step failed, or the run was interrupted", null, false, false);
    }
}
