package dev.cairn.processor.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.CompiledSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the compiler reports the messages that {@code docs/queries.md} shows. */
class QueriesPageTest {
    private static final Pattern MESSAGE_PATTERN =
            Pattern.compile("(?m)^With `([^`]+)` in place of `([^`]+)`:\\n\\n((?:    .*\\n)+)");

    private final String page = Files.readString(Path.of("..", "docs", "queries.md"));
    private final String example =
            page.substring(page.indexOf("```java\n") + "```java\n".length(), page.indexOf("\n```\n"));

    QueriesPageTest() throws IOException {}

    private CompiledSchemas compileExample(String original, String replacement) {
        assertThat(example).contains(original);
        List<ExampleSource> sources = Stream.of(example.split("\\n\\n(?=@|public )", 0))
                .filter(part -> !part.startsWith("import "))
                .map(part -> part.contains("@Queries(") ? part.replace(original, replacement) : part)
                .map(ExampleSource::of)
                .toList();
        return ExampleSource.compile(sources);
    }

    @Test
    void theExampleCompiles() {
        assertThat(compileExample("@Queries", "@Queries").errors()).isEmpty();
    }

    @Test
    void eachMistakeIsReportedAsShown() {
        int messageCount = 0;
        for (Matcher messageMatcher = MESSAGE_PATTERN.matcher(page); messageMatcher.find(); messageCount++) {
            List<String> errors = compileExample(messageMatcher.group(2), messageMatcher.group(1))
                    .errors()
                    .get(ExampleSource.PACKAGE);
            assertThat(errors).hasSize(1);
            assertThat(strippedLines(errors.get(0).substring(errors.get(0).indexOf('['))))
                    .allSatisfy(line -> assertThat(strippedLines(messageMatcher
                                    .group(3)
                                    .substring(messageMatcher.group(3).indexOf('['))))
                            .contains(line));
        }
        assertThat(messageCount).isEqualTo(7);
    }

    private static List<String> strippedLines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
