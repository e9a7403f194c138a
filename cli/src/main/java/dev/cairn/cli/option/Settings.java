package dev.cairn.cli.option;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What need not be said each time: the environment, and behind it a file. */
public record Settings(Map<String, String> environment, Map<String, String> file) {
    private static final Path USUAL_FILE = Path.of("cairn.properties");
    private static final String PLACEHOLDER = "placeholder.";

    /** @param said where the file is; null for the usual place, where it need not be */
    static Settings of(Map<String, String> environment, @Nullable Path said) {
        if (said == null && !Files.exists(USUAL_FILE)) {
            return new Settings(environment, Map.of());
        }
        Path file = said == null ? USUAL_FILE : said;
        if (!Files.exists(file)) {
            throw CommandException.usage("There is no " + file + ", which --config names.");
        }
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            properties.load(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " can't be read: " + unreadable.getMessage(), unreadable);
        }
        Map<String, String> values = new LinkedHashMap<>();
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> values.put(name, properties.getProperty(name)));
        return new Settings(environment, values);
    }

    /** {@code CAIRN_URL}, then {@code url} of the file; null where neither is set. */
    @Nullable
    String value(String name) {
        String variable =
                environment.get("CAIRN_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
        return variable != null ? variable : file.get(name);
    }

    /** From {@code placeholder.replication_num = 1}. */
    public Map<String, String> placeholders() {
        Map<String, String> placeholders = new LinkedHashMap<>();
        file.forEach((name, value) -> {
            if (name.startsWith(PLACEHOLDER)) {
                placeholders.put(name.substring(PLACEHOLDER.length()), value);
            }
        });
        return placeholders;
    }
}
