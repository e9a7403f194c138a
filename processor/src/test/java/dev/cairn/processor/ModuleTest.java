package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records in a module, which sees less than a class path; the libraries stay there. */
class ModuleTest {
    private static final Map<String, String> SOURCES =
            Map.of("module-info.java", "module shop {}", "shop/Order.java", """
                package shop;
                import dev.cairn.annotation.*;
                @Table
                public record Order(long id, @Embedded com.acme.library.Parts.Audit audit) {}
                """, "shop/Shop.java", """
                package shop;
                @dev.cairn.annotation.Schema(name = "shop", value = Order.class)
                public interface Shop {}
                """);

    @TempDir
    private Path folder;

    @Test
    void whatIsGeneratedNamesOnlyWhatTheModuleSees() throws IOException {
        assertThat(compiled()).isEmpty();
        assertThat(Files.readString(folder.resolve("shop/OrderTable.java"))).doesNotContain("@Generated");
        assertThat(folder.resolve("shop/ShopSchema.class")).exists();
    }

    private List<String> compiled() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : SOURCES.entrySet()) {
            Path file = folder.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(found, Locale.ROOT, null)) {
            JavaCompiler.CompilationTask task =
                    javac.getTask(null, manager, found, options(), null, manager.getJavaFileObjectsFromPaths(files));
            task.setProcessors(List.of(new CairnProcessor()));
            task.call();
        }
        return found.getDiagnostics().stream().map(Diagnostic::toString).toList();
    }

    private List<String> options() {
        return List.of(
                "-Xlint:all,-processing,-path",
                "-Acairn.pending=off",
                "--add-reads",
                "shop=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString());
    }
}
