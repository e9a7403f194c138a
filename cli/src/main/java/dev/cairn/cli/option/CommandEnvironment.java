package dev.cairn.cli.option;

import java.io.Console;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The environment of a command: variables and terminal.
 *
 * @param terminal whether the output is a terminal
 * @param answer asks a question and returns the answer, or null if there is no terminal
 * @param secret the same for answers that must not be displayed
 */
public record CommandEnvironment(
        Map<String, String> environment,
        boolean terminal,
        Function<String, @Nullable String> answer,
        Function<String, @Nullable String> secret) {
    public CommandEnvironment {
        environment = Map.copyOf(environment);
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
        return new CommandEnvironment(environment, true, question -> console.readLine("%s", question), question -> {
            char[] typed = console.readPassword("%s", question);
            return typed == null ? null : new String(typed);
        });
    }

    /** An environment without a terminal. */
    public static CommandEnvironment silent(Map<String, String> environment) {
        return new CommandEnvironment(environment, false, question -> null, question -> null);
    }
}
