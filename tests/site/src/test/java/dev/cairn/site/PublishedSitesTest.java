package dev.cairn.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sites of several versions are published in one folder. */
class PublicationTest {
    @TempDir
    private Path folder;

    private PublishedSites publication(String... versions) throws IOException {
        for (String version : versions) {
            Files.createDirectories(folder.resolve(version));
            Files.writeString(folder.resolve(version).resolve("search.js"), "");
        }
        PublishedSites publication = new PublishedSites(folder);
        publication.writeIndex();
        return publication;
    }

    @Test
    void theNewestReleaseIsTheFirstPage() throws IOException {
        PublishedSites publication = publication("0.9.0", "0.11.0-SNAPSHOT", "0.10.1", "0.10.0");
        Files.createDirectories(folder.resolve(".git"));

        assertThat(publication.listVersions()).containsExactly("0.11.0-SNAPSHOT", "0.10.1", "0.10.0", "0.9.0");
        assertThat(Files.readString(folder.resolve("versions.js"))).startsWith("cairnVersions([\"0.11.0-SNAPSHOT\",");
        assertThat(Files.readString(folder.resolve("index.html"))).contains("url=0.10.1/index.html");
    }

    @Test
    void aSnapshotIsTheFirstPageIfThereIsNoRelease() throws IOException {
        publication("0.1.0-SNAPSHOT");
        assertThat(Files.readString(folder.resolve("index.html"))).contains("url=0.1.0-SNAPSHOT/index.html");
    }

    @Test
    void theFormerContentOfAVersionIsRemoved() throws IOException {
        Files.createDirectories(folder.resolve("1.0.0/diagnostics"));
        Files.writeString(folder.resolve("1.0.0/diagnostics/gone.html"), "");

        assertThat(new PublishedSites(folder).createEmptyDirectory("1.0.0")).isEmptyDirectory();
    }

    @Test
    void anIndexNeedsAVersion() {
        assertThatThrownBy(this::publication)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No version has a site in " + folder);
        assertThat(folder).isEmptyDirectory();
    }
}
