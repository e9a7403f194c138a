package dev.cairn.integration.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.integration.surface.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of the documentation link to files that exist, and name the version of the build. */
class DocumentedLinksTest {
    private static final Path ROOT = Checkout.ROOT;
    private static final Pattern LINK_PATTERN = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)\\s]*)?\\)");
    /** {@code dev.cairn:cairn-cli:1.2.3}, or the version of an artifact or a property in a POM. */
    private static final Pattern VERSION_PATTERN = Pattern.compile("dev\\.cairn:[a-z-]+:([\\w.-]+)"
            + "|<(?:artifactId>cairn-[a-z-]+</artifactId>\\s*<version|cairn\\.version)>([^<$]+)<");

    private static final Pattern CODE_PATTERN = Pattern.compile("(?s)```.*?```|`[^`\n]*`");

    @Test
    void eachRelativeLinkPointsToAFile() throws IOException {
        List<String> brokenLinks = new ArrayList<>();
        for (Path page : listPages()) {
            Matcher linkMatcher = LINK_PATTERN.matcher(
                    CODE_PATTERN.matcher(Files.readString(page)).replaceAll("`code`"));
            while (linkMatcher.find()) {
                String target = linkMatcher.group(1);
                if (!target.contains(":") && !Files.exists(page.resolveSibling(target))) {
                    brokenLinks.add(page + " links to " + target);
                }
            }
        }
        assertThat(brokenLinks).isEmpty();
    }

    @Test
    void llmsTxtListsEachPage() throws IOException {
        String index = Files.readString(ROOT.resolve("llms.txt"));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            assertThat(docs.map(page -> page.getFileName().toString()).filter(name -> name.endsWith(".md")))
                    .hasSizeGreaterThan(15)
                    .allMatch(name -> index.contains("](docs/" + name + ")"));
        }
    }

    @Test
    void eachArtifactHasTheVersionOfTheBuild() throws IOException {
        Matcher projectVersion = Pattern.compile("<artifactId>cairn-parent</artifactId>\\s*<version>(.+)</version>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(projectVersion.find()).isTrue();
        List<Path> files = new ArrayList<>(listPages());
        files.add(ROOT.resolve("jbang-catalog.json"));
        List<String> versions = new ArrayList<>();
        for (Path file : files) {
            Matcher versionMatcher = VERSION_PATTERN.matcher(Files.readString(file));
            while (versionMatcher.find()) {
                versions.add(file.getFileName() + " "
                        + (versionMatcher.group(1) == null ? versionMatcher.group(2) : versionMatcher.group(1)));
            }
        }
        assertThat(versions)
                .hasSizeGreaterThan(6)
                .contains("jbang-catalog.json " + projectVersion.group(1), "new-project.md " + projectVersion.group(1))
                .allMatch(version -> version.endsWith(" " + projectVersion.group(1)));
    }

    private static List<Path> listPages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("llms.txt")));
        for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }
}
