package dev.cairn.gradle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.CommandOptions;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.MigratorOption.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The tasks have the options of their commands as properties, which Gradle reads from the source; {@code -Dgolden.update=true}
 * writes them, and {@code spotless:apply} formats them.
 */
class TaskOptionsTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "cairn", "gradle");

    private static final List<String> COMMANDS =
            List.of("record", "plan", "upgrade", "check", "test", "grants", "lint", "docs");

    /** Options that Gradle sets from the project, that have no meaning in a build, or that ask questions. */
    private static final Set<String> OF_NO_TASK = Set.of(
            "ask-password",
            "class-path",
            "definitions",
            "help",
            "javac",
            "json",
            "no-color",
            "sources",
            "version",
            "watch");

    /** Files that commands write. */
    private static final Set<String> WRITTEN = Set.of("junit", "output", "report");

    /** The task that always writes a file, because Gradle caches it. */
    private static final String WITH_OUTPUT = "DocsTask";

    private static final String DEFAULT_OUTPUT = " Default: cairn/PROJECT.html in the build folder";

    /** Options with the names of options of Gradle itself, which reads them before any task does. */
    private static final Set<String> OF_GRADLE = Set.of("dry-run", "parallel");

    /** The connection to the server is no input: nothing is stored of it. */
    private static final Set<String> OF_CONNECTION = Set.of("config", "password-file", "url", "user");

    /** From the declaration of a type to the end of its first method. */
    private static final Pattern REGION =
            Pattern.compile("(?s)(public (?:interface|abstract class) [^{]* \\{\n)(.*?\n    }\n)");

    private static final int WIDTH = 95;

    @Test
    void allCommandsHaveTheSameConnection() throws IOException {
        update("CommandProperties", ofAll(), "default Map<String, Property<String>> settings()", "");
    }

    @ParameterizedTest
    @CsvSource({
        "ConnectingProperties, CommandProperties, CONNECTING",
        "MigratingProperties, ConnectingProperties, MIGRATING",
        "RebuildingProperties, MigratingProperties, REBUILDING"
    })
    void theOptionsOfMigratorsAreProperties(String type, String supertype, Place place) throws IOException {
        update(type, in(place), "default Map<String, Property<String>> settings()", supertype);
    }

    @ParameterizedTest
    @CsvSource({
        "record, ",
        "plan, CONNECTING MIGRATING",
        "upgrade, CONNECTING MIGRATING REBUILDING",
        "check, CONNECTING MIGRATING",
        "test, CONNECTING MIGRATING",
        "grants, CONNECTING MIGRATING",
        "lint, ",
        "docs, CONNECTING"
    })
    void theOptionsOfACommandArePropertiesOfItsTask(String command, String places) throws IOException {
        Set<String> inherited = new LinkedHashSet<>(names(ofAll()));
        Stream.of(places == null ? new String[0] : places.split(" ", -1))
                .forEach(place -> inherited.addAll(names(in(Place.valueOf(place)))));
        assertThat(names(of(command))).containsAll(inherited);
        update(
                capital(command) + "Task",
                of(command).stream()
                        .filter(option -> !inherited.contains(name(option)))
                        .toList(),
                "Map<String, Provider<?>> options()",
                "");
    }

    /** The options of a command that its task has, too. */
    private static List<OptionSpec> of(String command) {
        return CommandOptions.of(command).stream()
                .filter(option -> !OF_NO_TASK.contains(name(option)))
                .toList();
    }

    private static List<OptionSpec> ofAll() {
        List<OptionSpec> all = new ArrayList<>(of("record"));
        COMMANDS.forEach(command -> all.removeIf(option -> !names(of(command)).contains(name(option))));
        return all;
    }

    private static List<OptionSpec> in(Place place) {
        List<String> names = MigratorOption.writableIn(place).stream()
                .map(MigratorOption::hyphenatedName)
                .toList();
        return of("upgrade").stream()
                .filter(option -> names.contains(name(option)))
                .toList();
    }

    private static Set<String> names(List<OptionSpec> options) {
        return options.stream().map(TaskOptionsTest::name).collect(Collectors.toSet());
    }

    private static String name(OptionSpec option) {
        return option.longestName().substring(2);
    }

    private static void update(String type, List<OptionSpec> options, String method, String supertype)
            throws IOException {
        Path file = SOURCES.resolve(type + ".java");
        String source = Files.readString(file);
        Matcher region = REGION.matcher(source);
        assertThat(region.find()).as(type).isTrue();
        String visibility = method.startsWith("default") ? "" : "public abstract ";
        String text = options.stream()
                        .map(option -> property(option, visibility, type))
                        .collect(Collectors.joining())
                + map(options, method, supertype);
        if (Boolean.getBoolean("golden.update") && !withoutLayout(text).equals(withoutLayout(region.group(2)))) {
            Files.writeString(file, source.substring(0, region.end(1)) + text + source.substring(region.end(2)));
        }
        Matcher found = REGION.matcher(Files.readString(file));
        assertThat(found.find()).isTrue();
        assertThat(withoutLayout(found.group(2))).isEqualTo(withoutLayout(text));
    }

    /** The text without what the formatter changes. */
    private static String withoutLayout(String text) {
        return text.replaceAll("\\s+", " ").replace("\" + \"", "").replaceAll("(?<=[({]) | (?=[)}])", "");
    }

    private static String property(OptionSpec option, String visibility, String type) {
        String name = name(option);
        boolean written = WRITTEN.contains(name);
        boolean required = written && type.equals(WITH_OUTPUT);
        String description = String.join(" ", option.description())
                .replaceFirst(required ? " Default:.*" : "^$", required ? DEFAULT_OUTPUT : "");
        return (OF_CONNECTION.contains(name) ? "    @Internal\n" : written ? "    @OutputFile\n" : "    @Input\n")
                + (OF_CONNECTION.contains(name) || required ? "" : "    @Optional\n")
                + "    @Option(option = \"" + (OF_GRADLE.contains(name) ? "cairn-" : "") + name + "\", description = "
                + literal(description) + ")\n"
                + "    " + visibility + (written ? "RegularFileProperty" : propertyType(option)) + " get"
                + capital(camel(name)) + "();\n\n";
    }

    private static String propertyType(OptionSpec option) {
        if (option.isMultiValue()) {
            return "ListProperty<String>";
        }
        return option.type() == boolean.class ? "Property<Boolean>" : "Property<String>";
    }

    private static String map(List<OptionSpec> options, String method, String supertype) {
        String type = method.contains("Provider") ? "Provider<?>" : "Property<String>";
        boolean first = method.startsWith("default") && supertype.isEmpty();
        return (first ? "    /** Returns these properties by the names of their options. */\n" : "    @Override\n")
                + "    " + method + " {\n"
                + "        Map<String, " + type + "> options = new LinkedHashMap<>("
                + (supertype.isEmpty() ? "" : supertype + ".super.settings()") + ");\n"
                + options.stream()
                        .map(option -> "        options.put(\"" + name(option) + "\", get"
                                + capital(camel(name(option))) + "());\n")
                        .collect(Collectors.joining())
                + "        return options;\n    }\n";
    }

    /** A string of several parts, so that no line becomes too long. */
    private static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        int column = 0;
        for (String word : text.replace("\\", "\\\\").replace("\"", "\\\"").split("(?= )", -1)) {
            if (column + word.length() > WIDTH) {
                literal.append("\" + \"");
                column = 0;
            }
            literal.append(word);
            column += word.length();
        }
        return literal.append('"').toString();
    }

    private static String camel(String name) {
        return Pattern.compile("-([a-z])")
                .matcher(name)
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
