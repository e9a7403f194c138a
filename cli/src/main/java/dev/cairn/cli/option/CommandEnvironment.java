package dev.cairn.cli.option;

import java.io.Console;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The environment of a command: variables and terminal.
 *
 * @param terminal whether the output is a terminal
 * @param columns the columns of the terminal
 * @param answer asks a question and returns the answer, or null if there is no terminal
 * @param secret asks a question whose answer must not be displayed, and returns the answer
 */
public record CommandEnvironment(
        Map<String, String> environment,
        boolean terminal,
        IntSupplier columns,
        Function<String, @Nullable String> answer,
        Function<String, @Nullable String> secret) {
    /** The columns of text for which no terminal says how wide it is. */
    private static final int DEFAULT_COLUMNS = 100;

    /** Wider text can't be read well. */
    private static final int MAX_COLUMNS = 120;

    /** The columns of help in a file. */
    private static final int HELP_COLUMNS = 80;

    /** picocli needs more columns for the names of the options beside their texts. */
    private static final int MIN_HELP_COLUMNS = 56;

    public CommandEnvironment {
        environment = Map.copyOf(environment);
    }

    /** Returns the columns for text: those of the terminal, but not more than can be read well. */
    public int textColumns() {
        return terminal ? Math.min(columns.getAsInt(), MAX_COLUMNS) : DEFAULT_COLUMNS;
    }

    /** Returns the columns for help. */
    public int helpColumns() {
        return terminal ? Math.max(MIN_HELP_COLUMNS, textColumns()) : HELP_COLUMNS;
    }

    /**
     * Returns whether a command uses colours, unless an option says otherwise: on a terminal, where
     * <a href="https://no-color.org">NO_COLOR</a> is not set.
     */
    public Ansi ansi() {
        return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty() ? Ansi.ON : Ansi.OFF;
    }

    /** The environment of this process. */
    @SuppressWarnings(
            "SystemConsoleNull") // from 22 to 24 it is never null, unless -Djdk.console=java.base says otherwise
    public static CommandEnvironment ofProcess() {
        Console console = System.console();
        Map<String, String> environment = System.getenv();
        if (console == null || environment.getOrDefault("TERM", "dumb").equals("dumb")) {
            return silent(environment);
        }
        IntSupplier columns = new UsageMessageSpec().autoWidth(true)::width;
        return new CommandEnvironment(
                environment, true, columns, question -> console.readLine("%s", question), question -> {
                    char[] typed = console.readPassword("%s", question);
                    return typed == null ? null : new String(typed);
                });
    }

    /** An environment without a terminal. */
    public static CommandEnvironment silent(Map<String, String> environment) {
        return new CommandEnvironment(environment, false, () -> DEFAULT_COLUMNS, question -> null, question -> null);
    }
}
