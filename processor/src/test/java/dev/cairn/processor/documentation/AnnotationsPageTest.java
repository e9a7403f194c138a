package dev.cairn.processor.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.CompiledSchemas;
import dev.cairn.processor.documentation.DocumentationPage.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** The records of {@code docs/annotations.md} have the DDL that the page shows. */
class AnnotationsPageTest {
    /** The sources of types that the page's table of types uses. */
    private static final List<String> BESIDE = List.of(
            "public enum Size { SMALL, LARGE }\n", "public record Address(String street, Integer zipCode) {}\n");

    private final DocumentationPage page = DocumentationPage.of("annotations.md");

    AnnotationsPageTest() throws IOException {}

    @Test
    void recordsAreReadAsTheExpectedDdl() throws IOException {
        List<Block> blocks = page.blocks();
        List<ExampleSource> examples =
                blocks.stream().map(block -> ExampleSource.of(block.java())).toList();
        CompiledSchemas compiled = compiled(examples);
        List<Block> shown = new ArrayList<>();
        List<String> ddl = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).sql() != null) {
                shown.add(blocks.get(i));
                ddl.add(compiled.descriptor(examples.get(i).descriptor()).ddl());
            }
        }
        if (Boolean.getBoolean("golden.update")) {
            page.rewrite(shown, ddl);
        }
        assertThat(shown).extracting(Block::sql).containsExactlyElementsOf(ddl);
    }

    @Test
    void typesAreReadAsTheExpectedColumns() {
        List<Block> rows = page.rows();
        List<ExampleSource> examples = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            String component = rows.get(i).java();
            String key = component.contains("@StateOf") ? "@AggregateKey" : "@PrimaryKey";
            examples.add(ExampleSource.of("@Table " + key + "(\"k\") @DistributedByHash(\"k\")\nrecord Row" + i
                    + "(@NotNull Integer k, " + component + ") {}\n"));
        }
        BESIDE.forEach(type -> examples.add(ExampleSource.of(type)));
        CompiledSchemas compiled = compiled(examples);
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < rows.size(); i++) {
            String column = compiled.descriptor(examples.get(i).descriptor())
                    .ddl()
                    .lines()
                    .skip(2)
                    .findFirst()
                    .orElseThrow()
                    .strip();
            all.assertThat(column).isEqualTo(rows.get(i).sql());
        }
        all.assertThat(rows).hasSizeGreaterThan(25);
        all.assertAll();
    }

    private static CompiledSchemas compiled(List<ExampleSource> examples) {
        CompiledSchemas compiled = ExampleSource.compiled(examples);
        assertThat(compiled.errors()).isEmpty();
        return compiled;
    }
}
