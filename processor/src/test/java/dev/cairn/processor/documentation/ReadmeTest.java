package dev.cairn.processor.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.CompiledSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The first thing that a reader sees is true. */
class ReadmeTest {
    private final String readme = Files.readString(Path.of("..", "README.md"));

    ReadmeTest() throws IOException {}

    private List<ExampleSource> sources(String original, String replacement) {
        String tour = readme.substring(readme.indexOf("## A schema in records"));
        String block = tour.substring(tour.indexOf("```java\n") + "```java\n".length(), tour.indexOf("\n```\n"));
        assertThat(block).contains(original);
        return Stream.of(block.replace(original, replacement).split("\\n\\n", 0))
                .filter(part -> !part.startsWith("import "))
                .map(ExampleSource::of)
                .toList();
    }

    @Test
    void theSchemaCompiles() {
        CompiledSchemas compiled = ExampleSource.compiled(sources("active", "active"));
        assertThat(compiled.errors()).isEmpty();
        assertThat(compiled.schema(ExampleSource.PACKAGE, "Shop").statements())
                .allSatisfy(sql -> assertThat(sql).startsWith("CREATE "))
                .hasSize(2);
    }

    @Test
    void theMessageQuotesTheSource() {
        CompiledSchemas compiled = ExampleSource.compiled(sources("WHERE active", "WHERE activ"));
        String error = compiled.errors().get(ExampleSource.PACKAGE).get(0);
        List<String> lines =
                error.substring(error.indexOf('[')).lines().map(String::strip).toList();
        assertThat(lines).hasSize(4).allSatisfy(line -> assertThat(readme).contains(line));
    }
}
