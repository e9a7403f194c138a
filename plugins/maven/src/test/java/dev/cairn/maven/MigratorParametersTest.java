package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.MigratorOption.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The goals declare the options of migrators that their commands have, because Maven reads parameters from the source;
 * {@code -Dgolden.update=true} writes them.
 */
class MigratorParametersTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "cairn", "maven");
    private static final int WIDTH = 120;

    @ParameterizedTest
    @CsvSource({"RetryingMojo, CONNECTING", "MigratingMojo, MIGRATING", "RebuildingMojo, REBUILDING"})
    void theSourceDeclaresTheOptions(String goal, Place place) throws IOException {
        Path file = SOURCES.resolve(goal + ".java");
        String source = Files.readString(file);
        String method =
                "add" + place.name().charAt(0) + place.name().substring(1).toLowerCase(Locale.ROOT) + "Options";
        String expected = replaced(
                source,
                "(?s)(abstract class \\w+ extends \\w+ \\{\n).*?(?=    (?:/\\*\\*[^@]*\\*/\\s+)?(?:private |static |final )\\S)",
                text(place, MigratorParametersTest::parameter));
        expected = replaced(
                expected,
                "(?s)( void " + method + "\\(List<String> arguments\\) \\{\n).*?(?=    }\n)",
                text(place, MigratorParametersTest::argument));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).isEqualTo(expected);
    }

    private static String replaced(String source, String region, String text) {
        Matcher found = Pattern.compile(region).matcher(source);
        assertThat(found.find()).as(region).isTrue();
        return source.substring(0, found.end(1)) + text + source.substring(found.end());
    }

    private static String text(Place place, Function<MigratorOption<?>, String> each) {
        return MigratorOption.writableIn(place).stream().map(each).collect(Collectors.joining());
    }

    private static String parameter(MigratorOption<?> option) {
        String parameter = comment(option.meaning() + " Default: " + option.defaultText() + ".")
                + "    @Parameter(property = \"cairn." + option.name() + "\""
                + option.formerName()
                        .map(name -> ", alias = \"" + Goal.property(name).substring("cairn.".length()) + "\"")
                        .orElse("")
                + ")\n"
                + "    @Nullable\n    String " + option.name() + ";\n\n";
        return parameter
                + option.formerName()
                        .map(name -> former(option, Goal.property(name)))
                        .orElse("");
    }

    /** A parameter that can't be set in the POM: the description of a goal does not show it. */
    private static String former(MigratorOption<?> option, String property) {
        return comment("The former name of cairn." + option.name() + ".")
                + "    @Parameter(defaultValue = \"${" + property + "}\", readonly = true)\n"
                + "    @Nullable\n    String " + formerField(option) + ";\n\n";
    }

    private static String formerField(MigratorOption<?> option) {
        return "former" + option.name().substring(0, 1).toUpperCase(Locale.ROOT)
                + option.name().substring(1);
    }

    private static String argument(MigratorOption<?> option) {
        String value = option.formerName().isEmpty()
                ? option.name()
                : "%s == null ? %s : %1$s".formatted(option.name(), formerField(option));
        return "        add(arguments, \"--" + option.hyphenatedName() + "\", " + value + ");\n";
    }

    private static String comment(String text) {
        if (text.length() + "    /** ".length() + " */".length() <= WIDTH) {
            return "    /** " + text + " */\n";
        }
        StringBuilder lines = new StringBuilder("    /**\n");
        String line = "     *";
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                lines.append(line).append('\n');
                line = "     *";
            }
            line += " " + word;
        }
        return lines.append(line).append("\n     */\n").toString();
    }
}
