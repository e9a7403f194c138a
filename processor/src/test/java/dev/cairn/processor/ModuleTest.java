package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
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
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests records in a module, which reads fewer classes than the class path has; the libraries stay on the class path.
 */
class ModuleTest {
    private static final Map<String, String> SHOP_SOURCES = Map.of(
            "module-info.java",
            "module shop {}",
            "shop/Order.java",
            """
                package shop;
                import dev.cairn.annotation.*;
                @Table
                public record Order(long id, @Embedded com.acme.library.Parts.Audit audit) {}
                """,
            "shop/Shop.java",
            """
                package shop;
                @dev.cairn.annotation.Schema(name = "shop", value = Order.class)
                public interface Shop {}
                """,
            "shop/Orders.java",
            """
                package shop;
                import dev.cairn.annotation.*;
                @Queries(Shop.class)
                public interface Orders {
                    @Query("SELECT * FROM `order` WHERE id = :id LIMIT 1")
                    java.util.Optional<Order> order(long id);
                }
                """);

    private static final Map<String, String> LIBRARY_SOURCES =
            Map.of("module-info.java", """
        @org.jspecify.annotations.NullMarked
        module library {
            requires static org.jspecify;
            exports library;
        }
        """, "library/Audit.java", """
        package library;
        public record Audit(String createdBy, @org.jspecify.annotations.Nullable String changedBy) {}
        """);

    private static final Map<String, String> NULL_MARKED_SHOP_SOURCES =
            Map.of("module-info.java", """
        @org.jspecify.annotations.NullMarked
        module shop {
            requires static org.jspecify;
            requires library;
        }
        """, "shop/Order.java", """
        package shop;
        import dev.cairn.annotation.*;
        import org.jspecify.annotations.Nullable;
        @Table
        public record Order(long id, String name, @Nullable String note, @Embedded library.Audit audit) {}
        """);

    @TempDir
    private Path folder;

    @Test
    void generatedClassesReferOnlyToVisibleClasses() throws IOException {
        assertThat(compile(SHOP_SOURCES, folder, folder)).isEmpty();
        assertThat(Files.readString(folder.resolve("shop/OrderTable.java"))).doesNotContain("@Generated");
        assertThat(folder.resolve("shop/ShopSchema.class")).exists();
        assertThat(Files.readString(folder.resolve("shop/OrdersQueries.java"))).doesNotContain("@Generated");
    }

    @Test
    void nullMarkedModulesDecideNullness() throws Exception {
        Path library = folder.resolve("library");
        Path shop = folder.resolve("shop");
        compile(LIBRARY_SOURCES, library, library);
        assertThat(compile(NULL_MARKED_SHOP_SOURCES, shop, library)).isEmpty();
        assertThat(Files.readString(shop.resolve("shop/OrderTable.java")))
                .contains(
                        "`name` varchar(65533) NOT NULL,",
                        "`note` varchar(65533) NULL,",
                        "`created_by` varchar(65533) NOT NULL,",
                        "`changed_by` varchar(65533) NULL");
    }

    private static List<String> compile(Map<String, String> sources, Path folder, Path library) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager fileManager = javac.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            JavaCompiler.CompilationTask task = javac.getTask(
                    null,
                    fileManager,
                    diagnostics,
                    compilerOptions(sources, folder, library),
                    null,
                    fileManager.getJavaFileObjectsFromPaths(files));
            task.setProcessors(List.of(new CairnProcessor()));
            task.call();
        }
        return diagnostics.getDiagnostics().stream().map(Diagnostic::toString).toList();
    }

    private static List<String> compilerOptions(Map<String, String> sources, Path folder, Path library) {
        String jspecify = NullMarked.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        String module = sources.get("module-info.java").replaceAll("(?s).*module (\\w+).*", "$1");
        return List.of(
                "-Xlint:all,-processing,-path",
                "-Acairn.pending=off",
                "--add-reads",
                module + "=ALL-UNNAMED",
                "-p",
                library + File.pathSeparator + jspecify,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString());
    }
}
