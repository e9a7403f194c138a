package dev.cairn.tooling.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownDocumentRendererTest {
    @TempDir
    private Path folder;

    @Test
    void declaredRowsAreATableOfTheirValues() {
        assertThat(MarkdownDocumentRenderer.render(DocumentedSchemas.ofSeededTables(folder, 20)))
                .contains("""

            Declared rows: 3

            | code | digits | note |
            | --- | --- | --- |
            | EUR | 2 | \\</script\\>\\<b\\>a\\|b\\</b\\> \\&amp; \\~c\\~ |
            | JPY | 0 | *NULL* |
            | XXX | *NULL* | NULL<br>or<br>\\`not\\` |

            ```sql
            CREATE TABLE `currency` (
            """, """

            Declared rows: 20

            | id |
            | --- |
            | 0 |
            """)
                .doesNotContain("<details>");
    }

    @Test
    void aLongListOfDeclaredRowsIsFolded() {
        assertThat(MarkdownDocumentRenderer.render(DocumentedSchemas.ofSeededTables(folder, 21)))
                .contains("""

            <details>
            <summary>Declared rows: 21</summary>

            | id |
            | --- |
            | 0 |
            """, """
            | 20 |

            </details>

            ```sql
            CREATE TABLE `number` (
            """)
                .containsOnlyOnce("<details>");
    }

    @Test
    void tablesWithoutDeclaredRowsHaveNone() {
        assertThat(MarkdownDocumentRenderer.render(DocumentedSchemas.shop())).doesNotContain("Declared rows");
    }
}
