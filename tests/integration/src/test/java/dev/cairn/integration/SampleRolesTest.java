package dev.cairn.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.integration.surface.Checkout;
import dev.cairn.processor.CairnProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statements of the sample compile with the role that they name, and not with another role. */
class SampleRolesTest {
    private static final Path SAMPLE = Checkout.ROOT.resolve("sample");
    private static final Path SOURCES = SAMPLE.resolve("src/main/java/dev/cairn/sample");

    @TempDir
    private Path folder;

    @Test
    void theStatementsCompileWithTheRoleThatTheyName() throws IOException {
        assertThat(compileWithRole("Office")).isEmpty();
    }

    @Test
    void theReadmeShowsTheErrorOfAnotherRole() throws IOException {
        List<String> errors = compileWithRole("Analyst");

        assertThat(errors)
                .hasSize(2)
                .allMatch(error -> error.contains("[statement-access]"))
                .anyMatch(error -> error.contains("may not update 'account'"));
        assertThat(Files.readString(SAMPLE.resolve("README.md"))).contains("    " + errors.get(0) + "\n");
    }

    /** Compiles the records and the statements of the sample; returns the first line of each error. */
    private List<String> compileWithRole(String role) throws IOException {
        String reports = Files.readString(SOURCES.resolve("Reports.java"));
        assertThat(reports).contains("role = Office.class");
        Path changedReports = folder.resolve("Reports.java");
        Files.writeString(
                changedReports,
                reports.replace("role = Office.class", "role = " + role + ".class")
                        .replace("import dev.cairn.sample.shop.Office;", "import dev.cairn.sample.shop." + role + ";"));
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager fileManager = javac.getStandardFileManager(diagnostics, Locale.ROOT, null);
                Stream<Path> shopFiles = Files.walk(SOURCES.resolve("shop"))) {
            List<Path> sources = new ArrayList<>(
                    shopFiles.filter(file -> file.toString().endsWith(".java")).toList());
            sources.add(changedReports);
            JavaCompiler.CompilationTask task = javac.getTask(
                    null,
                    fileManager,
                    diagnostics,
                    List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                    null,
                    fileManager.getJavaFileObjectsFromPaths(sources));
            task.setProcessors(List.of(new CairnProcessor()));
            task.call();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> "Reports.java:" + diagnostic.getLineNumber() + ": error: "
                        + diagnostic.getMessage(Locale.ROOT).lines().findFirst().orElseThrow())
                .toList();
    }
}
