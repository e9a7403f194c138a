package dev.cairn.gradle;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gradle.testkit.runner.BuildResult;
import org.gradle.testkit.runner.GradleRunner;
import org.gradle.testkit.runner.TaskOutcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs builds with the Gradle on the path; skipped if the path has no Gradle 8.7 or later. */
class InstalledGradleTest {
    private static final Pattern GRADLE_CORE_ARCHIVE = Pattern.compile("gradle-core-(\\d+)\\.(\\d+).*\\.jar");
    private static final int MIN_VERSION = 807;

    @TempDir
    private Path folder;

    private ShopProject shop;
    private GradleRunner runner;

    @BeforeEach
    void writeBuild() throws IOException {
        Optional<Path> gradle = findInstallation();
        assumeTrue(gradle.isPresent(), "There is no Gradle 8.7 or later on the path");
        shop = ShopProject.createIn(folder);
        Files.writeString(folder.resolve("settings.gradle"), """
                rootProject.name = 'shop'
                buildCache { local { directory = new File(rootDir, 'cache') } }
                """);
        String archives = ShopProject.findCairnArchives().stream()
                .map(file -> "'" + file.getPath().replace("\\", "\\\\") + "'")
                .collect(joining(", "));
        Files.writeString(folder.resolve("build.gradle"), """
                plugins {
                    id 'java'
                    id 'dev.cairn'
                }
                def cairnArchives = files(%s)
                configurations.cairn.dependencies.clear()
                dependencies {
                    implementation cairnArchives
                    annotationProcessor cairnArchives
                    cairn cairnArchives
                }
                """.formatted(archives));
        runner = GradleRunner.create()
                .withGradleInstallation(gradle.get().toFile())
                .withTestKitDir(Path.of("target", "test-kit").toAbsolutePath().toFile())
                .withProjectDir(folder.toFile())
                .withPluginClasspath(ShopProject.findCairnArchives());
    }

    private static Optional<Path> findInstallation() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry, "gradle"))
                .filter(Files::isExecutable)
                .map(InstalledGradleTest::resolveHome)
                .filter(InstalledGradleTest::isNewEnough)
                .findFirst();
    }

    private static Path resolveHome(Path program) {
        try {
            return program.toRealPath().resolveSibling("..").normalize();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isNewEnough(Path home) {
        if (!Files.isDirectory(home.resolve("lib"))) {
            return false;
        }
        try (Stream<Path> archives = Files.list(home.resolve("lib"))) {
            return archives.map(archive ->
                            GRADLE_CORE_ARCHIVE.matcher(archive.getFileName().toString()))
                    .filter(Matcher::matches)
                    .anyMatch(coreMatcher ->
                            Integer.parseInt(coreMatcher.group(1)) * 100 + Integer.parseInt(coreMatcher.group(2))
                                    >= MIN_VERSION);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private GradleRunner createRunner(String... arguments) {
        List<String> allArguments = new ArrayList<>(List.of(arguments));
        allArguments.addAll(List.of("--configuration-cache", "--build-cache", "--offline"));
        return runner.withArguments(allArguments);
    }

    private static TaskOutcome outcome(BuildResult build, String task) {
        return Optional.ofNullable(build.task(":" + task)).orElseThrow().getOutcome();
    }

    @Test
    void changesAreRecordedUpgradedAndCheckedWithAStoredConfiguration() throws IOException {
        assertThat(createRunner("cairnRecord").buildAndFail().getOutput()).contains("Missing message");
        assertThat(createRunner("cairnRecord", "--message=initial").build().getOutput())
                .contains("V0001Initial.java");
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
            String url = "--url=starrocks://root@127.0.0.1:" + server.port() + "/shop";
            assertThat(createRunner("cairnCheck", url).buildAndFail().getOutput())
                    .contains("pending: V0001Initial", "cairn check ended with exit code 3");
            assertThat(createRunner("cairnUpgrade", url).build().getOutput()).contains("shop is at migration 1");
            assertThat(createRunner("cairnCheck", url).build().getOutput())
                    .contains("No drift", "Configuration cache entry reused");

            shop.declare("long id, String note, Integer points");
            assertThat(createRunner("cairnUpgrade", url, "cairnRecord", "--message=add points")
                            .build()
                            .getOutput())
                    .contains("V0002AddPoints.java", "shop is at migration 2");
        }
    }

    /** With the configuration cache, tasks without an order would run in parallel. */
    @Test
    void tasksOfOneBuildRunInOrder() throws IOException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            Files.writeString(
                    folder.resolve("build.gradle"), "cairn { url = '" + url + "' }\n", StandardOpenOption.APPEND);
            assertThat(createRunner("cairnCheck", "cairnUpgrade", "cairnRecord", "--message=initial")
                            .build()
                            .getOutput())
                    .contains("V0001Initial.java", "shop is at migration 1", "No drift");
            assertThat(createRunner("cairnCommand", "--args=heads", "classes", "--rerun-tasks")
                            .build()
                            .getOutput())
                    .contains("shop: V0001Initial");
        }
    }

    @Test
    void theDocumentationIsTakenFromTheCache() throws IOException {
        createRunner("cairnRecord", "--message=initial").build();
        assertThat(outcome(createRunner("cairnDocs").build(), "cairnDocs")).isEqualTo(TaskOutcome.SUCCESS);
        BuildResult secondBuild = createRunner("cairnDocs").build();
        assertThat(outcome(secondBuild, "cairnDocs")).isEqualTo(TaskOutcome.UP_TO_DATE);
        assertThat(secondBuild.getOutput()).contains("Configuration cache entry reused");

        createRunner("clean").build();
        BuildResult rebuildAfterClean = createRunner("cairnDocs").build();
        assertThat(outcome(rebuildAfterClean, "compileJava")).isEqualTo(TaskOutcome.FROM_CACHE);
        assertThat(outcome(rebuildAfterClean, "cairnDocs")).isEqualTo(TaskOutcome.FROM_CACHE);
        assertThat(folder.resolve("build/cairn/shop.html")).content().contains("Who buys.");
    }

    @Test
    void aChangedRecordIsCompiledWithAllThatDependOnIt() throws IOException {
        createRunner("cairnRecord", "--message=initial").build();
        createRunner("classes").build();
        shop.declare("long id, String note, Integer points");
        assertThat(createRunner("classes").build().getOutput()).contains("[pending-changes]", "`points` int(11) NULL");
        createRunner("cairnRecord", "--message=add points").build();
        assertThat(createRunner("classes").build().getOutput()).doesNotContain("[pending-changes]");
        assertThat(shop.migration("V0002AddPoints")).exists();
    }
}
