package dev.cairn.integration.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.CairnProcessor;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java examples of README and docs compile, with the imports that the page shows. */
class DocumentedExamplesTest {
    @TempDir
    private Path folder;

    static List<Path> listPages() throws IOException {
        List<Path> pages = new ArrayList<>(DocumentedPage.listPages());
        // The examples of this page are compiled one by one where the messages are tested.
        pages.removeIf(page -> page.endsWith("diagnostics.md"));
        return pages;
    }

    @ParameterizedTest
    @MethodSource("listPages")
    void examplesCompile(Path file) throws IOException {
        DocumentedPage page = DocumentedPage.of(file);
        if (page.sources().isEmpty()) {
            return;
        }
        assertThat(compile(page)).as(file.toString()).isEmpty();
    }

    private List<String> compile(DocumentedPage page) throws IOException {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager fileManager =
                ToolProvider.getSystemJavaCompiler().getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            fileManager.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
            CompilationTask task = ToolProvider.getSystemJavaCompiler()
                    .getTask(
                            new StringWriter(),
                            fileManager,
                            diagnostics,
                            List.of("--release", "17", "-cp", System.getProperty("java.class.path")),
                            null,
                            page.createFiles());
            task.setProcessors(page.usesProcessor() ? List.of(new CairnProcessor()) : List.of());
            task.call();
        }
        Map<String, String> sourceTextsByName =
                page.sources().stream().collect(Collectors.toMap(DocumentedPage.Source::name, source -> source.text()));
        return diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(error -> describeError(error, sourceTextsByName))
                .toList();
    }

    /**
     * Returns the message with the text of its line, because the compiled source has other line numbers than the page.
     */
    private static String describeError(
            Diagnostic<? extends JavaFileObject> error, Map<String, String> sourceTextsByName) {
        JavaFileObject source = error.getSource();
        String name = source == null ? "" : source.getName().replaceAll(".*/|\\.java$", "");
        String line = sourceTextsByName
                .getOrDefault(name, "")
                .lines()
                .skip(Math.max(0, error.getLineNumber() - 1))
                .findFirst()
                .orElse("");
        return name + ": " + error.getMessage(Locale.ROOT) + "\n    " + line.strip();
    }
}
