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
 * @param properties the properties of the goal and of its superclasses, such as {@code cairn.passwordFile}
 */
record Goal(String name, Set<String> properties) {
    private static final Path SOURCE_FOLDER = Path.of("src", "main", "java", "dev", "cairn", "maven");
    private static final Pattern GOAL_NAME = Pattern.compile("@Mojo\\(\\s*name = \"([a-z]+)\"");
    private static final Pattern PROPERTY_NAME = Pattern.compile("@Parameter\\(\\s*property = \"(cairn\\.[A-Za-z]+)\"");
    private static final Pattern SUPERCLASS = Pattern.compile("class \\w+ extends (\\w+Mojo) ");
    private static final Pattern HYPHENATED_LETTER = Pattern.compile("-([a-z])");

    static List<Goal> readAll() throws IOException {
        List<Goal> goals = new ArrayList<>();
        try (Stream<Path> files = Files.list(SOURCE_FOLDER)) {
            for (Path file : files.sorted().toList()) {
                Matcher nameMatcher = GOAL_NAME.matcher(Files.readString(file));
                if (nameMatcher.find()) {
                    goals.add(new Goal(nameMatcher.group(1), readProperties(file)));
                }
            }
        }
        return goals;
    }

    private static Set<String> readProperties(Path file) throws IOException {
        String source = Files.readString(file);
        Set<String> properties = new TreeSet<>();
        PROPERTY_NAME.matcher(source).results().map(match -> match.group(1)).forEach(properties::add);
        Matcher superclassMatcher = SUPERCLASS.matcher(source);
        Path superclassFile =
                superclassMatcher.find() ? SOURCE_FOLDER.resolve(superclassMatcher.group(1) + ".java") : file;
        if (!superclassFile.equals(file) && Files.exists(superclassFile)) {
            properties.addAll(readProperties(superclassFile));
        }
        return properties;
    }

    /** Returns the property of an option without its dashes, such as {@code password-file}. */
    static String propertyOf(String option) {
        return "cairn."
                + HYPHENATED_LETTER
                        .matcher(option)
                        .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name;
    }
}
