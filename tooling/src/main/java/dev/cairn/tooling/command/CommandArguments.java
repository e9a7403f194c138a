package dev.cairn.tooling.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a command: arguments that a build tool passes, and arguments that its user adds. The arguments of
 * the user take precedence: the build tool does not pass an option that the user passes, unless the option may be
 * repeated.
 */
public final class CommandArguments {
    /** Ends the options: the arguments after it are positional. */
    private static final String END_OF_OPTIONS = "--";

    /** The options of build tools that users may also pass under a short name. */
    private static final Map<String, String> SHORT_NAME_BY_OPTION = Map.of("--class-path", "-cp", "--output", "-o");

    private final String commandName;
    private final List<BuildToolOption> options = new ArrayList<>();
    private final List<String> positionalArguments = new ArrayList<>();
    private final List<String> userArguments = new ArrayList<>();

    public CommandArguments(String commandName) {
        this.commandName = commandName;
    }

    /** Passes an option, such as {@code --url}, unless its value is null or empty. */
    public CommandArguments addOption(String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            options.add(new BuildToolOption(name, name + "=" + value, false));
        }
        return this;
    }

    /** Passes an option that has no value, if it is set. */
    public CommandArguments addFlag(String name, boolean isSet) {
        if (isSet) {
            options.add(new BuildToolOption(name, name, false));
        }
        return this;
    }

    /** Passes an option that may be repeated, once for each value. */
    public CommandArguments addRepeatedOption(String name, Collection<?> values) {
        values.forEach(value -> options.add(new BuildToolOption(name, name + "=" + value, true)));
        return this;
    }

    /** Passes a positional argument, unless its value is null or empty. */
    public CommandArguments addPositionalArgument(@Nullable String value) {
        if (value != null && !value.isEmpty()) {
            positionalArguments.add(value);
        }
        return this;
    }

    /** Adds arguments of the user, in the form in which the user wrote them. */
    public CommandArguments addUserArguments(List<String> arguments) {
        userArguments.addAll(arguments);
        return this;
    }

    /**
     * Returns the command, the options of the build tool, the arguments of the user, and the positional arguments. The
     * positional arguments follow {@code --}, which is added unless the user wrote it.
     */
    public List<String> toCommandLine() {
        List<String> arguments = new ArrayList<>(List.of(commandName));
        options.stream()
                .filter(option -> option.isRepeatable || !isPassedByUser(option.name))
                .forEach(option -> arguments.add(option.argument));
        arguments.addAll(userArguments);
        if (!positionalArguments.isEmpty() && !userArguments.contains(END_OF_OPTIONS)) {
            arguments.add(END_OF_OPTIONS);
        }
        arguments.addAll(positionalArguments);
        return arguments;
    }

    private boolean isPassedByUser(String optionName) {
        String shortName = SHORT_NAME_BY_OPTION.get(optionName);
        return argumentsBeforeEndOfOptions()
                .anyMatch(argument -> argument.equals(optionName)
                        || argument.startsWith(optionName + "=")
                        // the value of a short option may follow at once, as in -oFILE
                        || (shortName != null && argument.startsWith(shortName)));
    }

    private Stream<String> argumentsBeforeEndOfOptions() {
        return userArguments.stream().takeWhile(argument -> !argument.equals(END_OF_OPTIONS));
    }

    /** An option that the build tool passes, as it is written. */
    private record BuildToolOption(String name, String argument, boolean isRepeatable) {}
}
