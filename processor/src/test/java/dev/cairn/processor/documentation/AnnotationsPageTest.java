package dev.cairn.processor.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.CompiledSchemas;
import dev.cairn.processor.documentation.DocumentationPage.Block;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Tests that the records of {@code docs/annotations.md} have the DDL that the page shows. */
class AnnotationsPageTest {
    /** Sources of the types that the components in the page's table of types use. */
    private static final List<String> COMPONENT_TYPES = List.of(
            "public enum Size { SMALL, LARGE }\n", "public record Address(String street, Integer zipCode) {}\n");

    private final DocumentationPage page = DocumentationPage.of("annotations.md");

    AnnotationsPageTest() throws IOException {}

    @Test
    void recordsAreReadAsTheExpectedDdl() throws IOException {
        List<Block> blocks = page.blocks();
        List<ExampleSource> examples =
                blocks.stream().map(block -> ExampleSource.of(block.java())).toList();
        CompiledSchemas schemas = compile(examples);
        List<Block> blocksWithSql = new ArrayList<>();
        List<String> ddl = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).sql() != null) {
                blocksWithSql.add(blocks.get(i));
                ddl.add(schemas.descriptor(examples.get(i).descriptorName()).ddl());
            }
        }
        if (Boolean.getBoolean("golden.update")) {
            page.rewrite(blocksWithSql, ddl);
        }
        assertThat(blocksWithSql).extracting(Block::sql).containsExactlyElementsOf(ddl);
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
        COMPONENT_TYPES.forEach(type -> examples.add(ExampleSource.of(type)));
        CompiledSchemas schemas = compile(examples);
        SoftAssertions softly = new SoftAssertions();
        for (int i = 0; i < rows.size(); i++) {
            String column = schemas.descriptor(examples.get(i).descriptorName())
                    .ddl()
                    .lines()
                    .skip(2)
                    .findFirst()
                    .orElseThrow()
                    .strip();
            softly.assertThat(column).isEqualTo(rows.get(i).sql());
        }
        softly.assertThat(rows).hasSizeGreaterThan(25);
        softly.assertAll();
    }

    private static CompiledSchemas compile(List<ExampleSource> examples) {
        CompiledSchemas schemas = ExampleSource.compile(examples);
        assertThat(schemas.errors()).isEmpty();
        return schemas;
    }
}
