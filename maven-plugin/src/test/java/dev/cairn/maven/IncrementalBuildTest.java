package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.tooling.recording.Project;
import dev.cairn.tooling.recording.Recording;
import dev.cairn.tooling.recording.RecordingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Incremental builds by Maven, after a change of one file. */
@EnabledIfSystemProperty(named = "maven.home", matches = ".+")
class IncrementalBuildTest {
    private static final String ADD_POINTS = "shop/migrations/V0002AddPoints.java";

    @TempDir
    private Path folder;

    private static String account(String components) {
        return """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash("id")
            public record Account(%s) {}
            """.formatted(components);
    }

    private static void record(MavenProjectFolder project, String message) {
        List<Path> classPath = List.copyOf(MavenProjectFolder.classPath());
        assertThat(Recording.of(new Project(List.of(project.sources()), classPath, List.of()), "")
                        .record(message, RecordingOptions.NONE))
                .isPresent();
    }

    @Test
    void incrementalBuildsUpdateTheGeneratedSchema() throws IOException, InterruptedException {
        MavenProjectFolder project = new MavenProjectFolder(folder);
        project.write("shop/Shop.java", """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = Account.class)
            public interface Shop {}
            """);
        project.write("shop/Account.java", account("long id, String note"));
        record(project, "initial");
        assertThat(project.compile()).singleElement().asString().contains("BUILD SUCCESS");

        project.write("shop/Account.java", account("long id, String note, Integer points"));
        assertThat(project.compile()).as("only a record changed").anyMatch(line -> line.contains("[pending-changes]"));

        record(project, "add points");
        assertThat(project.compile())
                .as("a new migration")
                .singleElement()
                .asString()
                .contains("BUILD SUCCESS");
        assertThat(project.classes().resolve("shop/migrations/V0002AddPointsMigration.class"))
                .exists();

        project.write(ADD_POINTS, project.read(ADD_POINTS).replace("`points` int(11)", "`points` bigint(20)"));
        assertThat(project.compile())
                .as("only the text of a migration changed")
                .anyMatch(line -> line.contains("[migration-mismatch]"));

        Files.delete(project.sources().resolve(ADD_POINTS));
        assertThat(project.compile())
                .as("a migration was deleted")
                .anyMatch(line -> line.contains("[pending-changes]") && line.contains("V0001Initial"));
        assertThat(project.classes().resolve("shop/migrations/V0002AddPointsMigration.class"))
                .doesNotExist();
    }
}
