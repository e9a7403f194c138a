package dev.cairn.tooling.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.tooling.project.TextFileWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @TempDir
    private Path folder;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNewFileHasThePermissionsThatEditorsGive() throws IOException {
        Path expected = Files.writeString(folder.resolve("Expected.java"), "");
        Path created = folder.resolve("Created.java");
        SourceFiles.create(created, "text");
        Path replaced = folder.resolve("Replaced.java");
        TextFileWriter.replace(replaced, "text");
        assertThat(Files.getPosixFilePermissions(created)).isEqualTo(Files.getPosixFilePermissions(expected));
        assertThat(Files.getPosixFilePermissions(replaced)).isEqualTo(Files.getPosixFilePermissions(expected));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aReplacedFileKeepsItsPermissions() throws IOException {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-rw----");
        Path file = Files.writeString(folder.resolve("File.java"), "before");
        Files.setPosixFilePermissions(file, permissions);
        TextFileWriter.replace(file, "after");
        assertThat(file).hasContent("after");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(permissions);
    }

    @Test
    void anExistingFileIsNotOverwritten() throws IOException {
        Path file = Files.writeString(folder.resolve("File.java"), "mine");
        assertThatThrownBy(() -> SourceFiles.create(file, "other"))
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
        assertThat(file).hasContent("mine");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
