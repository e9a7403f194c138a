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

/** The compiler gives the messages that {@code docs/queries.md} shows. */
class QueriesPageTest {
    private static final Pattern MESSAGE =
            Pattern.compile("(?m)^With `([^`]+)` in place of `([^`]+)`:\\n\\n((?:    .*\\n)+)");

    private final String page = Files.readString(Path.of("..", "docs", "queries.md"));
    private final String example =
            page.substring(page.indexOf("```java\n") + "```java\n".length(), page.indexOf("\n```\n"));

    QueriesPageTest() throws IOException {}

    private CompiledSchemas compiled(String original, String replacement) {
        assertThat(example).contains(original);
        List<ExampleSource> sources = Stream.of(example.split("\\n\\n(?=@|public )", 0))
                .filter(part -> !part.startsWith("import "))
                .map(part -> part.contains("@Queries(") ? part.replace(original, replacement) : part)
                .map(ExampleSource::of)
                .toList();
        return ExampleSource.compiled(sources);
    }

    @Test
    void theExampleCompiles() {
        assertThat(compiled("@Queries", "@Queries").errors()).isEmpty();
    }

    @Test
    void eachMistakeIsReportedAsShown() {
        int messages = 0;
        for (Matcher message = MESSAGE.matcher(page); message.find(); messages++) {
            List<String> errors =
                    compiled(message.group(2), message.group(1)).errors().get(ExampleSource.PACKAGE);
            assertThat(errors).hasSize(1);
            assertThat(lines(errors.get(0).substring(errors.get(0).indexOf('['))))
                    .allSatisfy(line -> assertThat(lines(
                                    message.group(3).substring(message.group(3).indexOf('['))))
                            .contains(line));
        }
        assertThat(messages).isEqualTo(7);
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
