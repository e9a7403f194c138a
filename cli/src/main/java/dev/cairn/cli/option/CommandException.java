package dev.cairn.cli.option;

import dev.cairn.internal.ExitCode;

/** Thrown if a command fails for a known reason; its message is printed without a stack trace. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode code;

    public CommandException(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    public CommandException(ExitCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Returns the exception for a command that is used wrongly. */
    public static CommandException usage(String message) {
        return new CommandException(ExitCode.WRONG_USAGE, message);
    }

    ExitCode code() {
        return code;
    }
}
