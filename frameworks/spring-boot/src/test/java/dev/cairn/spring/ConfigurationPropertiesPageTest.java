package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

/**
 * Tests that docs/spring.md lists the properties with the descriptions that IDEs show; {@code -Dgolden.update=true}
 * writes the table.
 */
class ConfigurationPropertiesPageTest {
    private static final Path PAGE = ProjectFiles.find("docs/spring.md");
    private static final String TABLE_START =
            "<!-- The table is written by ConfigurationPropertiesPageTest with -Dgolden.update=true. -->\n\n";

    /** The end of a description that names the default. */
    private static final Pattern DEFAULT = Pattern.compile("(.*?) ?Default: (.*)\\.");

    @Test
    void thePageListsAllProperties() throws IOException {
        String text = Files.readString(PAGE);
        int startOffset = text.indexOf(TABLE_START);
        assertThat(startOffset).isPositive();
        String table = "| property | value | default | meaning |\n|---|---|---|---|\n"
                + readProperties().stream()
                        .map(ConfigurationPropertiesPageTest::renderRow)
                        .sorted()
                        .collect(Collectors.joining());
        String expectedText = text.substring(0, startOffset) + TABLE_START + table;
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, expectedText);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(expectedText);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> readProperties() throws IOException {
        for (URL resource : Collections.list(
                CairnProperties.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream stream = resource.openStream()) {
                String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                if (text.contains("\"cairn.enabled\"")) {
                    return (List<Map<String, Object>>)
                            JsonParserFactory.getJsonParser().parseMap(text).get("properties");
                }
            }
        }
        throw new AssertionError("The starter has no configuration metadata");
    }

    private static String renderRow(Map<String, Object> property) {
        String description = (String) property.get("description");
        Matcher defaultMatcher = DEFAULT.matcher(description);
        boolean hasDefault = defaultMatcher.matches();
        Object declaredDefault = property.get("defaultValue");
        String defaultText =
                hasDefault ? defaultMatcher.group(2) : declaredDefault == null ? "" : declaredDefault.toString();
        return "| `" + property.get("name") + "` | " + renderValues((String) property.get("type")) + " | " + defaultText
                + " | " + (hasDefault ? defaultMatcher.group(1) : description) + " |\n";
    }

    private static String renderValues(String type) {
        String element = type.replaceAll(".*<(?:.*,)?|>", "");
        String values = switch (element) {
            case "java.lang.String" -> "text";
            case "java.lang.Integer" -> "number";
            case "java.lang.Boolean" -> "`true`, `false`";
            case "java.time.Duration" -> "duration, such as `10m`";
            case "dev.cairn.spring.SchemaProperties" -> "properties of this table";
            case "dev.cairn.spring.CairnProperties$RefreshProperties" -> "`every`, `schema`";
            default -> joinConstants(element);
        };
        if (type.startsWith("java.util.Map")) {
            return "by name: " + values;
        }
        return type.startsWith("java.util.Set") ? "list of " + values : values;
    }

    private static String joinConstants(String type) {
        try {
            return Arrays.stream(Class.forName(type).getEnumConstants())
                    .map(constant ->
                            "`" + constant.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
                    .collect(Collectors.joining(", "));
        } catch (ClassNotFoundException failure) {
            throw new AssertionError("A type of a property that this test does not know: " + type, failure);
        }
    }
}
