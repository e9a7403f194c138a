package dev.cairn.cli.option;

import dev.cairn.internal.ExitCode;
import java.util.function.Supplier;

/** Thrown if a command fails for a known reason; its message is printed without a stack trace. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    public CommandException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public CommandException(ExitCode exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Returns the exception for a command that is used wrongly. */
    public static CommandException usage(String message) {
        return new CommandException(ExitCode.WRONG_USAGE, message);
    }

    /**
     * Returns the result of a supplier that checks what a user has passed.
     *
     * @throws CommandException with the message of the supplier's {@code IllegalArgumentException}, as a usage error
     */
    public static <T> T requireValid(Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (IllegalArgumentException failure) {
            throw usage(String.valueOf(failure.getMessage()));
        }
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
