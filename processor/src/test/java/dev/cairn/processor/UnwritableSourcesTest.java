package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the processor reports sources that it can't write, as on a full disk, and not a mistake of its own. */
class UnwritableSourcesTest {
    @TempDir
    Path folder;

    @Test
    void unwritableSourcesAreReportedWithTheReason() throws IOException {
        Files.createFile(folder.resolve("shop")); // where the folder of the package would be
        Path recordFile = Files.writeString(
                folder.resolve("Account.java"),
                "package shop; @dev.cairn.annotation.Table public record Account(long id) {}");

        List<Diagnostic<? extends JavaFileObject>> errors = compileWithErrors(recordFile);

        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).getMessage(Locale.ROOT))
                .contains("shop.AccountTable", "shop.Account", "can't be written")
                .doesNotContain("a mistake of its own");
    }

    private List<Diagnostic<? extends JavaFileObject>> compileWithErrors(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager fileManager =
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            fileManager.setLocationFromPaths(StandardLocation.SOURCE_OUTPUT, List.of(folder));
            JavaCompiler.CompilationTask task = compiler.getTask(
                    null,
                    fileManager,
                    diagnostics,
                    List.of("-proc:only"),
                    null,
                    fileManager.getJavaFileObjects(source));
            task.setProcessors(List.of(new CairnProcessor()));
            assertThat(task.call()).isFalse();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .collect(Collectors.toList());
    }
}
