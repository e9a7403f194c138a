package dev.cairn.cli.option;

import dev.cairn.MigratorOptions;
import dev.cairn.internal.connection.Address;
import dev.cairn.internal.option.InvalidOptionException;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.MigratorOption.OptionScope;
import dev.cairn.internal.option.OptionValues;
import dev.cairn.tooling.definition.LiveDatabase;
import dev.cairn.upgrade.RebuildOptions.End;
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
 * The options of a migrator that a command accepts, as their entries describe them. A command has them as a mixin, to which
 * {@link #addAll} adds the options.
 */
@Command
public final class MigratorArguments {
    private final List<MigratorOption<?>> options;
    private final Map<MigratorOption<?>, String> texts = new LinkedHashMap<>();

    public MigratorArguments(OptionScope... places) {
        this.options = Stream.of(places)
                .flatMap(place -> MigratorOption.writableIn(place).stream())
                .toList();
    }

    /** Adds the options of all mixins of this kind, which have no annotations that picocli would read, to a command. */
    public static void addAll(CommandSpec command) {
        addAll(command, command);
    }

    private static void addAll(CommandSpec command, CommandSpec owner) {
        for (CommandSpec mixin : owner.mixins().values()) {
            if (mixin.userObject() instanceof MigratorArguments arguments) {
                arguments.options.forEach(option -> arguments.add(option, command));
            }
            addAll(command, mixin);
        }
    }

    private void add(MigratorOption<?> option, CommandSpec command) {
        command.addOption(createSpec("--" + option.hyphenatedName(), option, command)
                .description(option.meaning() + " Default: " + option.defaultText())
                .build());
        option.formerName()
                .ifPresent(existingOption -> command.addOption(createSpec("--" + existingOption, option, command)
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
        texts.put(option, text);
    }

    /** Returns the values that were passed. */
    public OptionValues collectValues() {
        OptionValues values = OptionValues.DEFAULTS;
        for (Map.Entry<MigratorOption<?>, String> each : check().entrySet()) {
            values = values.withText(each.getKey(), each.getValue());
        }
        return values;
    }

    /** Returns options with the values that were passed. */
    public MigratorOptions applyTo(MigratorOptions usualOptions) {
        MigratorOptions applied = usualOptions;
        for (Map.Entry<MigratorOption<?>, String> each : check().entrySet()) {
            applied = applied.option(each.getKey().name(), each.getValue());
        }
        return applied;
    }

    /** Returns the database at an address, which is read with these values. */
    public LiveDatabase createDatabase(Address address) {
        return new LiveDatabase(address, collectValues());
    }

    private Map<MigratorOption<?>, String> check() {
        String end = texts.get(MigratorOption.REBUILD_END);
        boolean stopped = end == null || MigratorOption.REBUILD_END.parseValue(end) == End.STOPPED_WRITERS;
        if (stopped && texts.keySet().stream().anyMatch(MigratorOption::isOfWriters)) {
            List<String> names = options.stream()
                    .filter(MigratorOption::isOfWriters)
                    .map(option -> "--" + option.hyphenatedName())
                    .toList();
            int last = names.size() - 1;
            throw CommandException.usage(String.join(", ", names.subList(0, last)) + " and " + names.get(last)
                    + " are options of --" + MigratorOption.REBUILD_END.hyphenatedName() + " swap and fence.");
        }
        return texts;
    }
}
