package dev.cairn.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javapoet.JavaFile;
import dev.cairn.annotation.Schema;
import dev.cairn.cli.Cairn;
import dev.cairn.cli.option.CommandEnvironment;
import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.ServerCatalog;
import dev.cairn.embedded.job.Job;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.ast.Statement;
import dev.cairn.tooling.recording.Recording;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Maven can build, record and upgrade a project that {@code cairn init} created. */
@EnabledIfSystemProperty(named = "maven.home", matches = ".+")
class NewProjectTest {
    private static final String DRIVER = "com.mysql:mysql-connector-j:";

    @TempDir
    private Path folder;

    @Test
    void newProjectsAreBuiltRecordedAndUpgraded() throws IOException, InterruptedException {
        Path shop = folder.resolve("shop");
        StringWriter output = new StringWriter();
        PrintWriter words = new PrintWriter(output, true);
        assertThat(Cairn.run(words, words, CommandEnvironment.silent(Map.of()), "init", shop.toString()))
                .as(output::toString)
                .isZero();
        InstalledArtifacts installed = installed(Files.readString(shop.resolve("pom.xml")));
        try (EmbeddedStarRocks server =
                EmbeddedStarRocks.start(Options.DEFAULT.database("shop").jobs(Job.Pace.atOnce()))) {
            Map<String, String> environment =
                    Map.of("CAIRN_URL", "starrocks://root@127.0.0.1:" + server.port() + "/shop");
            assertThat(recordedAndUpgraded(shop, installed, environment, "initial"))
                    .contains("[INFO] 1 migration done: shop is at migration 1, V0001Initial.");

            Path account = shop.resolve("src/main/java/com/example/shop/Account.java");
            Files.writeString(
                    account, Files.readString(account).replace("String name)", "String name, Integer points)"));
            assertThat(recordedAndUpgraded(shop, installed, environment, "add points"))
                    .contains("[INFO] 1 migration done: shop is at migration 2, V0002AddPoints.");
            assertThat(ServerCatalog.of(server)
                            .table("shop", "account")
                            .orElseThrow()
                            .column("points"))
                    .isPresent();
        }
    }

    private static List<String> recordedAndUpgraded(
            Path project, InstalledArtifacts installed, Map<String, String> environment, String message)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(installed.arguments());
        arguments.add("-Dcairn.message=" + message);
        arguments.addAll(List.of("compiler:compile", "cairn:record", "compiler:compile", "cairn:upgrade"));
        return MavenRun.in(project, environment, arguments);
    }

    /** In the versions that the new project's build file names. */
    private InstalledArtifacts installed(String pom) throws IOException {
        String driver = DRIVER + group(pom, "<artifactId>mysql-connector-j</artifactId>\\s*<version>([^<]+)<");
        return new InstalledArtifacts(folder, group(pom, "<cairn.version>([^<]+)<"))
                .install("cairn-annotations", Schema.class)
                .install("cairn-engine", Statement.class)
                .install("cairn-runtime", SchemaDescriptor.class, "cairn-engine")
                .install("javapoet", JavaFile.class)
                .install("picocli", CommandLine.class)
                .install("cairn-processor", CairnProcessor.class, "cairn-annotations", "cairn-engine", "javapoet")
                .install("cairn-tooling", Recording.class, "cairn-processor", "cairn-runtime")
                .install("cairn-cli", Cairn.class, "cairn-tooling", "picocli", driver)
                .install("cairn-maven-plugin", RecordMojo.class, "cairn-cli");
    }

    private static String group(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
