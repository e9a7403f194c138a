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
 * The options of a migrator that a command accepts. A command has this class as a mixin, and {@link #addAllOptions}
 * adds the options to the command.
 */
@Command
public final class MigratorArguments {
    private final List<MigratorOption<?>> options;
    private final Map<MigratorOption<?>, String> textsByOption = new LinkedHashMap<>();

    public MigratorArguments(OptionScope... scopes) {
        this.options = Stream.of(scopes)
                .flatMap(scope -> MigratorOption.findWritableIn(scope).stream())
                .toList();
    }

    /** Adds the options of all mixins of this kind, which have no annotations that picocli would read, to a command. */
    public static void addAllOptions(CommandSpec command) {
        addAllOptions(command, command);
    }

    private static void addAllOptions(CommandSpec command, CommandSpec owner) {
        for (CommandSpec mixin : owner.mixins().values()) {
            if (mixin.userObject() instanceof MigratorArguments arguments) {
                arguments.options.forEach(option -> arguments.addOption(option, command));
            }
            addAllOptions(command, mixin);
        }
    }

    private void addOption(MigratorOption<?> option, CommandSpec command) {
        command.addOption(createSpec("--" + option.hyphenatedName(), option, command)
                .description(option.description() + " Default: " + option.defaultText())
                .build());
        option.formerName()
                .ifPresent(formerName -> command.addOption(createSpec("--" + formerName, option, command)
                        .hidden(true)
                        .build()));
    }

    private OptionSpec.Builder createSpec(String name, MigratorOption<?> option, CommandSpec command) {
        return OptionSpec.builder(name)
                .paramLabel(option.format().label())
                .type(String.class)
                .setter(new ISetter() {
                    @Override
                    public <T> @Nullable T set(@Nullable T text) {
                        putValue(name, option, (String) text, command);
                        return null;
                    }
                });
    }

    /** @param text null before the arguments of a command are read */
    private void putValue(String name, MigratorOption<?> option, @Nullable String text, CommandSpec command) {
        if (text == null) {
            return;
        }
        try {
            option.parseValue(text);
        } catch (InvalidOptionException exception) {
            throw new ParameterException(command.commandLine(), name + " " + exception.reason());
        }
        textsByOption.put(option, text);
    }

    /** Returns the values that were passed. */
    public OptionValues collectValues() {
        OptionValues values = OptionValues.DEFAULTS;
        for (Map.Entry<MigratorOption<?>, String> entry : requireValidTexts().entrySet()) {
            values = values.withText(entry.getKey(), entry.getValue());
        }
        return values;
    }

    /** Returns options with the values that were passed. */
    public MigratorOptions applyTo(MigratorOptions baseOptions) {
        MigratorOptions newOptions = baseOptions;
        for (Map.Entry<MigratorOption<?>, String> entry : requireValidTexts().entrySet()) {
            newOptions = newOptions.option(entry.getKey().name(), entry.getValue());
        }
        return newOptions;
    }

    /** Returns the database at an address, which is read with these values. */
    public LiveDatabase createDatabase(ServerAddress address) {
        return new LiveDatabase(address, collectValues());
    }

    private Map<MigratorOption<?>, String> requireValidTexts() {
        String rebuildSwapMode = textsByOption.get(MigratorOption.REBUILD_SWAP_MODE);
        boolean stopsWriters = rebuildSwapMode == null
                || MigratorOption.REBUILD_SWAP_MODE.parseValue(rebuildSwapMode) == SwapMode.STOPPED_WRITERS;
        if (stopsWriters && textsByOption.keySet().stream().anyMatch(MigratorOption::isWriterOption)) {
            List<String> optionNames = options.stream()
                    .filter(MigratorOption::isWriterOption)
                    .map(option -> "--" + option.hyphenatedName())
                    .toList();
            int lastIndex = optionNames.size() - 1;
            throw CommandException.usage(String.join(", ", optionNames.subList(0, lastIndex)) + " and "
                    + optionNames.get(lastIndex) + " are options of --"
                    + MigratorOption.REBUILD_SWAP_MODE.hyphenatedName() + " swap and fence.");
        }
        return textsByOption;
    }
}
