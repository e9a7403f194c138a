package dev.cairn.site;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory with the sites of several versions, each in a directory named after the version. */
record PublishedSites(Path directory) {
    /** Returns an empty directory for a version. Deletes the previous content of the directory. */
    Path createEmptyDirectory(String version) throws IOException {
        Path siteDirectory = directory.resolve(version);
        if (Files.exists(siteDirectory)) {
            try (Stream<Path> files = Files.walk(siteDirectory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(siteDirectory);
    }

    /**
     * Writes what all versions share: the list of versions, from which each page offers the others, and the redirect to
     * the newest release, or to the newest snapshot if there is no release.
     *
     * @throws IllegalStateException if the directory has no site of any version
     */
    void writeIndex() throws IOException {
        List<String> versions = listVersions();
        if (versions.isEmpty()) {
            throw new IllegalStateException("No version has a site in " + directory);
        }
        Files.writeString(
                directory.resolve("versions.js"),
                "cairnVersions("
                        + JavaScript.renderArray(
                                versions.stream().map(JavaScript::quote).toList()) + ");\n");
        String newestVersion = versions.stream()
                .filter(version -> !version.endsWith("-SNAPSHOT"))
                .findFirst()
                .orElse(versions.get(0));
        Files.writeString(directory.resolve("index.html"), """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Cairn</title>
            <meta http-equiv="refresh" content="0; url=%1$s/index.html">
            <a href="%1$s/index.html">Cairn %1$s</a>
            </html>
            """.formatted(newestVersion));
    }

    /** Returns the versions whose sites the directory contains, beginning with the highest version. */
    List<String> listVersions() throws IOException {
        try (Stream<Path> sites = Files.list(directory)) {
            return sites.filter(siteDirectory -> Files.exists(siteDirectory.resolve("search.js")))
                    .map(siteDirectory -> siteDirectory.getFileName().toString())
                    .sorted(Comparator.comparing(Version::parse).reversed())
                    .toList();
        }
    }
}
