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
    void recordASchema() throws IOException {
        project = new CommandProject(folder).withSources("src/main/java");
        project.shop("long id, String note").record("initial");
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

    private Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(file.toString(), Files.readString(file));
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
        project.shop("long id, @NotNul String note");
        Map<String, String> before = files();
        assertThat(cairn(command)).isEqualTo(1);
        assertThat(project.err())
                .contains(Path.of("shop", "Account.java") + ":4: cannot find symbol", "did you mean NotNull?");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void pullIgnoresOtherErrors() {
        project.write(
                "shop/Application.java", "package shop;\n@org.absent.Service class Application extends Absent {}\n");
        assertThat(cairn("pull dump.sql --package=shop")).as(project::err).isZero();
    }

    @Test
    void theClassPathOfTheBuildIsReadUnlessAnotherOneIsPassed() throws IOException {
        Path build = Files.writeString(folder.resolve("pom.xml"), "<project/>");
        ClassPathFile file = ClassPathFile.findAround(project.sources()).orElseThrow();
        assertThat(cairn("record --check")).as(project::err).isZero();
        assertThat(project.err()).contains("Class path: none, because there is no " + file, "mvn cairn:classpath");

        Path library = Files.createDirectories(folder.resolve("library"));
        file.write(List.of(build), List.of(library));
        assertThat(cairn("record --check")).as(project::err).isZero();
        assertThat(project.err()).isEqualTo("Class path: " + file + System.lineSeparator());
        assertThat(cairn("pull dump.sql --package=shop --schema=shop"))
                .as(project::err)
                .isZero();
        assertThat(project.err()).contains("Class path: " + file + System.lineSeparator());

        Files.writeString(build, "<project> </project>");
        assertThat(cairn("record --check")).isEqualTo(2);
        assertThat(project.err()).contains("is stale", "mvn cairn:classpath", "--class-path");
        assertThat(cairn("record --check --class-path=" + library))
                .as(project::err)
                .isZero();
        assertThat(project.err()).isEmpty();
    }
}
