package dev.cairn.cli;

import dev.cairn.cli.installation.CompletionCommand;
import dev.cairn.cli.installation.ManPagesCommand;
import dev.cairn.cli.option.CommandEnvironment;
import dev.cairn.cli.option.FailureHandler;
import dev.cairn.cli.option.MigratorArguments;
import dev.cairn.cli.output.WrappingWriter;
import dev.cairn.internal.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code cairn} command. An application that ships it inside its own archive calls it from a main class of its own; the
 * schemas on its class path are then found without options:
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
            "2:Invalid usage.",
            "3:There are pending changes, drift, findings of lint, or failing rows.",
            "4:A confirmation is required.",
            "5:Another migrator holds the ledger.",
            "6:An older release has to upgrade the database first."
        })
public final class Cairn implements Runnable {
    /** The number of commands at the beginning of the list that a new user needs. */
    private static final int FIRST_COMMAND_COUNT = 5;

    /** The names of all commands, in the order of the help. */
    private static final List<String> COMMANDS = List.of(
            "init",
            "record",
            "plan",
            "upgrade",
            "status",
            "check",
            "test",
            "lint",
            "rebase",
            "evolve",
            "checkpoint",
            "downgrade",
            "sql",
            "run-sql",
            "current",
            "history",
            "heads",
            "show",
            "query",
            "queries",
            "explain",
            "grants",
            "stamp",
            "baseline",
            "repair",
            "unlock",
            "cleanup",
            "diff",
            "lineage",
            "docs",
            "pull",
            "fmt",
            "completion",
            "man-pages");

    /** Commands that read the options of all others. */
    private static final List<String> COMMANDS_THAT_READ_ALL_OPTIONS = List.of("completion", "man-pages");

    /** The option of all commands that may also stand before the command. */
    private static final String NO_COLOR = "--no-color";

