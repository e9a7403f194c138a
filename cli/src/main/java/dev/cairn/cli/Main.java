package dev.cairn.cli;

import dev.cairn.processor.recording.RecordingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A schema tool for StarRocks. */
@Command(
        name = "cairn",
        description = "A schema tool for StarRocks.",
        subcommands = {RecordCommand.class, RebaseCommand.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done, or nothing to do.",
            "1:Failed.",
            "2:Wrong usage.",
            "3:There are changes that nobody recorded.",
            "4:Somebody has to agree first."
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, arguments));
    }

    /** Runs one command, and gives its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine command =
                new CommandLine(new Main()).setOut(out).setErr(err).setExecutionExceptionHandler(Main::failed);
        command.getCommandSpec().version(version());
        command.getSubcommands().values().forEach(each -> each.getCommandSpec().version(version()));
        return command.execute(arguments);
    }

    /** As the build wrote it. */
    private static String version() {
        try (InputStream text = Objects.requireNonNull(Main.class.getResourceAsStream("version.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The command's own archive can't be read", unreadable);
        }
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof RecordingException refused) {
            command.getErr().println(refused.getMessage());
            return ExitCode.of(refused.reason()).number();
        }
        throw failure;
    }
}
