package dev.cairn.tooling.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StartingFilesTest {
    private static final Path README = Path.of("../README.md");

    @Test
    void theReadmeShowsTheBuildFileOfInit() throws IOException {
        StartingFiles files = new StartingFiles("shop", "com.acme.shop", "0.1.0-SNAPSHOT");
        String buildFile = Objects.requireNonNull(files.forMaven().get("pom.xml"));
        assertThat(Files.readString(README)).contains("```xml\n" + buildFile + "```\n");
    }
}
