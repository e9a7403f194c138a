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

/** Projects that {@code cairn init} created are built without a warning, but for changes that are not recorded. */
@EnabledIfSystemProperty(named = "cairn.offline.repository", matches = ".+")
class NewProjectIT {
    @TempDir
    private Path folder;

    @Test
    void newProjectsAreBuiltRecordedAndUpgraded() throws IOException, InterruptedException {
        NewProject shop = NewProject.in(folder.resolve("shop"));
        try (EmbeddedStarRocks server =
                EmbeddedStarRocks.start(Options.DEFAULT.database("shop").jobs(Job.Pace.atOnce()))) {
            assertThat(recordedAndUpgraded(shop, server, "initial"))
                    .contains("[INFO] 1 migration done: shop is at migration 1, V0001Initial.");

            shop.replace("Account.java", "String name)", "String name, Integer points)");
            assertThat(recordedAndUpgraded(shop, server, "add points"))
                    .contains("[INFO] 1 migration done: shop is at migration 2, V0002AddPoints.");
            assertThat(ServerCatalog.of(server)
                            .table("shop", "account")
                            .orElseThrow()
                            .column("points"))
                    .isPresent();
        }
    }

    private List<String> recordedAndUpgraded(NewProject project, EmbeddedStarRocks server, String message)
            throws IOException, InterruptedException {
        MavenCommand maven = MavenCommand.offline(folder);
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

    /** Gradle itself is not available in a build by Maven: javac gets what the build file says. */
    @ParameterizedTest
    @CsvSource({"kotlin, build.gradle.kts", "groovy, build.gradle"})
    void sourcesOfProjectsForGradleAreCompiledWithoutWarnings(String dsl, String file) throws IOException {
        NewProject shop = NewProject.in(folder.resolve("shop"), "--build=gradle", "--dsl=" + dsl);
        String build = Files.readString(shop.folder().resolve(file));
        List<String> options = List.of(
                "-Xlint:all,-processing", // without it, processors would have to claim each annotation
                "--release",
                option(build, "release"),
                "-encoding",
                option(build, "encoding"),
                "-d",
                Files.createDirectories(shop.classes()).toString(),
                "-processorpath",
                archives("cairn-processor"),
                "-cp",
                archives("cairn-annotations", "cairn-runtime", "cairn-engine"));

        assertThat(output(shop, options)).contains("[pending-changes]").contains("\n1 warning\n");

        shop.cairn("record", "initial", "--sources=" + shop.sources());
        assertThat(output(shop, options)).isEmpty();
    }

    private static String option(String build, String name) {
        Matcher option = Pattern.compile("options\\." + name + "(?:\\.set\\(| = )[\"']?([\\w-]+)")
                .matcher(build);
        assertThat(option.find()).as(name).isTrue();
        return option.group(1);
    }

    private static String archives(String... artifacts) throws IOException {
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

    /** What javac prints. */
    private static String output(NewProject project, List<String> options) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(project.sources())) {
            boolean compiled = javac.getTask(
                            output,
                            files,
                            null,
                            options,
                            null,
                            files.getJavaFileObjectsFromPaths(
                                    sources.filter(Files::isRegularFile).toList()))
                    .call();
            assertThat(compiled).as(output::toString).isTrue();
        }
        return output.toString();
    }
}
