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

/** Builds with the Gradle on the path; skipped if no Gradle of version 8.7 or later is there. */
class InstalledGradleTest {
    private static final Pattern CORE = Pattern.compile("gradle-core-(\\d+)\\.(\\d+).*\\.jar");
    private static final int OLDEST = 807;

    @TempDir
    private Path folder;

    private ShopProject shop;
    private GradleRunner runner;

    @BeforeEach
    void writeABuild() throws IOException {
        Optional<Path> gradle = installation();
        assumeTrue(gradle.isPresent(), "There is no Gradle 8.7 or later on the path");
        shop = ShopProject.in(folder);
        Files.writeString(folder.resolve("settings.gradle"), """
                rootProject.name = 'shop'
                buildCache { local { directory = new File(rootDir, 'cache') } }
                """);
        String archives = ShopProject.cairn().stream()
                .map(file -> "'" + file.getPath().replace("\\", "\\\\") + "'")
                .collect(joining(", "));
        Files.writeString(folder.resolve("build.gradle"), """
                plugins {
                    id 'java'
                    id 'dev.cairn'
                }
                def ofCairn = files(%s)
                configurations.cairn.dependencies.clear()
                dependencies {
                    implementation ofCairn
                    annotationProcessor ofCairn
                    cairn ofCairn
                }
                """.formatted(archives));
        runner = GradleRunner.create()
                .withGradleInstallation(gradle.get().toFile())
                .withTestKitDir(Path.of("target", "test-kit").toAbsolutePath().toFile())
                .withProjectDir(folder.toFile())
                .withPluginClasspath(ShopProject.cairn());
    }

    private static Optional<Path> installation() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry, "gradle"))
                .filter(Files::isExecutable)
                .map(InstalledGradleTest::home)
                .filter(InstalledGradleTest::isNewEnough)
                .findFirst();
    }

    private static Path home(Path program) {
        try {
            Path real = program.toRealPath();
            return real.resolveSibling("..").normalize();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isNewEnough(Path home) {
        if (!Files.isDirectory(home.resolve("lib"))) {
            return false;
        }
        try (Stream<Path> archives = Files.list(home.resolve("lib"))) {
            return archives.map(archive -> CORE.matcher(archive.getFileName().toString()))
                    .filter(Matcher::matches)
                    .anyMatch(
                            core -> Integer.parseInt(core.group(1)) * 100 + Integer.parseInt(core.group(2)) >= OLDEST);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private GradleRunner gradle(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--configuration-cache", "--build-cache", "--offline"));
        return runner.withArguments(all);
    }

    private static TaskOutcome outcome(BuildResult build, String task) {
        return Optional.ofNullable(build.task(":" + task)).orElseThrow().getOutcome();
    }

    @Test
    void changesAreRecordedUpgradedAndCheckedWithAStoredConfiguration() throws IOException {
        assertThat(gradle("cairnRecord").buildAndFail().getOutput()).contains("Missing message");
        assertThat(gradle("cairnRecord", "--message=initial").build().getOutput())
                .contains("V0001Initial.java");
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
            String url = "--url=starrocks://root@127.0.0.1:" + server.port() + "/shop";
            assertThat(gradle("cairnCheck", url).buildAndFail().getOutput())
                    .contains("pending: V0001Initial", "cairn check ended with 3");
            assertThat(gradle("cairnUpgrade", url).build().getOutput()).contains("shop is at migration 1");
            assertThat(gradle("cairnCheck", url).build().getOutput())
                    .contains("No drift", "Configuration cache entry reused");

            shop.declare("long id, String note, Integer points");
            assertThat(gradle("cairnUpgrade", url, "cairnRecord", "--message=add points")
                            .build()
                            .getOutput())
                    .contains("V0002AddPoints.java", "shop is at migration 2");
        }
    }

    /** With the configuration cache, tasks without an order would run in parallel. */
    @Test
    void tasksOfOneBuildRunInAnOrder() throws IOException {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.database("shop"))) {
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            Files.writeString(
                    folder.resolve("build.gradle"), "cairn { url = '" + url + "' }\n", StandardOpenOption.APPEND);
            assertThat(gradle("cairnCheck", "cairnUpgrade", "cairnRecord", "--message=initial")
                            .build()
                            .getOutput())
                    .contains("V0001Initial.java", "shop is at migration 1", "No drift");
            assertThat(gradle("cairnCommand", "--args=heads", "classes", "--rerun-tasks")
                            .build()
                            .getOutput())
                    .contains("shop: V0001Initial");
        }
    }

    @Test
    void theDocumentationIsTakenFromTheCache() throws IOException {
        gradle("cairnRecord", "--message=initial").build();
        assertThat(outcome(gradle("cairnDocs").build(), "cairnDocs")).isEqualTo(TaskOutcome.SUCCESS);
        BuildResult again = gradle("cairnDocs").build();
        assertThat(outcome(again, "cairnDocs")).isEqualTo(TaskOutcome.UP_TO_DATE);
        assertThat(again.getOutput()).contains("Configuration cache entry reused");

        gradle("clean").build();
        BuildResult cached = gradle("cairnDocs").build();
        assertThat(outcome(cached, "compileJava")).isEqualTo(TaskOutcome.FROM_CACHE);
        assertThat(outcome(cached, "cairnDocs")).isEqualTo(TaskOutcome.FROM_CACHE);
        assertThat(folder.resolve("build/cairn/shop.html")).content().contains("Who buys.");
    }

    @Test
    void aChangedRecordIsCompiledWithAllThatDependOnIt() throws IOException {
        gradle("cairnRecord", "--message=initial").build();
        gradle("classes").build();
        shop.declare("long id, String note, Integer points");
        assertThat(gradle("classes").build().getOutput()).contains("[pending-changes]", "`points` int(11) NULL");
        gradle("cairnRecord", "--message=add points").build();
        assertThat(gradle("classes").build().getOutput()).doesNotContain("[pending-changes]");
        assertThat(shop.migration("V0002AddPoints")).exists();
    }
}
