package dev.cairn.maven;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.embedded.job.Job;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that projects which {@code cairn init} creates are built without a warning, except for the one about changes
 * that are not recorded.
 */
@EnabledIfSystemProperty(named = "cairn.offline.repository", matches = ".+")
class NewProjectIT {
    @TempDir
    private Path folder;

    @Test
    void newProjectsAreBuiltRecordedAndUpgraded() throws IOException, InterruptedException {
        NewProject shop = NewProject.createIn(folder.resolve("shop"));
        try (EmbeddedStarRocks server =
                EmbeddedStarRocks.start(Options.DEFAULT.database("shop").jobs(Job.Pace.atOnce()))) {
            assertThat(recordAndUpgrade(shop, server, "initial"))
                    .contains("[INFO] 1 migration done: shop is at migration 1, V0001Initial.");

            shop.replaceText("Account.java", "String name)", "String name, Integer points)");
            assertThat(recordAndUpgrade(shop, server, "add points"))
                    .contains("[INFO] 1 migration done: shop is at migration 2, V0002AddPoints.");
            assertThat(ServerCatalog.of(server)
                            .findTable("shop", "account")
                            .orElseThrow()
                            .findColumn("points"))
                    .isPresent();
        }
    }

    private List<String> recordAndUpgrade(NewProject project, EmbeddedStarRocks server, String message)
            throws IOException, InterruptedException {
        MavenCommand maven = MavenCommand.createOffline(folder);
        assertThat(maven.run(project.folder(), Map.of(), "compile", "cairn:record", "-Dcairn.message=" + message))
                .contains("[INFO] BUILD SUCCESS")
                .filteredOn(NewProjectIT::isWarning)
                .singleElement()
                .asString()
                .contains("[pending-changes]");
        List<String> log = maven.run(
                project.folder(),
                Map.of("CAIRN_URL", "starrocks://root@127.0.0.1:" + server.port() + "/shop"),
                "compile",
                "cairn:upgrade");
        assertThat(log).contains("[INFO] BUILD SUCCESS").noneMatch(NewProjectIT::isWarning);
        return log;
    }

    private static boolean isWarning(String line) {
        return line.startsWith("[WARNING]");
    }

    /** Gradle is not available in a build by Maven, so the test passes the options of the build file to javac. */
    @ParameterizedTest
    @CsvSource({"kotlin, build.gradle.kts", "groovy, build.gradle"})
    void sourcesOfProjectsForGradleAreCompiledWithoutWarnings(String dsl, String file) throws IOException {
        NewProject shop = NewProject.createIn(folder.resolve("shop"), "--build=gradle", "--dsl=" + dsl);
        String buildFile = Files.readString(shop.folder().resolve(file));
        List<String> options = List.of(
                "-Xlint:all,-processing", // without it, processors would have to claim each annotation
                "--release",
                readOption(buildFile, "release"),
                "-encoding",
                readOption(buildFile, "encoding"),
                "-d",
                Files.createDirectories(shop.classes()).toString(),
                "-processorpath",
                joinArchives("cairn-processor"),
                "-cp",
                joinArchives("cairn-annotations", "cairn-runtime", "cairn-engine"));

        assertThat(compile(shop, options)).contains("[pending-changes]").contains("\n1 warning\n");

        shop.runCairn("record", "initial", "--sources=" + shop.sources());
        assertThat(compile(shop, options)).isEmpty();
    }

    private static String readOption(String buildFile, String name) {
        Matcher optionMatcher = Pattern.compile("options\\." + name + "(?:\\.set\\(| = )[\"']?([\\w-]+)")
                .matcher(buildFile);
        assertThat(optionMatcher.find()).as(name).isTrue();
        return optionMatcher.group(1);
    }

    private static String joinArchives(String... artifacts) throws IOException {
        try (Stream<Path> files = Files.walk(MavenCommand.offlineRepository().resolve("dev/cairn"))) {
            return files.filter(archive -> archive.toString().endsWith(".jar"))
                    .filter(archive -> List.of(artifacts)
                            .contains(archive.getParent()
                                    .getParent()
                                    .getFileName()
                                    .toString()))
                    .map(Path::toString)
                    .collect(joining(File.pathSeparator));
        }
    }

    /** Compiles the sources of a project, which must succeed, and returns the output of javac. */
    private static String compile(NewProject project, List<String> options) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(project.sources())) {
            boolean isSuccessful = javac.getTask(
                            output,
                            files,
                            null,
                            options,
                            null,
                            files.getJavaFileObjectsFromPaths(
                                    sources.filter(Files::isRegularFile).toList()))
                    .call();
            assertThat(isSuccessful).as(output::toString).isTrue();
        }
        return output.toString();
    }
}
