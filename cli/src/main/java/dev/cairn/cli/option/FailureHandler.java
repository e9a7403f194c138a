package dev.cairn.cli.option;

import dev.cairn.catalog.Refusal;
import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.schema.FormatException;
import dev.cairn.schema.IncompleteCompileException;
import dev.cairn.schema.MigrationException;
import dev.cairn.sql.token.SqlSyntaxException;
import dev.cairn.tooling.definition.NotUnderstoodException;
import dev.cairn.tooling.recording.RecordingException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** From what went wrong to one paragraph and an exit code. What nobody foresaw goes on, with its trace. */
public final class FailureHandler {
    private FailureHandler() {}

    public static int misused(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().println(UsageErrorText.words(wrong));
        command.getErr().println("See " + command.getCommandSpec().qualifiedName() + " --help.");
        return ExitCode.WRONG_USAGE.number();
    }

    /** Classes are loaded as they are needed: that of a migration, say, when its schema is asked for it. */
    public static int run(CommandLine.ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (LinkageError unloadable) {
            throw new CommandLine.ExecutionException(
                    parsed.asCommandLineList().get(0),
                    "A class is missing",
                    SchemaClasses.unloadable("A class", unloadable));
        }
    }

    public static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        ExitCode code = code(failure);
        command.getErr().println(failure.getMessage());
        return code.number();
    }

    private static ExitCode code(Exception failure) throws Exception {
        if (failure instanceof CommandException told) {
            return told.code();
        }
        if (failure instanceof RecordingException refused) {
            return ExitCode.of(refused.reason());
        }
        if (failure instanceof MigrationException stopped) {
            return ExitCode.of(stopped);
        }
        if (isForeseen(failure)) {
            return ExitCode.FAILED;
        }
        throw failure;
    }

    private static boolean isForeseen(Exception failure) {
        return failure instanceof FormatException
                || failure instanceof IncompleteCompileException
                || failure instanceof NotUnderstoodException
                || failure instanceof Refusal
                || failure instanceof ServerRefusalException
                || failure instanceof ConnectionLostException
                || failure instanceof SqlSyntaxException
                || failure instanceof UncheckedIOException;
    }
}
