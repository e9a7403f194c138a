package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.tooling.recording.ClassPathFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that read sources write nothing if javac can't resolve a name in the declarations of a schema. */
class UnresolvedSourcesTest {
    @TempDir
    private Path folder;

    private CommandProject project;

    @BeforeEach
    void recordSchema() throws IOException {
        project = new CommandProject(folder).withSources("src/main/java");
        project.writeShop("long id, String note").record("initial");
        assertThat(cairn("record --empty code")).isZero();
        Files.writeString(
                folder.resolve("dump.sql"),
                "CREATE TABLE item (id BIGINT NOT NULL) PRIMARY KEY(id) DISTRIBUTED BY HASH(id) BUCKETS 2;");
    }

    private int cairn(String command) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
        arguments.replaceAll(
                argument -> argument.endsWith(".sql") ? folder.resolve(argument).toString() : argument);
        arguments.add("--sources=" + project.sources());
        return project.cairn(arguments.toArray(String[]::new));
    }

    private Map<String, String> readFiles() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path classPathFile : paths.filter(Files::isRegularFile).toList()) {
                files.put(classPathFile.toString(), Files.readString(classPathFile));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return files;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "record change",
                "record --check",
                "record --empty more",
                "rebase V0001Initial",
                "checkpoint --delete",
                "pull dump.sql --package=shop"
            })
    void nothingIsWritten(String command) {
        project.writeShop("long id, @NotNul String note");
        Map<String, String> filesBefore = readFiles();
        assertThat(cairn(command)).isEqualTo(1);
        assertThat(project.err())
                .contains(Path.of("shop", "Account.java") + ":4: cannot find symbol", "did you mean NotNull?");
        assertThat(readFiles()).isEqualTo(filesBefore);
    }

    @Test
    void pullIgnoresOtherErrors() {
        project.write(
                "shop/Application.java", "package shop;\n@org.absent.Service class Application extends Absent {}\n");
        assertThat(cairn("pull dump.sql --package=shop")).as(project::err).isZero();
    }

    @Test
    void theClassPathOfTheBuildIsReadUnlessAnotherOneIsPassed() throws IOException {
        Path buildFile = Files.writeString(folder.resolve("pom.xml"), "<project/>");
        ClassPathFile classPathFile =
                ClassPathFile.findByDirectory(project.sources()).orElseThrow();
        assertThat(cairn("record --check")).as(project::err).isZero();
        assertThat(project.err())
                .contains("Class path: none, because there is no " + classPathFile, "mvn cairn:classpath");

        Path libraryFolder = Files.createDirectories(folder.resolve("library"));
        classPathFile.write(List.of(buildFile), List.of(libraryFolder));
        assertThat(cairn("record --check")).as(project::err).isZero();
        assertThat(project.err()).isEqualTo("Class path: " + classPathFile + System.lineSeparator());
        assertThat(cairn("pull dump.sql --package=shop --schema=shop"))
                .as(project::err)
                .isZero();
        assertThat(project.err()).contains("Class path: " + classPathFile + System.lineSeparator());

        Files.writeString(buildFile, "<project> </project>");
        assertThat(cairn("record --check")).isEqualTo(2);
        assertThat(project.err()).contains("is stale", "mvn cairn:classpath", "--class-path");
        assertThat(cairn("record --check --class-path=" + libraryFolder))
                .as(project::err)
                .isZero();
        assertThat(project.err()).isEmpty();
    }
}