    private final CommandEnvironment environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Cairn(CommandEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Removes the colours from the command and its subcommands. This happens when the option is read, because help is
     * printed before a command runs.
     */
    @Option(
            names = NO_COLOR,
            scope = ScopeType.INHERIT,
            description = "Print without colours, as with the variable NO_COLOR.")
    void disableColours(boolean isRequested) {
        if (isRequested) {
            spec.commandLine().setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        }
    }

    /** Is called only without a command, and reports this. */
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
        String version = "cairn " + readVersion();
        if (arguments.length == 1 && List.of("-V", "--version").contains(arguments[0])) {
            out.println(version);
            return ExitCode.DONE.number();
        }
        CommandLine command = createCommandLine(selectNeededCommands(arguments), environment);
        PrintWriter errors = environment.isTerminal()
                ? new PrintWriter(new WrappingWriter(err, environment::textColumns), true)
                : err;
        // After the subcommands are added: a setting applies only to those that exist.
        command.setOut(out)
                .setErr(errors)
                .setHelpFactory((commandSpec, colours) -> createHelp(environment, commandSpec, colours))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(FailureHandler::reportUsage)
                .setExecutionStrategy(FailureHandler::run)
                .setExecutionExceptionHandler(FailureHandler::reportFailure);
        command.setColorScheme(CommandLine.Help.defaultColorScheme(environment.ansi()));
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, Cairn::renderCommandLists);
        command.getCommandSpec().version(version);
        command.getSubcommands()
                .values()
                .forEach(subcommand -> subcommand.getCommandSpec().version(version));
        // A relative version such as -1 is not an option.
        Optional.ofNullable(command.getSubcommands().get("downgrade"))
                .ifPresent(downgrade -> downgrade.setUnmatchedOptionsArePositionalParams(true));
        // An option of javac may have the name of an option of the command: --javac=--release.
        Optional.ofNullable(command.getSubcommands().get("checkpoint"))
                .ifPresent(checkpoint -> checkpoint.setAllowOptionsAsOptionParameters(true));
        try (LoggedWarnings warnings = LoggedWarnings.printTo(errors)) {
            int code = command.execute(arguments);
            warnings.flush();
            return code;
        }
    }

    /** Returns the commands whose options are needed. Reading the options of a command takes milliseconds, and only help needs all of them. */
    private static List<String> selectNeededCommands(String... arguments) {
        return Stream.of(arguments)
                .dropWhile(NO_COLOR::equals)
                .limit(1)
                .filter(name -> COMMANDS.contains(name) && !COMMANDS_THAT_READ_ALL_OPTIONS.contains(name))
                .findFirst()
                .map(List::of)
                .orElse(COMMANDS);
    }

    private static CommandLine createCommandLine(List<String> names, CommandEnvironment environment) {
        CommandLine command = new CommandLine(new Cairn(environment));
        names.forEach(name -> command.addSubcommand(name, createCommand(name)));
        command.getSubcommands()
                .values()
                .forEach(subcommand -> MigratorArguments.addAllOptions(subcommand.getCommandSpec()));
        return command;
    }

    /** Returns the options of the command and of all its subcommands. */
    static CommandSpec createFullSpec() {
        return createCommandLine(COMMANDS, CommandEnvironment.silent(Map.of())).getCommandSpec();
    }

    /**
     * Returns the options of a command by their names without hyphens at the start, for tools that run commands.
     *
     * @return whether the option has a value, by its name
     */
    public static Map<String, Boolean> options(String command) {
        Map<String, Boolean> options = new TreeMap<>();
        createCommandLine(List.of(command), CommandEnvironment.silent(Map.of()))
                .getSubcommands()
                .values()
                .forEach(subcommand -> subcommand
                        .getCommandSpec()
                        .options()
                        .forEach(option -> options.put(
                                option.longestName().replaceFirst("^-+", ""),
                                option.arity().max() > 0)));
        return options;
    }

    private static Object createCommand(String name) {
        return switch (name) {
            case "record" -> new RecordCommand();
            case "rebase" -> new RebaseCommand();
            case "evolve" -> new EvolveCommand();
            case "checkpoint" -> new CheckpointCommand();
            case "upgrade" -> new UpgradeCommand();
            case "downgrade" -> new DowngradeCommand();
            case "plan" -> new PlanCommand();
            case "sql" -> new SqlCommand();
            case "run-sql" -> new RunSqlCommand();
            case "status" -> new StatusCommand();
            case "current" -> new CurrentCommand();
            case "history" -> new HistoryCommand();
            case "heads" -> new HeadsCommand();
            case "show" -> new ShowCommand();
            case "check" -> new CheckCommand();
            case "query" -> new QueryCommand();
            case "test" -> new TestCommand();
            case "queries" -> new QueriesCommand();
            case "explain" -> new ExplainCommand();
            case "grants" -> new GrantsCommand();
            case "stamp" -> new StampCommand();
            case "baseline" -> new BaselineCommand();
            case "repair" -> new RepairCommand();
            case "unlock" -> new UnlockCommand();
            case "cleanup" -> new CleanupCommand();
            case "diff" -> new DiffCommand();
            case "lineage" -> new LineageCommand();
            case "lint" -> new LintCommand();
            case "docs" -> new DocsCommand();
            case "pull" -> new PullCommand();
            case "fmt" -> new FmtCommand();
            case "init" -> new InitCommand();
            case "completion" -> new CompletionCommand();
            case "man-pages" -> new ManPagesCommand();
            default -> throw new IllegalArgumentException("There is no command " + name);
        };
    }

    private static CommandLine.Help createHelp(
            CommandEnvironment environment, CommandSpec command, CommandLine.Help.ColorScheme colours) {
        command.usageMessage().width(environment.helpColumns());
        return new CommandLine.Help(command, colours);
    }

    /** Lists the commands of the first steps before all others. */
    private static String renderCommandLists(CommandLine.Help help) {
        Map<String, CommandLine.Help> firstCommands = new LinkedHashMap<>();
        Map<String, CommandLine.Help> otherCommands = new LinkedHashMap<>();
        help.subcommands()
                .forEach((name, command) -> (firstCommands.size() < FIRST_COMMAND_COUNT ? firstCommands : otherCommands)
                        .put(name, command));
        return String.format(
                "%nFirst steps:%n%s%nAll other commands:%n%s",
                help.commandList(firstCommands), help.commandList(otherCommands));
    }

    static CommandEnvironment environment(CommandSpec command) {
        return ((Cairn) command.root().userObject()).environment;
    }

    /** Returns the version that the build wrote. */
    static String readVersion() {
        try (InputStream input = Objects.requireNonNull(Cairn.class.getResourceAsStream("version.txt"))) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("The command's own archive can't be read", failure);
        }
    }

    /** Prints the warnings of Cairn's log. Other messages are dropped: the command itself prints the progress. */
    private static final class LoggedWarnings extends Handler implements AutoCloseable {
        private static final Logger LOG = Logger.getLogger("dev.cairn");

        private final PrintWriter err;
        private final boolean usesParentHandlers = LOG.getUseParentHandlers();

        private LoggedWarnings(PrintWriter err) {
            this.err = err;
        }

        /** Prints warnings until it is closed. */
        static LoggedWarnings printTo(PrintWriter err) {
            LoggedWarnings warnings = new LoggedWarnings(err);
            LOG.setUseParentHandlers(false);
            LOG.addHandler(warnings);
            return warnings;
        }

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                err.println("warning: " + record.getMessage());
            }
        }

        @Override
        public void flush() {
            err.flush();
        }

        @Override
        public void close() {
            LOG.removeHandler(this);
            LOG.setUseParentHandlers(usesParentHandlers);
        }
    }
}
