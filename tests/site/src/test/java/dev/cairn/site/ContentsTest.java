package dev.cairn.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.site.Contents.Entry;
import dev.cairn.site.Contents.Group;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The groups of the navigation are parsed from the index. */
class ContentsTest {
    @Test
    void aGroupWithoutPagesIsLeftOut() {
        String index = """
            # Index

            ## Guides

            - [docs/a.md](docs/a.md): how to begin

            ## For programs

            - [docs/a.json](docs/a.json): a JSON Schema
            """;

        assertThat(Contents.parse(index).groups())
                .containsExactly(new Group("Guides", List.of(new Entry("docs/a.md", "how to begin"))));
    }
}
