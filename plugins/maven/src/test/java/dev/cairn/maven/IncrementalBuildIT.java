package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Tests incremental builds by Maven, after changes of single files. */
@EnabledIfSystemProperty(named = "cairn.offline.repository", matches = ".+")
class IncrementalBuildIT {
    private static final String SUCCESS_LINE = "[INFO] BUILD SUCCESS";
    private static final String ADD_POINTS = "com/example/shop/migrations/V0002AddPoints";

    @TempDir
    private Path folder;

    private NewProject project;
    private MavenCommand maven;

    @BeforeEach
    void createProject() throws IOException {
        project = NewProject.createIn(folder.resolve("shop"));
        maven = MavenCommand.createOffline(folder);
    }

    private void record(String message) throws IOException, InterruptedException {
        assertThat(maven.run(project.folder(), Map.of(), "cairn:record", "-Dcairn.message=" + message))
                .contains(SUCCESS_LINE);
    }

    /** Returns the lines of Maven's log that the processor or the end of the build has written. */
    private List<String> compile() throws IOException, InterruptedException {
        List<String> log = maven.run(project.folder(), Map.of(), "compiler:compile");
        List<String> messages = log.stream()
                .filter(line -> line.contains("] [")
                        || line.startsWith("[ERROR]")
                        || line.contains("BUILD ")
                        || line.contains("Nothing to compile"))
                .toList();
        return messages.isEmpty() ? log : messages;
    }

    @Test
    void incrementalBuildsUpdateTheGeneratedSchema() throws IOException, InterruptedException {
        record("initial");
        assertThat(compile()).containsExactly(SUCCESS_LINE);

        project.replaceText("Account.java", "String name)", "String name, Integer points)");
        assertThat(compile()).as("only a record changed").anyMatch(line -> line.contains("[pending-changes]"));

        record("add points");
        assertThat(compile()).as("a new migration").containsExactly(SUCCESS_LINE);
        assertThat(project.classes().resolve(ADD_POINTS + "Migration.class")).exists();

        project.replaceText("migrations/V0002AddPoints.java", "`points` int(11)", "`points` bigint(20)");
        assertThat(compile())
                .as("only the text of a migration changed")
                .anyMatch(line -> line.contains("[migration-mismatch]"));

        Files.delete(project.source("migrations/V0002AddPoints.java"));
        assertThat(compile())
                .as("a migration was deleted")
                .anyMatch(line -> line.contains("[pending-changes]") && line.contains("V0001Initial"));
        assertThat(project.classes().resolve(ADD_POINTS + "Migration.class")).doesNotExist();
    }
}
