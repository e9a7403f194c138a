package dev.cairn.cli.output;

import java.io.Console;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The environment of a command: its variables and its terminal.
 *
 * @param variables the environment variables
 * @param isTerminal whether the output is a terminal
 * @param columnSupplier supplies the current width of the terminal, in columns
 * @param prompt asks a question and returns the answer; null if there is no terminal, or if its input has ended
 * @param secretPrompt asks a question whose answer must not be displayed; otherwise like {@code prompt}
 */
public record CommandEnvironment(
        Map<String, String> variables,
        boolean isTerminal,
        IntSupplier columnSupplier,
        Function<String, @Nullable String> prompt,
        Function<String, @Nullable String> secretPrompt) {
    /** The width of text that is not printed on a terminal. */
    private static final int DEFAULT_COLUMNS = 100;

    /** The maximum width of text, because longer lines are hard to read. */
    private static final int MAX_COLUMNS = 120;

    /** The width of help that is not printed on a terminal. */
    private static final int FILE_HELP_COLUMNS = 80;

    /** The minimum width of help: picocli needs these columns for the names of options and their descriptions. */
    private static final int MIN_HELP_COLUMNS = 56;

    public CommandEnvironment {
        variables = Map.copyOf(variables);
    }

    /** Returns the environment in which a command runs. The root of the command must be a {@link CommandRoot}. */
    public static CommandEnvironment of(CommandSpec commandSpec) {
        return ((CommandRoot) commandSpec.root().userObject()).environment();
    }

    /**
     * Returns the width of text in columns: that of the terminal, but no more than is readable, or a default without
     * one.
     */
    public int textColumns() {
        return isTerminal ? Math.min(columnSupplier.getAsInt(), MAX_COLUMNS) : DEFAULT_COLUMNS;
    }

    /** Returns the width of help, in columns. */
    public int helpColumns() {
        return isTerminal ? Math.max(MIN_HELP_COLUMNS, textColumns()) : FILE_HELP_COLUMNS;
    }

    /**
     * Returns whether a command uses colours if no option decides: only on a terminal, and only if
     * <a href="https://no-color.org">NO_COLOR</a> is empty or not set.
     */
    public Ansi ansi() {
        return isTerminal && variables.getOrDefault("NO_COLOR", "").isEmpty() ? Ansi.ON : Ansi.OFF;
    }

    /** Returns the environment of this process. A terminal without capabilities, {@code TERM=dumb}, counts as none. */
    @SuppressWarnings("SystemConsoleNull") // in Java 22 to 24, it is never null unless -Djdk.console=java.base is set
    public static CommandEnvironment ofProcess() {
        Console console = System.console();
        Map<String, String> variables = System.getenv();
        if (console == null || variables.getOrDefault("TERM", "dumb").equals("dumb")) {
            return withoutTerminal(variables);
        }
        IntSupplier columnSupplier = new UsageMessageSpec().autoWidth(true)::width;
        return new CommandEnvironment(
                variables, true, columnSupplier, question -> console.readLine("%s", question), question -> {
                    char[] password = console.readPassword("%s", question);
                    return password == null ? null : new String(password);
                });
    }

    /** Returns an environment without a terminal. */
    public static CommandEnvironment withoutTerminal(Map<String, String> variables) {
        return new CommandEnvironment(variables, false, () -> DEFAULT_COLUMNS, question -> null, question -> null);
    }
}
