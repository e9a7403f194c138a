package dev.cairn.cli.pull;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Path PAGE = Path.of("../README.md");

    @Test
    void theBuildFileOnItIsTheOneThatInitWrites() throws IOException {
        StartingFiles files = new StartingFiles("shop", "com.acme.shop", "0.1.0-SNAPSHOT");
        String buildFile = Objects.requireNonNull(files.forMaven().get("pom.xml"));
        assertThat(Files.readString(PAGE)).contains("```xml\n" + buildFile + "```\n");
    }
}
