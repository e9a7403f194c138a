package dev.cairn.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small sites have the expected pages, links and anchors. */
class SiteTest {
    @TempDir
    private Path folder;

    private Path checkout = Path.of("");
    private Path site = Path.of("");

    @BeforeEach
    void separateFolders() {
        checkout = folder.resolve("checkout");
        site = folder.resolve("site");
    }

    private int write(Map<String, String> pages, String sources) throws IOException {
        Checkouts.write(checkout, pages);
        Files.createDirectories(site);
        return Site.read(checkout, "1.2.3", sources).write(site);
    }

    private String page(String path) throws IOException {
        return Files.readString(site.resolve(path));
    }

    @Test
    void linksLeadFromPageToPage() throws IOException {
        int pages = write(
                Map.of(
                        "README.md", "# Cairn\n\nSee [docs/a.md](docs/a.md#two-words) and [here](docs/a.md).\n",
                        "docs/a.md", "# A page\n\n## Two words\n\nBack to [the start](../README.md), [up](#a-page).\n"),
                "");

        assertThat(pages).isEqualTo(2);
        assertThat(page("index.html"))
                .contains("<a href=\"a.html#two-words\">Two words</a>", "<a href=\"a.html\">here</a>");
        assertThat(page("a.html"))
                .contains(
                        "<a href=\"index.html\">the start</a>",
                        "<h2 id=\"two-words\">",
                        "<title>A page - Cairn</title>");
    }

    @Test
    void aMissingFileIsReported() {
        assertThatThrownBy(() -> write(Map.of("README.md", "# Cairn\n\n[a](docs/a.md)\n"), ""))
                .isInstanceOf(BrokenLinksException.class)
                .hasMessage("README.md links to docs/a.md");
    }

    @Test
    void aMissingAnchorIsReported() {
        assertThatThrownBy(() ->
                        write(Map.of("README.md", "# Cairn\n\n[a](docs/a.md#b) [c](#c)\n", "docs/a.md", "# A\n"), ""))
                .isInstanceOf(BrokenLinksException.class)
                .hasMessage("README.md links to docs/a.md#b\nREADME.md links to #c");
    }

    @Test
    void filesBesideThePagesAreCopied() throws IOException {
        Files.createDirectories(checkout.resolve("docs/images"));
        Files.writeString(checkout.resolve("docs/images/x.svg"), "<svg/>");
        write(Map.of("docs/a.md", "# A\n\n![x](images/x.svg)\n"), "");

        assertThat(page("images/x.svg")).isEqualTo("<svg/>");
        assertThat(page("a.html")).contains("<img src=\"images/x.svg\"");
    }

    @Test
    void sourcesAreLinkedIfTheirAddressIsKnown() throws IOException {
        Map<String, String> pages = Map.of("README.md", "# Cairn\n\n[the style](tooling/src/main)\n");
        write(pages, "");
        assertThat(page("index.html")).contains("<p>the style</p>");

        write(pages, "https://example.org/blob/v1/");
        assertThat(page("index.html"))
                .contains("<a href=\"https://example.org/blob/v1/tooling/src/main\">the style</a>");
    }

    @Test
    void eachCodeHasAPage() throws IOException {
        String reference = """
            # Codes

            ## Columns

            ### no-column

            There is no column. Add it.

            ```java
            record A() {}
            ```

            ### not-null

            See [no-column](#no-column) and [Columns](#columns).
            """;
        write(Map.of("docs/lint.md", reference, "README.md", "# Cairn\n\n[x](docs/lint.md#not-null)\n"), "");

        assertThat(page("lint.html"))
                .contains("<a href=\"lint/no-column.html\"><code>no-column</code></a> There is no column.</li>")
                .doesNotContain("Add it.", "record");
        assertThat(page("lint/no-column.html"))
                .contains("<h1 id=\"no-column\">no-column", "Add it.", "<a href=\"../lint.html\">Codes</a>")
                .contains("<span class=\"tk\">record</span> A() {}", "href=\"../site.css\"");
        assertThat(page("lint/not-null.html"))
                .contains("<a href=\"../lint/no-column.html\">", "<a href=\"../lint.html#columns\">");
        assertThat(page("index.html")).contains("<a href=\"lint/not-null.html\">x</a>");
    }

    @Test
    void commentsForTestsAreLeftOut() throws IOException {
        write(Map.of("docs/a.md", "# A\n\n<!-- beside: interface Shop {} -->\n\nText\n"), "");
        assertThat(page("a.html")).doesNotContain("beside:");
    }

    @Test
    void eachSectionIsFound() throws IOException {
        write(
                Map.of("docs/a.md", "# A\n\nFirst *text*.\n\n## B\n\n| c | d |\n|---|---|\n| `e` | \"f\" |\n\n    g\n"),
                "");
        assertThat(page("search.js"))
                .contains("[\"a.html\",\n\"Group\",\n\"A\",\n\"First text.\"]")
                .contains("[\"a.html#b\",\n\"A\",\n\"B\",\n\"c d e \\\"f\\\" g\"]");
    }
}
