package dev.cairn.cli.option;

import dev.cairn.plan.step.LintRule;
import dev.cairn.tooling.definition.ScriptText;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The settings of commands, from environment variables and from a file. A variable takes precedence over the file.
 *
 * @param environmentVariables all variables of the process
 * @param fileValues the values of the file by their names; empty if there is no file
 */
public record CommandSettings(Map<String, String> environmentVariables, Map<String, String> fileValues) {
    private static final Path DEFAULT_FILE = Path.of("cairn.properties");
    private static final String PLACEHOLDER_PREFIX = "placeholder.";
    private static final List<String> NAMES = List.of("url", "user", "password-file", "password");
    private static final List<String> PREFIXES = List.of(PLACEHOLDER_PREFIX, LintRule.PREFIX);

    /**
     * Reads the settings of a file, and returns them together with the variables.
     *
     * @param configFile the file; null for the default file, which may be missing
     * @throws CommandException if {@code configFile} does not exist, or if the file has an unknown setting
     */
    static CommandSettings read(Map<String, String> environmentVariables, @Nullable Path configFile) {
        if (configFile == null && !Files.exists(DEFAULT_FILE)) {
            return new CommandSettings(environmentVariables, Map.of());
        }
        Path file = configFile == null ? DEFAULT_FILE : configFile;
        if (!Files.exists(file)) {
            throw CommandException.usage("The file " + file + ", given by --config, does not exist.");
        }
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(ScriptText.readText(file)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure); // reading from a string does not fail
        }
        Map<String, String> valueByName = new LinkedHashMap<>();
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> valueByName.put(name, properties.getProperty(name)));
        valueByName.keySet().forEach(name -> requireKnown(name, file));
        return new CommandSettings(environmentVariables, valueByName);
    }

    /** Requires that a name is that of a setting: a misspelled name would have no effect. */
    private static void requireKnown(String name, Path file) {
        boolean isKnown = NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith);
        if (!isKnown) {
            throw CommandException.usage("The setting " + name + " in " + file + " does not exist. The settings are "
                    + String.join(", ", NAMES) + ", " + String.join("NAME, ", PREFIXES) + "NAME.");
        }
    }

    /**
     * Returns the value of a setting such as {@code url}: that of the variable {@code CAIRN_URL} if it is set, even to
     * an empty string, otherwise that of the file. Empty if neither has the setting.
     */
    Optional<String> findValue(String name) {
        String variableValue = environmentVariables.get(
                "CAIRN_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
        return Optional.ofNullable(variableValue != null ? variableValue : fileValues.get(name));
    }

    /**
     * Returns the values of placeholders, from lines such as {@code placeholder.replication_num = 1}, and from options,
     * which take precedence.
     */
    public Map<String, String> collectPlaceholders(Map<String, String> optionValueByName) {
        Map<String, String> valueByPlaceholder = new LinkedHashMap<>();
        fileValues.forEach((name, value) -> {
            if (name.startsWith(PLACEHOLDER_PREFIX)) {
                valueByPlaceholder.put(name.substring(PLACEHOLDER_PREFIX.length()), value);
            }
        });
        valueByPlaceholder.putAll(optionValueByName);
        return valueByPlaceholder;
    }
}
