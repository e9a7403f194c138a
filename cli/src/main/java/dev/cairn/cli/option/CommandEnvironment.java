package dev.cairn.cli.option;

import java.io.Console;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a command sees of the outside besides its arguments and files.
 *
 * @param terminal whether somebody looks at what is printed as it comes
 * @param answer reads the answer to a question; null where nobody answers
 * @param secret the same, for what must not be seen
 */
public record CommandEnvironment(
        Map<String, String> environment,
        boolean terminal,
        Function<String, @Nullable String> answer,
        Function<String, @Nullable String> secret) {
    public CommandEnvironment {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
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

    /** Nobody looks, and nobody answers. */
    public static CommandEnvironment silent(Map<String, String> environment) {
        return new CommandEnvironment(environment, false, question -> null, question -> null);
    }
}
