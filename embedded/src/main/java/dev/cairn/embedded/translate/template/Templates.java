package dev.cairn.embedded.translate.template;

import dev.cairn.embedded.translate.value.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The functions that are translated by templates, which the resource {@code templates.txt} lists. */
public final class Templates {
    private static final String RESOURCE = "templates.txt";
    private static final Map<String, List<Template>> BY_FUNCTION = read();

    private Templates() {}

    public static boolean has(String function) {
        return BY_FUNCTION.containsKey(function);
    }

    /** Returns the template for a call; empty if no template of the function accepts the arguments. */
    public static Optional<Template> of(String function, List<Value> arguments) {
        return BY_FUNCTION.getOrDefault(function, List.of()).stream()
                .filter(template -> template.accepts(arguments))
                .findFirst();
    }

    private static Map<String, List<Template>> read() {
        Map<String, List<Template>> byFunction = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Templates.class.getResourceAsStream(RESOURCE), RESOURCE),
                StandardCharsets.UTF_8))) {
            StringBuilder entry = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(" ")) {
                    entry.append(' ').append(line.strip());
                } else {
                    add(entry.toString(), byFunction);
                    entry.setLength(0);
                    entry.append(line.startsWith("#") ? "" : line);
                }
            }
            add(entry.toString(), byFunction);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return Map.copyOf(byFunction);
    }

    /** Adds an entry, such as {@code pow, power (double, double) = sr_power($1, $2)}. */
    private static void add(String entry, Map<String, List<Template>> byFunction) {
        if (entry.isEmpty()) {
            return;
        }
        int opening = entry.indexOf('(');
        int equals = entry.indexOf(" = ");
        String parameters = entry.substring(opening + 1, entry.lastIndexOf(')', equals));
        List<TemplateParameter> kinds = Arrays.stream(parameters.split(",", -1))
                .map(String::strip)
                .filter(kind -> !kind.isEmpty())
                .map(kind -> new TemplateParameter(kind.replace("...", "")))
                .toList();
        Template template = new Template(kinds, parameters.endsWith("..."), entry.substring(equals + 3));
        for (String name : entry.substring(0, opening).split(",", -1)) {
            byFunction
                    .computeIfAbsent(name.strip(), function -> new ArrayList<>())
                    .add(template);
        }
    }
}
