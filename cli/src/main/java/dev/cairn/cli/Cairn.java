package dev.cairn.cli;

import dev.cairn.cli.option.CommandEnvironment;
import dev.cairn.cli.option.FailureHandler;
import dev.cairn.cli.option.LoggedWarnings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code cairn} command. An application that ships it inside its own archive calls it from a main class of its own; the
 * the schemas on its class path are then found without options:
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
            RecordingCommands.RecordCommand.class,
            RecordingCommands.RebaseCommand.class,
            MigrationCommands.UpgradeCommand.class,
            MigrationCommands.DowngradeCommand.class,
            MigrationCommands.PlanCommand.class,
            ScriptCommands.SqlCommand.class,
            ScriptCommands.RunSqlCommand.class,
            InspectionCommands.StatusCommand.class,
            InspectionCommands.CurrentCommand.class,
            InspectionCommands.HistoryCommand.class,
            InspectionCommands.HeadsCommand.class,
            InspectionCommands.ShowCommand.class,
            InspectionCommands.CheckCommand.class,
            QueryCommands.QueriesCommand.class,
            QueryCommands.ExplainCommand.class,
            LedgerCommands.StampCommand.class,
            LedgerCommands.BaselineCommand.class,
            LedgerCommands.RepairCommand.class,
            LedgerCommands.UnlockCommand.class,
            LedgerCommands.CleanupCommand.class,
            DefinitionCommands.DiffCommand.class,
            LineageCommand.class,
            LintCommand.class,
            DocsCommand.class,
            ProjectCommands.PullCommand.class,
            DefinitionCommands.FmtCommand.class,
            ProjectCommands.InitCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done, or nothing to do.",
            "1:Failed.",
            "2:Wrong usage.",
            "3:There are pending changes, drift, or findings of lint.",
            "4:A confirmation is required.",
            "5:Another migrator holds the ledger."
        })
public final class Cairn implements Runnable {
    private final CommandEnvironment environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Cairn(CommandEnvironment environment) {
        this.environment = environment;
    }

    /** Reports a missing command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command. Example: cairn status");
    }

    /** Runs one command, and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, CommandEnvironment.ofProcess(), arguments));
    }

    /** Runs one command, and returns its exit code. */
    public static int run(PrintWriter out, PrintWriter err, CommandEnvironment environment, String... arguments) {
        CommandLine command = new CommandLine(new Cairn(environment))
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(FailureHandler::misused)
                .setExecutionStrategy(FailureHandler::run)
                .setExecutionExceptionHandler(FailureHandler::failed);
        if (!environment.terminal()) {
            command.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        }
        String version = "cairn " + version();
        command.getCommandSpec().version(version);
        command.getSubcommands()
                .values()
                .forEach(subcommand -> subcommand.getCommandSpec().version(version));
        // A relative version such as -1 is not an option.
        Objects.requireNonNull(command.getSubcommands().get("downgrade")).setUnmatchedOptionsArePositionalParams(true);
        try (LoggedWarnings warnings = LoggedWarnings.to(err)) {
            int code = command.execute(arguments);
            warnings.flush();
            return code;
        }
    }

    static CommandEnvironment environment(CommandSpec command) {
        return ((Cairn) command.root().userObject()).environment;
    }

    /** The version that the build wrote. */
    static String version() {
        try (InputStream text = Objects.requireNonNull(Cairn.class.getResourceAsStream("version.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The command's own archive can't be read", unreadable);
        }
    }
}
