package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.annotation.Schema;
import dev.cairn.golden.GoldenMessages;
import dev.cairn.tooling.recording.ClassPathFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.model.Build;
import org.apache.maven.plugin.AbstractMojoExecutionException;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The goals on a project as Maven passes it. */
class GoalsTest {
    @RegisterExtension
    static final GoldenMessages GOLDEN_MESSAGES = new GoldenMessages();

    @TempDir
    private Path folder;

    private final MavenProject project = new MavenProject();

    @BeforeEach
    void declareASchema() throws Exception {
        Path sources = folder.resolve("src");
        Files.createDirectories(sources.resolve("shop"));
        Files.writeString(sources.resolve("shop/Shop.java"), """
            package shop;
            import dev.cairn.annotation.*;
            @Schema(name = "shop", value = Account.class)
            public interface Shop {}
            """);
        declare("long id, String note");
        Build build = new Build();
        build.setOutputDirectory(folder.resolve("classes").toString());
        build.setDirectory(folder.toString());
        project.setBuild(build);
        project.addCompileSourceRoot(sources.toString());
        DefaultArtifactHandler jar = new DefaultArtifactHandler("jar");
        jar.setAddedToClasspath(true);
        Artifact annotations = new DefaultArtifact("dev.cairn", "annotations", "1", "compile", "jar", "", jar);
        annotations.setFile(Path.of(Schema.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toFile());
        project.setArtifacts(Set.of(annotations));
    }

    private void declare(String components) throws IOException {
        Files.writeString(folder.resolve("src/shop/Account.java"), """
            package shop;
            import dev.cairn.annotation.*;
            @Table @PrimaryKey("id") @DistributedByHash("id")
            public record Account(%s) {}
            """.formatted(components));
    }

    private RecordMojo record(String message) {
        RecordMojo record = goal(new RecordMojo());
        record.message = message;
        return record;
    }

    private <T extends CompilingMojo> T goal(T goal, String... arguments) {
        GoalExecutions.setExecution(goal);
        goal.project = project;
        goal.release = "17";
        goal.encoding = "UTF-8";
        goal.arguments = List.of(arguments);
        return goal;
    }

    private Path migration(String name) {
        return folder.resolve("src/shop/migrations").resolve(name + ".java");
    }

    @Test
    void recordWritesAMigration() throws AbstractMojoExecutionException {
        record("initial").execute();
        assertThat(migration("V0001Initial")).exists();
        record("again").execute();
        assertThat(migration("V0002Again")).doesNotExist();
    }

    @Test
    void checkFailsIfChangesAreNotRecorded() throws AbstractMojoExecutionException {
        RecordMojo check = record("");
        check.check = true;
        assertThatThrownBy(check::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
        record("initial").execute();
        check.execute();
    }

    @Test
    void destructiveChangesRequireConsent() throws AbstractMojoExecutionException, IOException {
        record("initial").execute();
        declare("long id");
        assertThatThrownBy(record("drop note")::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
        RecordMojo destructiveRecord = record("drop note");
        destructiveRecord.destructive = true;
        destructiveRecord.execute();
        assertThat(migration("V0002DropNote")).exists();
    }

    @Test
    void evolveWritesTheNextStepOfARename() throws AbstractMojoExecutionException {
        record("initial").execute();
        EvolveMojo evolve = goal(new EvolveMojo(), "rename", "account.note", "remark");
        evolve.argumentLine = "--dry-run";
        evolve.execute();
        assertThat(migration("V0002AddAccountRemarkBesideNote")).doesNotExist();
        evolve.argumentLine = null;
        evolve.execute();
        assertThat(migration("V0002AddAccountRemarkBesideNote")).content().contains("ADD COLUMN `remark`");
    }

    @Test
    void sourcesGeneratedByOtherProcessorsAreRead() throws AbstractMojoExecutionException, IOException {
        declare("long id, Status status");
        assertThatThrownBy(record("initial")::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("[unresolved-type]")
                .hasMessageContaining("compile first");
        Path generatedFolder = Files.createDirectories(folder.resolve("generated-sources/annotations/shop"));
        Files.writeString(
                generatedFolder.resolve("Status.java"), "package shop;\npublic enum Status { OPEN, CLOSED }\n");
        Files.writeString(generatedFolder.resolve("AccountTable.java"), """
                // Generated from shop.Account by Cairn. Changes to this file are lost at the next compile.
                package shop;
                class AccountTable {}
                """);
        Files.writeString(
                generatedFolder.resolve("ShopSchema.java"), // as 0.1 generated it
                "// Generated from shop.Shop. Whatever is changed here is lost.\npackage shop;\nclass ShopSchema {}\n");
        record("initial").execute();
        assertThat(Files.readString(migration("V0001Initial"))).contains("`status`");
    }

    @Test
    void recordRequiresAMessage() {
        assertThatThrownBy(record("")::execute)
                .isInstanceOf(MojoExecutionException.class)
                .satisfies(GOLDEN_MESSAGES::match);
    }

    @Test
    void rebaseMovesAMigration() throws AbstractMojoExecutionException, IOException {
        record("initial").execute();
        RecordMojo empty = record("one");
        empty.empty = true;
        empty.execute();
        String sourceOfOne = Files.readString(migration("V0002One"));
        Files.delete(migration("V0002One"));
        empty.message = "two";
        empty.execute();
        Files.writeString(migration("V0002One"), sourceOfOne);

        goal(new RebaseMojo(), "V0002Two").execute();
        assertThat(migration("V0003Two")).exists();
        goal(new RebaseMojo(), "V0003Two").execute();
    }

    @Test
    void checkpointReplacesMigrations() throws AbstractMojoExecutionException, IOException {
        record("initial").execute();
        declare("long id, String note, Integer points");
        record("add points").execute();
        assertThatThrownBy(goal(new CheckpointMojo())::execute)
                .isInstanceOf(MojoFailureException.class)
                .satisfies(GOLDEN_MESSAGES::match);
        CheckpointMojo checkpoint = goal(new CheckpointMojo());
        checkpoint.argumentLine = "2 --release='shop 2.7' --archive=" + folder.resolve("archive");
        checkpoint.execute();
        assertThat(Files.readString(migration("V0002Checkpoint"))).contains("release = \"shop 2.7\"");
        assertThat(migration("V0001Initial")).doesNotExist();
        assertThat(folder.resolve("archive/shop/migrations/V0001Initial.java")).exists();
    }

    @Test
    void noGoalWritesIfANameOfADeclarationCanNotBeResolved() throws AbstractMojoExecutionException, IOException {
        record("initial").execute();
        declare("long id, @NotNul String note");
        RecordMojo check = record("");
        check.check = true;
        RecordMojo empty = record("empty");
        empty.empty = true;
        RebaseMojo rebase = goal(new RebaseMojo(), "V0001Initial");
        CheckpointMojo checkpoint = goal(new CheckpointMojo(), "--delete");
        String dump = Files.writeString(
                        folder.resolve("dump.sql"),
                        "CREATE TABLE item (id BIGINT NOT NULL) PRIMARY KEY(id) DISTRIBUTED BY HASH(id);")
                .toString();
        PullMojo pull = goal(new PullMojo(), "--package=shop", dump);
        for (Mojo goal : List.of(record("change"), check, empty, rebase, checkpoint, pull)) {
            assertThatThrownBy(goal::execute)
                    .isInstanceOf(MojoFailureException.class)
                    .hasMessageContaining("Account.java:4: cannot find symbol")
                    .hasMessageContaining("did you mean NotNull?");
        }
        assertThat(folder.resolve("src/shop/Item.java")).doesNotExist();
        try (Stream<Path> migrations = Files.list(folder.resolve("src/shop/migrations"))) {
            assertThat(migrations).containsExactly(migration("V0001Initial"));
        }
    }

    @Test
    void theClassPathIsWrittenForTheCommand() throws AbstractMojoExecutionException, IOException {
        Path build = Files.writeString(folder.resolve("pom.xml"), "<project/>");
        project.setFile(build.toFile());
        project.getBuild().setDirectory(folder.resolve("target").toString());
        ClasspathMojo goal = new ClasspathMojo();
        goal.project = project;
        goal.execute();
        ClassPathFile file =
                ClassPathFile.findByDirectory(folder.resolve("src")).orElseThrow();
        assertThat(file.read()).hasSize(1).allSatisfy(entry -> assertThat(entry).exists());
        Files.delete(folder.resolve("target/cairn/class-path.txt"));
        record("initial").execute();
        assertThat(file.read()).hasSize(1);
    }

    @Test
    void aClassPathThatCannotBeWrittenIsReported() throws IOException {
        project.setFile(
                Files.writeString(folder.resolve("pom.xml"), "<project/>").toFile());
        project.getBuild()
                .setDirectory(Files.createDirectories(folder.resolve("target")).toString());
        Path obstacle = Files.writeString(folder.resolve("target/cairn"), "");
        ClasspathMojo goal = new ClasspathMojo();
        goal.project = project;
        for (Mojo failingGoal : List.of(goal, record("initial"))) {
            assertThatThrownBy(failingGoal::execute)
                    .isInstanceOf(MojoExecutionException.class)
                    .hasMessageContaining(obstacle.toString());
        }
    }
}
