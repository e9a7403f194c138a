package dev.cairn.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link check finds broken links in the written pages. */
class LinkCheckTest {
    @TempDir
    private Path folder;

    @Test
    void eachBrokenLinkIsNamed() throws IOException {
        Files.createDirectories(folder.resolve("api"));
        Files.writeString(folder.resolve("api/index.html"), "<a href=\"missing.html\">of javadoc</a>");
        Files.writeString(folder.resolve("b.html"), "<h1 id=\"b\">B</h1>");
        Files.writeString(folder.resolve("a.html"), """
            <p id="here"><a href="b.html#b"></a><a href="#here"></a><a href="api/index.html"></a><a href="https://example.org/x"></a>
            <a href="#there"></a><a href="b.html#c"></a><a href="c.html"></a><img src="d.png">
            """);

        assertThat(LinkChecker.findBrokenLinks(folder))
                .containsExactly(
                        "a.html links to #there",
                        "a.html links to b.html#c",
                        "a.html links to c.html",
                        "a.html links to d.png");
    }
}
