package dev.cairn.maven;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A local repository for Maven with what this build has made so far, as if it had been installed. All else is found where
 * Maven has downloaded it to.
 */
final class InstalledArtifacts {
    private final Path folder;
    private final String version;

    InstalledArtifacts(Path folder, String version) {
        this.folder = folder;
        this.version = version;
    }

    /**
     * Installs what has a class.
     *
     * @param dependencies by their names, or, where they are not installed here, as {@code group:artifact:version}
     */
    InstalledArtifacts install(String artifact, Class<?> oneOf, String... dependencies) throws IOException {
        Path place = Files.createDirectories(folder.resolve("repository/dev/cairn/" + artifact + "/" + version));
        String name = artifact + "-" + version;
        Path classes = place(oneOf);
        if (Files.isDirectory(classes)) {
            archive(classes, place.resolve(name + ".jar"));
        } else {
            Files.copy(classes, place.resolve(name + ".jar"));
        }
        StringBuilder needed = new StringBuilder();
        List.of(dependencies).forEach(each -> needed.append(dependency(each)));
        Files.writeString(place.resolve(name + ".pom"), """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>dev.cairn</groupId>
              <artifactId>%s</artifactId>
              <version>%s</version>
              <dependencies>
            %s  </dependencies>
            </project>
            """.formatted(artifact, version, needed));
        return this;
    }

    private String dependency(String coordinates) {
        String[] parts = coordinates.split(":", 3);
        boolean own = parts.length == 1;
        return """
                <dependency>
                  <groupId>%s</groupId>
                  <artifactId>%s</artifactId>
                  <version>%s</version>
                </dependency>
            """.formatted(own ? "dev.cairn" : parts[0], own ? coordinates : parts[1], own ? version : parts[2]);
    }

    /** The options with which Maven uses this repository and downloads nothing. */
    List<String> arguments() throws IOException {
        Path settings = Files.writeString(folder.resolve("settings.xml"), """
            <settings>
              <mirrors>
                <mirror>
                  <id>downloaded</id>
                  <mirrorOf>*</mirrorOf>
                  <url>%s</url>
                </mirror>
              </mirrors>
            </settings>
            """.formatted(
                        MavenRun.downloaded().toUri()));
        return List.of("-s", settings.toString(), "-Dmaven.repo.local=" + folder.resolve("repository"));
    }

    /** The folder or archive in which the class is. */
    static Path place(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    static Path archive(Path classes, Path archive) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive);
                JarOutputStream jar = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                jar.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                jar.write(Files.readAllBytes(file));
                jar.closeEntry();
            }
        }
        return archive;
    }
}
