package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Migrator;
import dev.cairn.cli.Cairn;
import dev.cairn.cli.output.CommandEnvironment;
import dev.cairn.integration.server.DdlTests;
import dev.cairn.integration.server.FreshDatabase;
import dev.cairn.integration.shop.ShopSchema;
import dev.cairn.processor.CairnProcessor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database without Cairn is pulled into records, which are recorded as a history that starts with this database. */
@DdlTests
class PullTest {
    @TempDir
    private Path folder;

    private String password = "";

    @Test
    void pulledRecordsHaveNoPendingChanges(FreshDatabase database) throws IOException {
        Migrator.of(ShopSchema.SCHEMA, database.dataSource()).createAll();
        String sources = "--sources=" + folder.resolve("sources");
        String classes = folder.resolve("classes").toString();
        String url = database.endpoint().urlWithoutPassword(database.name());
        password = database.endpoint().password();

        runCairn("pull", url, "--package=pulled", "--root=Pulled", "--schema=pulled", sources);
        compile();

        runCairn("diff", url, classes);
        runCairn("diff", classes, url);
        runCairn("record", "as it was", sources);
        compile();
        String urlOption = "--url=" + url;
        runCairn("baseline", "--yes", urlOption, "--classes=" + classes);
        runCairn("check", urlOption, "--classes=" + classes);
        assertThat(runCairn("status", urlOption, "--classes=" + classes)).contains("V0001AsItWas");
    }

    /** Runs a command, which must succeed, and returns its output. */
    private String runCairn(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandEnvironment environment = CommandEnvironment.withoutTerminal(Map.of("CAIRN_PASSWORD", password));
        int exitCode = Cairn.run(new PrintWriter(output, true), new PrintWriter(errors, true), environment, arguments);
        assertThat(exitCode)
                .as(() -> String.join(" ", arguments) + "\n" + output + errors)
                .isZero();
        return output.toString();
    }

    private void compile() throws IOException {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        Path classes = Files.createDirectories(folder.resolve("classes"));
        try (StandardJavaFileManager fileManager =
                        ToolProvider.getSystemJavaCompiler().getStandardFileManager(diagnostics, null, null);
                Stream<Path> sources = Files.walk(folder.resolve("sources"))) {
            List<Path> javaFiles =
                    sources.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
            CompilationTask task = ToolProvider.getSystemJavaCompiler()
                    .getTask(
                            null,
                            fileManager,
                            diagnostics,
                            options,
                            null,
                            fileManager.getJavaFileObjectsFromPaths(javaFiles));
            task.setProcessors(List.of(new CairnProcessor()));
            assertThat(task.call())
                    .as(() -> diagnostics.getDiagnostics().toString())
                    .isTrue();
        }
    }
}
