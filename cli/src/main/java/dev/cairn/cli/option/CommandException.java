package dev.cairn.cli.option;

/** A command can't do what it was asked for; the message is all that there is to say. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode code;

    public CommandException(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    CommandException(ExitCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public static CommandException usage(String message) {
        return new CommandException(ExitCode.WRONG_USAGE, message);
    }

    ExitCode code() {
        return code;
    }
}
