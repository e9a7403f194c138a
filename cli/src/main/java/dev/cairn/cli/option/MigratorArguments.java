package dev.cairn.cli.option;

import dev.cairn.MigratorOptions;
import dev.cairn.internal.connection.ServerAddress;
import dev.cairn.internal.option.InvalidOptionException;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.MigratorOption.OptionScope;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.tooling.definition.LiveDatabase;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The options of a migrator that a command accepts, with the values that were passed. A command has this class as a
 * mixin, and {@link #addAllOptions} adds the options to the command.
 */
@Command
public final class MigratorArguments {
    private final List<MigratorOption<?>> options;
    private final Map<MigratorOption<?>, String> textByOption = new LinkedHashMap<>();

    public MigratorArguments(OptionScope... scopes) {
        this.options = Stream.of(scopes)
                .flatMap(scope -> MigratorOption.findSettableIn(scope).stream())
                .toList();
    }

    /**
     * Adds the options of all mixins of this kind to a command, also of mixins inside mixins. Picocli can't add them
     * itself, because they have no annotations.
     */
    public static void addAllOptions(CommandSpec commandSpec) {
        addAllOptions(commandSpec, commandSpec);
    }

    private static void addAllOptions(CommandSpec commandSpec, CommandSpec ownerSpec) {
        for (CommandSpec mixinSpec : ownerSpec.mixins().values()) {
            if (mixinSpec.userObject() instanceof MigratorArguments arguments) {
                arguments.options.forEach(option -> arguments.addOption(option, commandSpec));
            }
            addAllOptions(commandSpec, mixinSpec);
        }
    }

    private void addOption(MigratorOption<?> option, CommandSpec commandSpec) {
        commandSpec.addOption(createOptionSpec("--" + option.hyphenatedName(), option, commandSpec)
                .description(option.description() + " Default: " + option.defaultText())
                .build());
        option.formerName()
                .ifPresent(formerName -> commandSpec.addOption(createOptionSpec("--" + formerName, option, commandSpec)
                        .hidden(true)
                        .build()));
    }

    private OptionSpec.Builder createOptionSpec(String optionName, MigratorOption<?> option, CommandSpec commandSpec) {
        return OptionSpec.builder(optionName)
                .paramLabel(option.format().label())
                .type(String.class)
                .setter(new ISetter() {
                    @Override
                    public <T> @Nullable T set(@Nullable T text) {
                        putValue(optionName, option, (String) text, commandSpec);
                        return null;
                    }
                });
    }

    /**
     * Stores the text of an option.
     *
     * @param text the text; null before the arguments of a command are read
     * @throws ParameterException if the text is not a value of the option
     */
    private void putValue(String optionName, MigratorOption<?> option, @Nullable String text, CommandSpec commandSpec) {
        if (text == null) {
            return;
        }
        try {
            option.parseValue(text);
        } catch (InvalidOptionException failure) {
            throw new ParameterException(commandSpec.commandLine(), optionName + " " + failure.reason());
        }
        textByOption.put(option, text);
    }

    /**
     * Returns the values that were passed.
     *
     * @throws CommandException if an option for concurrent writes is passed, but the swap mode stops the writers
     */
    public OptionValues collectValues() {
        OptionValues values = OptionValues.DEFAULTS;
        for (Map.Entry<MigratorOption<?>, String> textEntry :
                requireValidTexts().entrySet()) {
            values = values.withText(textEntry.getKey(), textEntry.getValue());
        }
        return values;
    }

    /**
     * Returns options with the values that were passed.
     *
     * @throws CommandException if an option for concurrent writes is passed, but the swap mode stops the writers
     */
    public MigratorOptions applyTo(MigratorOptions baseOptions) {
        MigratorOptions newOptions = baseOptions;
        for (Map.Entry<MigratorOption<?>, String> textEntry :
                requireValidTexts().entrySet()) {
            newOptions = newOptions.option(textEntry.getKey().name(), textEntry.getValue());
        }
        return newOptions;
    }

    /** Returns the database at an address, which is read with these values. */
    public LiveDatabase createLiveDatabase(ServerAddress address) {
        return new LiveDatabase(address, collectValues());
    }

    /** Returns the texts that were passed, which must not contradict each other. */
    private Map<MigratorOption<?>, String> requireValidTexts() {
        String rebuildSwapMode = textByOption.get(MigratorOption.REBUILD_SWAP_MODE);
        boolean stopsWriters = rebuildSwapMode == null
                || MigratorOption.REBUILD_SWAP_MODE.parseValue(rebuildSwapMode) == SwapMode.STOPPED_WRITERS;
        if (stopsWriters && textByOption.keySet().stream().anyMatch(MigratorOption::isForConcurrentWrites)) {
            List<String> optionNames = options.stream()
                    .filter(MigratorOption::isForConcurrentWrites)
                    .map(option -> "--" + option.hyphenatedName())
                    .toList();
            int lastIndex = optionNames.size() - 1;
            throw CommandException.usage(String.join(", ", optionNames.subList(0, lastIndex)) + " and "
                    + optionNames.get(lastIndex) + " are options of --"
                    + MigratorOption.REBUILD_SWAP_MODE.hyphenatedName() + " swap and fence.");
        }
        return textByOption;
    }
}
