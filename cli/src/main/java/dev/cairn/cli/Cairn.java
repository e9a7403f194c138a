package dev.cairn.cli;

import dev.cairn.cli.option.CommandEnvironment;
import dev.cairn.cli.option.FailureHandler;
import dev.cairn.cli.option.LoggedWarnings;
import dev.cairn.internal.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
    /** The names of all commands, in the order of the help. */
    private static final List<String> COMMANDS = List.of(
            "record",
            "rebase",
            "upgrade",
            "downgrade",
            "plan",
            "sql",
            "run-sql",
            "status",
            "current",
            "history",
            "heads",
            "show",
            "check",
            "queries",
            "explain",
            "stamp",
            "baseline",
            "repair",
            "unlock",
            "cleanup",
            "diff",
            "lineage",
            "lint",
            "docs",
            "pull",
            "fmt",
            "init");

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
        String version = "cairn " + version();
        if (arguments.length == 1 && List.of("-V", "--version").contains(arguments[0])) {
            out.println(version);
            return ExitCode.DONE.number();
        }
        CommandLine command = new CommandLine(new Cairn(environment));
        // Before the settings, which apply to the subcommands that are there.
        neededCommands(arguments).forEach(name -> command.addSubcommand(name, command(name)));
        command.setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(FailureHandler::misused)
                .setExecutionStrategy(FailureHandler::run)
                .setExecutionExceptionHandler(FailureHandler::failed);
        if (!environment.terminal()) {
            command.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        }
        command.getCommandSpec().version(version);
        command.getSubcommands()
                .values()
                .forEach(subcommand -> subcommand.getCommandSpec().version(version));
        // A relative version such as -1 is not an option.
        Optional.ofNullable(command.getSubcommands().get("downgrade"))
                .ifPresent(downgrade -> downgrade.setUnmatchedOptionsArePositionalParams(true));
        try (LoggedWarnings warnings = LoggedWarnings.to(err)) {
            int code = command.execute(arguments);
            warnings.flush();
            return code;
        }
    }

    /** Returns the commands whose options are needed: to read them takes milliseconds each, and only help needs all. */
    private static List<String> neededCommands(String... arguments) {
        return arguments.length > 0 && COMMANDS.contains(arguments[0]) ? List.of(arguments[0]) : COMMANDS;
    }

    private static Object command(String name) {
        return switch (name) {
            case "record" -> new RecordingCommands.RecordCommand();
            case "rebase" -> new RecordingCommands.RebaseCommand();
            case "upgrade" -> new MigrationCommands.UpgradeCommand();
            case "downgrade" -> new MigrationCommands.DowngradeCommand();
            case "plan" -> new MigrationCommands.PlanCommand();
            case "sql" -> new ScriptCommands.SqlCommand();
            case "run-sql" -> new ScriptCommands.RunSqlCommand();
            case "status" -> new InspectionCommands.StatusCommand();
            case "current" -> new InspectionCommands.CurrentCommand();
            case "history" -> new InspectionCommands.HistoryCommand();
            case "heads" -> new InspectionCommands.HeadsCommand();
            case "show" -> new InspectionCommands.ShowCommand();
            case "check" -> new InspectionCommands.CheckCommand();
            case "queries" -> new QueryCommands.QueriesCommand();
            case "explain" -> new QueryCommands.ExplainCommand();
            case "stamp" -> new LedgerCommands.StampCommand();
            case "baseline" -> new LedgerCommands.BaselineCommand();
            case "repair" -> new LedgerCommands.RepairCommand();
            case "unlock" -> new LedgerCommands.UnlockCommand();
            case "cleanup" -> new LedgerCommands.CleanupCommand();
            case "diff" -> new DefinitionCommands.DiffCommand();
            case "lineage" -> new LineageCommand();
            case "lint" -> new LintCommand();
            case "docs" -> new DocsCommand();
            case "pull" -> new ProjectCommands.PullCommand();
            case "fmt" -> new DefinitionCommands.FmtCommand();
            case "init" -> new ProjectCommands.InitCommand();
            default -> throw new IllegalArgumentException("There is no command " + name);
        };
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
