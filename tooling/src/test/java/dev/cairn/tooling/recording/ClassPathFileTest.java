package dev.cairn.tooling.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.tooling.recording.ClassPathFile.BuildTool;
import dev.cairn.tooling.recording.RecordingException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ClassPathFileTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @TempDir
    private Path folder;

    private Path pomFile;
    private Path archive;
    private ClassPathFile file;

    @BeforeEach
    void writeAProject() throws IOException {
        pomFile = Files.writeString(folder.resolve("pom.xml"), "<project/>");
        archive = Files.writeString(folder.resolve("a library.jar"), "");
        Files.createDirectories(folder.resolve("src/main/java"));
        file = ClassPathFile.findByDirectory(folder.resolve("src/main/java")).orElseThrow();
    }

    @Test
    void theClassPathIsReadAsItWasWritten() {
        assertThat(file.exists()).isFalse();
        ClassPathFile.ofBuildDirectory(folder.resolve("target"), BuildTool.MAVEN)
                .write(List.of(pomFile), List.of(archive, folder.resolve("never/built")));
        assertThat(file.exists()).isTrue();
        assertThat(file.read()).containsExactly(archive);
        assertThat(file)
                .hasToString(folder.resolve("target/cairn/class-path.txt").toString());
    }

    @Test
    void aClassPathOfAnotherBuildFileIsStale() throws IOException {
        file.write(List.of(pomFile), List.of(archive));
        Files.writeString(pomFile, "<project> </project>");
        assertStale();
        Files.delete(pomFile);
        assertStale();
    }

    @Test
    void aClassPathWithoutOneOfItsArchivesIsStale() throws IOException {
        file.write(List.of(pomFile), List.of(archive));
        Files.delete(archive);
        assertStale();
    }

    @Test
    void theFileOfAProjectOfGradleIsFound() throws IOException {
        Path gradleFolder = Files.createDirectories(folder.resolve("module/src"));
        Path buildFile = Files.writeString(folder.resolve("module/build.gradle.kts"), "plugins { java }");
        ClassPathFile gradleClassPathFile =
                ClassPathFile.findByDirectory(gradleFolder).orElseThrow();
        assertThat(gradleClassPathFile)
                .hasToString(folder.resolve("module/build/cairn/class-path.txt").toString());
        gradleClassPathFile.write(List.of(buildFile), List.of(archive));
        assertThat(gradleClassPathFile.read()).containsExactly(archive);
        Files.delete(archive);
        assertThatThrownBy(gradleClassPathFile::read)
                .isInstanceOf(RecordingException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void ofTwoBuildToolsTheOneThatHasWrittenItsFileIsUsed() throws IOException {
        Path buildFile = Files.writeString(folder.resolve("build.gradle"), "plugins { id 'java' }");
        assertThat(ClassPathFile.findByDirectory(folder).orElseThrow().command())
                .isEqualTo("mvn cairn:classpath");
        ClassPathFile.ofBuildDirectory(folder.resolve("build"), BuildTool.GRADLE)
                .write(List.of(buildFile), List.of());
        assertThat(ClassPathFile.findByDirectory(folder).orElseThrow().command())
                .isEqualTo("gradle cairnClassPath");
    }

    private void assertStale() {
        assertThatThrownBy(file::read)
                .satisfies(MESSAGES::match)
                .isInstanceOfSatisfying(
                        RecordingException.class,
                        stale -> assertThat(stale.reason()).isEqualTo(Reason.USAGE));
    }
}
