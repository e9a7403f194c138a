package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.job.Job;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources, generated classes, hashes and ledgers of all earlier formats can be read. */
class CompatibilityTest {
    private static final String HEAD_HASH = "h1:bed1d125137081f47bdf930bd4be48d50c8bb48e894d6464d46d35e831ad3d4f";

    @TempDir
    private Path folder;

    private CommandProject project;

    private static Path findSample(String name) {
        return findResource("format-1/" + name);
    }

    private static Path findResource(String name) {
        try {
            return Path.of(Objects.requireNonNull(CompatibilityTest.class.getResource(name))
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @BeforeEach
    void copyTheSources() throws IOException {
        project = new CommandProject(folder);
        for (String file : List.of("Shop", "Account", "migrations/V0001Initial", "migrations/V0002AddPoints")) {
            copySource("format-1", file);
        }
    }

    private void copySource(String format, String file) throws IOException {
        project.write("shop/" + file + ".java", Files.readString(findResource(format + "/shop/" + file + ".java.txt")));
    }

    @Test
    void hashesOfMigrationsNeverChange() {
        project.compile();
        assertThat(project.cairnWithClasses("heads")).as(project::err).isZero();
        assertThat(project.out().strip()).isEqualTo("shop: V0002AddPoints " + HEAD_HASH);
        assertThat(project.cairn(
                        "record", "--check", "--sources", project.sources().toString()))
                .as(project::err)
                .isZero();
    }

    @Test
    void generatedClassesAreRead() throws IOException {
        for (String file : List.of(
                "ShopSchema",
                "AccountTable",
                "migrations/V0001InitialMigration",
                "migrations/V0002AddPointsMigration")) {
            copySource("format-3", file);
        }
        compileWithoutTheProcessor();
        assertThat(project.cairnWithClasses("heads")).as(project::err).isZero();
        assertThat(project.out().strip()).isEqualTo("shop: V0002AddPoints " + HEAD_HASH);
    }

    @Test
    void theHashOfTheRecordsNeverChanges() throws IOException {
        Files.delete(project.sources().resolve("shop/migrations/V0002AddPoints.java"));
        project.record("add points");
        String sampleText = Files.readString(findSample("shop/migrations/V0002AddPoints.java.txt"));
        assertThat(project.sources().resolve("shop/migrations/V0002AddPoints.java"))
                .content()
                .contains(sampleText
                        .lines()
                        .filter(line -> line.contains("after = ") || line.contains("records = "))
                        .toList());
    }

    private void compileWithoutTheProcessor() throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        Files.createDirectories(project.classes());
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(project.sources())) {
            List<Path> javaFiles =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> options = List.of(
                    "-proc:none", "-d", project.classes().toString(), "-cp", System.getProperty("java.class.path"));
            assertThat(javac.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(javaFiles))
                            .call())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"format-1", "format-2"})
    void intermediateStatesAreRead(String format) throws IOException, SQLException {
        project.compile();
        List<String> states = Files.readAllLines(findResource(format + "/states.txt"));
        List<String> outputs = new ArrayList<>();
        try (EmbeddedStarRocks server =
                EmbeddedStarRocks.start(Options.DEFAULT.database("shop").jobs(Job.Pace.atOnce()))) {
            project.environment.put("CAIRN_URL", "starrocks://root@127.0.0.1:" + server.port() + "/shop");
            for (String state : states) {
                try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                        Statement statement = connection.createStatement()) {
                    statement.execute(
                            "CREATE OR REPLACE VIEW __cairn_shop_00000031 COMMENT \"" + state + "\" AS SELECT 1");
                }
                assertThat(project.cairnWithClasses("status", "--json"))
                        .as(project::err)
                        .isZero();
                outputs.add(project.out());
                assertThat(project.cairnWithClasses("history", "--json"))
                        .as(project::err)
                        .isZero();
                outputs.add(project.out());
            }
        }
        Path golden = Path.of("src/test/resources/dev/cairn/cli/states-told.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, String.join("\n", outputs));
        }
        assertThat(golden).content().isEqualTo(String.join("\n", outputs));
    }

    @Test
    void aLedgerIsRead() throws IOException, SQLException {
        project.compile();
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            server.createDatabase("shop");
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl("shop"), "root", "");
                    Statement statement = connection.createStatement()) {
                for (String file : List.of("account.sql", "history.sql", "state.sql")) {
                    statement.execute(Files.readString(findSample(file)));
                }
            }
            project.environment.put("CAIRN_URL", "starrocks://root@127.0.0.1:" + server.port() + "/shop");
            assertThat(project.cairnWithClasses("status")).as(project::err).isZero();
            assertThat(project.out().strip()).isEqualTo("shop is at migration 2, V0002AddPoints: nothing is pending.");
            assertThat(project.cairnWithClasses("history")).isZero();
            // The times are local ones.
            assertThat(project.out())
                    .containsPattern(
                            "(?m)^V0001Initial \\(Initial\\) +2026-11-2\\d \\d\\d:\\d\\d:17 +0\\.31 s +root@localhost$")
                    .containsPattern(
                            "(?m)^V0002AddPoints \\(Add points\\) +2026-11-2\\d \\d\\d:\\d\\d:17 +0\\.11 s +root@localhost$");
            assertThat(project.cairnWithClasses("check")).as(project::out).isZero();
        }
    }
}
