package dev.cairn.cli.option;

import dev.cairn.internal.ExitCode;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.definition.UnknownReplicaCountException;
import dev.cairn.tooling.definition.UnsupportedDefinitionException;
import dev.cairn.tooling.lint.RefusedStatementException;
import dev.cairn.tooling.query.InvalidStatementException;
import dev.cairn.tooling.recording.RecordingException;
import dev.cairn.tooling.recording.RecordingException.Reason;
import dev.cairn.upgrade.GeneratedClassFormat.StaleClassException;
import dev.cairn.upgrade.MigrationException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Converts the exceptions of commands to messages and exit codes. An exception is expected if its message alone tells
 * the user what to do; any other exception is rethrown or formatted with its stack trace.
 */
public final class FailureHandler {
    private static final int MAX_SUGGESTIONS = 3;

    private FailureHandler() {}

    /** Prints why the arguments are wrong, and how to get help, and returns the exit code. */
    public static int reportUsage(ParameterException failure, String[] arguments) {
        CommandLine commandLine = failure.getCommandLine();
        commandLine.getErr().println(formatUsage(failure));
        commandLine.getErr().println("See " + commandLine.getCommandSpec().qualifiedName() + " --help.");
        return ExitCode.WRONG_USAGE.number();
    }

    /**
     * Runs a command. Classes are loaded lazily, so a missing class, such as a migration's class, is only found here.
     *
     * @throws CommandLine.ExecutionException if a class is missing; its cause is a {@link CommandException}
     */
    public static int run(CommandLine.ParseResult parseResult) {
        try {
            return new CommandLine.RunLast().execute(parseResult);
        } catch (LinkageError failure) {
            throw new CommandLine.ExecutionException(
                    parseResult.asCommandLineList().get(0),
                    "A class is missing",
                    SchemaClasses.createLoadFailure("A class", failure));
        }
    }

    /** Prints the message of an expected exception, and returns its exit code; rethrows any other exception. */
    public static int reportFailure(Exception failure, CommandLine commandLine, CommandLine.ParseResult parseResult)
            throws Exception {
        ExitCode exitCode = findExitCode(failure).orElseThrow(() -> failure);
        commandLine.getErr().println(failure.getMessage());
        return exitCode.number();
    }

    /** Returns the exit code for a failure; {@link ExitCode#FAILED} for an unexpected failure. */
    public static ExitCode resolveExitCode(Throwable failure) {
        return failure instanceof Exception exception
                ? findExitCode(exception).orElse(ExitCode.FAILED)
                : ExitCode.FAILED;
    }

    /** Returns the message of a failure, with the stack trace if it is unexpected. */
    public static String formatFailure(Throwable failure) {
        if (failure instanceof Exception exception && findExitCode(exception).isPresent()) {
            return String.valueOf(failure.getMessage());
        }
        StringWriter stackTrace = new StringWriter();
        failure.printStackTrace(new PrintWriter(stackTrace, true));
        return stackTrace.toString();
    }

    /** Returns the exit code for an expected exception; empty if the exception is unexpected. */
    private static Optional<ExitCode> findExitCode(Exception failure) {
        if (failure instanceof CommandException commandFailure) {
            return Optional.of(commandFailure.exitCode());
        }
        if (failure instanceof RecordingException recordingFailure) {
            return Optional.of(toExitCode(recordingFailure.reason()));
        }
        if (failure instanceof MigrationException migrationFailure) {
            return Optional.of(ExitCode.of(migrationFailure));
        }
        return isExpected(failure) ? Optional.of(ExitCode.FAILED) : Optional.empty();
    }

    private static ExitCode toExitCode(Reason reason) {
        return switch (reason) {
            case USAGE -> ExitCode.WRONG_USAGE;
            case CONSENT -> ExitCode.CONSENT_NEEDED;
            case SOURCES, IMPOSSIBLE, FILES -> ExitCode.FAILED;
        };
    }

    private static boolean isExpected(Exception failure) {
        return failure instanceof StaleClassException
                || failure instanceof UnsupportedDefinitionException
                || failure instanceof UnknownReplicaCountException
                || failure instanceof Refusal
                || failure instanceof RefusedStatementException
                || failure instanceof InvalidStatementException
                || failure instanceof ServerRefusalException
                || failure instanceof ConnectionLostException
                || failure instanceof SqlSyntaxException
                || failure instanceof UncheckedIOException;
    }

    /**
     * Returns a message about wrong arguments as a sentence. The beginnings of some of picocli's messages are removed.
     */
    private static String formatUsage(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return describeUnmatched(unmatched);
        }
        if (failure instanceof MissingParameterException missing) {
            return describeMissing(missing.getMissing());
        }
        String message = String.valueOf(failure.getMessage())
                .replaceFirst("^Error: ", "")
                .replaceFirst("^Value for option option", "The value for option");
        return message.endsWith(".") ? message : message + ".";
    }

    private static String describeUnmatched(UnmatchedArgumentException failure) {
        String argument = SourceArgument.describe(failure.getUnmatched().get(0));
        CommandLine commandLine = failure.getCommandLine();
        if (failure.isUnknownOption()) {
            return "Unknown option '" + argument + "'"
                    + describeSuggestion(
                            argument,
                            commandLine.getCommandSpec().options().stream()
                                    .filter(option -> !option.hidden())
                                    .flatMap(option -> Stream.of(option.names()))
                                    .toList());
        }
        return commandLine.getParent() == null
                ? "Unknown command '" + argument + "'"
                        + describeSuggestion(
                                argument, commandLine.getSubcommands().keySet())
                : "Unexpected argument '" + argument + "'.";
    }

    /**
     * Returns the end of a message about an unknown name: the most similar name, or else the names that begin with it;
     * a full stop if there are none, or too many.
     */
    private static String describeSuggestion(String writtenName, Collection<String> knownNames) {
        List<String> suggestions = Suggestion.findNearest(writtenName, knownNames)
                .map(List::of)
                .orElseGet(() -> knownNames.stream()
                        .filter(name -> name.startsWith(writtenName))
                        .sorted()
                        .toList());
        return suggestions.isEmpty() || suggestions.size() > MAX_SUGGESTIONS
                ? "."
                : "; did you mean " + String.join(" or ", suggestions) + "?";
    }

    private static String describeMissing(List<ArgSpec> missingArguments) {
        List<String> names =
                missingArguments.stream().map(FailureHandler::formatName).toList();
        return names.size() > 1
                ? "One of these is required: " + String.join(", ", names) + "."
                : names.get(0) + " is missing.";
    }

    private static String formatName(ArgSpec argument) {
        String label = argument.paramLabel();
        return argument instanceof OptionSpec option
                ? option.longestName() + (argument.arity().max() == 0 ? "" : "=" + label)
                : label;
    }
}
