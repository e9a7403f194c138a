package dev.cairn.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The {@code cairn} command. An application that ships it inside its own archive calls it from a main class of its own; the
 * schemas on the class path are then found by themselves:
 *
 * <pre>{@code
 * public static void main(String[] arguments) {
 *     Cairn.main(arguments);
 * }
 * }</pre>
 */
@Command(
        name = "cairn",
        description = "A schema tool for StarRocks.",
        subcommands = {
            RecordCommand.class,
            RebaseCommand.class,
            UpgradeCommand.class,
            DowngradeCommand.class,
            PlanCommand.class,
            SqlCommand.class,
            StatusCommand.class,
            CurrentCommand.class,
            HistoryCommand.class,
            HeadsCommand.class,
            ShowCommand.class,
            CheckCommand.class,
            StampCommand.class,
            BaselineCommand.class,
            RepairCommand.class,
            UnlockCommand.class,
            DiffCommand.class,
            PullCommand.class,
            FmtCommand.class,
            InitCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done, or nothing to do.",
            "1:Failed.",
            "2:Wrong usage.",
            "3:There are pending changes, or drift.",
            "4:Somebody has to agree first.",
            "5:Another migrator has the ledger."
        })
public final class Cairn {
    private static final Logger LOG = Logger.getLogger("dev.cairn");

    private final Surroundings surroundings;

    private Cairn(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs one command, and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        // What the log says of each step, the command says by itself.
        LOG.setLevel(Level.WARNING);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, Surroundings.ofProcess(), arguments));
    }

    /** Runs one command, and gives its exit code. */
    public static int run(PrintWriter out, PrintWriter err, Surroundings surroundings, String... arguments) {
        CommandLine command = new CommandLine(new Cairn(surroundings))
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failures::misused)
                .setExecutionExceptionHandler(Failures::failed);
        if (!surroundings.terminal()) {
            command.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        }
        command.getCommandSpec().version(version());
        command.getSubcommands().values().forEach(each -> each.getCommandSpec().version(version()));
        // A step back is written -1, which no option is.
        Objects.requireNonNull(command.getSubcommands().get("downgrade")).setUnmatchedOptionsArePositionalParams(true);
        return command.execute(arguments);
    }

    static Surroundings surroundings(CommandSpec command) {
        return ((Cairn) command.root().userObject()).surroundings;
    }

    /** As the build wrote it. */
    static String version() {
        try (InputStream text = Objects.requireNonNull(Cairn.class.getResourceAsStream("version.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The command's own archive can't be read", unreadable);
        }
    }
}
