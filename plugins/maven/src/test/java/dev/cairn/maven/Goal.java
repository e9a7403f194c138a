package dev.cairn.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A goal of the plugin as its source declares it.
 *
 * @param properties {@code cairn.passwordFile} and the like, those of its superclasses included
 */
record Goal(String name, Set<String> properties) {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "cairn", "maven");
    private static final Pattern NAME = Pattern.compile("@Mojo\\(\\s*name = \"([a-z]+)\"");
    private static final Pattern PROPERTY = Pattern.compile("@Parameter\\(\\s*property = \"(cairn\\.[A-Za-z]+)\"");
    private static final Pattern SUPERCLASS = Pattern.compile("class \\w+ extends (\\w+Mojo) ");
    private static final Pattern WORD = Pattern.compile("-([a-z])");

    static List<Goal> readAll() throws IOException {
        List<Goal> goals = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.sorted().toList()) {
                Matcher name = NAME.matcher(Files.readString(file));
                if (name.find()) {
                    goals.add(new Goal(name.group(1), readProperties(file)));
                }
            }
        }
        return goals;
    }

    private static Set<String> readProperties(Path file) throws IOException {
        String source = Files.readString(file);
        Set<String> properties = new TreeSet<>();
        PROPERTY.matcher(source).results().map(found -> found.group(1)).forEach(properties::add);
        Matcher superclass = SUPERCLASS.matcher(source);
        Path parent = superclass.find() ? SOURCES.resolve(superclass.group(1) + ".java") : file;
        if (!parent.equals(file) && Files.exists(parent)) {
            properties.addAll(readProperties(parent));
        }
        return properties;
    }

    /** Returns the property of an option such as {@code --password-file}. */
    static String propertyOf(String option) {
        return "cairn."
                + WORD.matcher(option).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name;
    }
}
