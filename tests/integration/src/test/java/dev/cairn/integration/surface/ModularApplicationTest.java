package dev.cairn.integration.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.CairnProcessor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.JUnitException;
import org.opentest4j.AssertionFailedError;

/** Applications that are named modules compile with nothing but the packages that are exported to them. */
class ModularApplicationTest {
    private static final Map<String, String> APPLICATION_SOURCES = Map.of(
            "module-info.java",
            """
            module com.acme.shop {
                requires dev.cairn.runtime;
                exports com.acme.shop;
            }
            """,
            "com/acme/shop/Product.java",
            """
            package com.acme.shop;

            import dev.cairn.annotation.*;

            @Table
            @PrimaryKey("id")
            @DistributedByHash(value = "id", buckets = 2)
            public record Product(long id, @Varchar(40) String name, dev.cairn.type.Bitmap buyers) {}
            """,
            "com/acme/shop/Shop.java",
            """
            package com.acme.shop;

            @dev.cairn.annotation.Schema(name = "shop", value = Product.class)
            public interface Shop {}
            """,
            "com/acme/shop/Application.java",
            """
            package com.acme.shop;

            import dev.cairn.*;
            import dev.cairn.data.Database;
            import dev.cairn.schema.*;
            import dev.cairn.upgrade.*;
            import java.time.Duration;
            import java.util.List;
            import javax.sql.DataSource;

            public final class Application {
                private Application() {}

                public static List<Product> run(DataSource source) {
                    Migrator migrator = Migrator.of(ShopSchema.SCHEMA, source, MigratorOptions.DEFAULT
                            .lease(Duration.ofSeconds(20))
                            .consent(Consent.DESTRUCTIVE, Consent.REBUILD)
                            .listener(Application::print));
                    PlannedChanges applied = migrator.apply();
                    applied.steps().forEach(step -> System.out.println(step.sql()));
                    Drift drift = migrator.check();
                    drift.differences().forEach(each -> System.out.println(each.object() + " " + each.part()));
                    History history = migrator.history();
                    history.rows().forEach(row -> System.out.println(row.number() + " " + row.appliedBy()));
                    Status.Position position = migrator.status().head();
                    migrator.cleanup(migrator.leftovers().stream().map(Migrator.Leftover::object).toList());
                    System.out.println(position.number() + migrator.script(0, 1, "shop").text());
                    return Database.of(source).from(ProductTable.PRODUCT).where(ProductTable.PRODUCT.id.gt(3)).list();
                }

                private static void print(Progress progress) {
                    if (progress instanceof Progress.StepEnded ends) {
                        System.out.println(ends.step().text());
                    }
                }
            }
            """);

    private static final Map<String, String> TEST_SOURCES =
            Map.of("module-info.java", """
            module com.acme.shop.tests {
                requires com.acme.shop;
                requires dev.cairn.embedded;
                requires org.junit.jupiter.api;
            }
            """, "com/acme/shop/tests/ShopTest.java", """
            package com.acme.shop.tests;

            import dev.cairn.embedded.*;
            import dev.cairn.embedded.fault.*;
            import dev.cairn.embedded.job.*;
            import dev.cairn.embedded.junit.EmbeddedStarRocksExtension;
            import dev.cairn.profile.ServerProfile;
            import org.junit.jupiter.api.Test;
            import org.junit.jupiter.api.extension.RegisterExtension;

            class ShopTest {
                @RegisterExtension
                static final EmbeddedStarRocksExtension SERVERS = EmbeddedStarRocksExtension.with(Options.DEFAULT
                        .profile(ServerProfile.DEFAULT.with(ServerProfile.Version.V3_5))
                        .jobs(Job.Pace.atOnce().withPace(Job.Kind.OPTIMIZE, Job.Pace.manual())));

                @Test
                void stock(EmbeddedStarRocks server) {
                    server.faults().add(Trigger.matching("DROP.*"), Fault.cutAfter());
                    server.jobs().finish();
                    server.log().all().forEach(statement -> System.out.println(statement.text()));
                }
            }
            """);

    @TempDir
    private Path folder;

    private final List<Path> modules = new ArrayList<>();
    private final Map<String, Path> patches = new LinkedHashMap<>();

    /** Compiles each module-info of Cairn, unless it stands beside the classes already. */
    @BeforeEach
    void compileModules() throws IOException {
        Stream.of(Test.class, JUnitException.class, AssertionFailedError.class)
                .map(CairnModule::locate)
                .forEach(modules::add);
        modules.add(findArchive("duckdb_jdbc"));
        modules.add(findArchive("apiguardian-api")); // JUnit requires this module.
        Path annotations = CairnModule.locate(NullMarked.class);
        modules.add(annotations);
        for (CairnModule module : CairnModule.all()) {
            boolean isArchive = !Files.isDirectory(module.classes());
            if (isArchive || Files.exists(module.classes().resolve("module-info.class"))) {
                modules.add(module.classes());
                continue;
            }
            Path moduleFolder = folder.resolve(module.name());
            patches.put(module.name(), module.classes());
            List<String> options = List.of("-Xlint:-requires-automatic,-module");
            assertThat(compile(List.of(module.moduleInfo()), moduleFolder, options))
                    .isEmpty();
            modules.add(moduleFolder);
        }
        modules.remove(annotations); // Applications do not need these annotations.
    }

    private static Path findArchive(String name) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(each -> each.contains(name))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anApplicationAndItsTestsAreModules() throws IOException {
        Path shop = folder.resolve("shop");
        assertThat(compile(
                        writeSources(APPLICATION_SOURCES, folder.resolve("shop-sources")),
                        shop,
                        List.of("-Acairn.pending=off")))
                .isEmpty();
        assertThat(shop.resolve("com/acme/shop/ShopSchema.class")).exists();
        modules.add(shop);
        assertThat(compile(
                        writeSources(TEST_SOURCES, folder.resolve("test-sources")), folder.resolve("tests"), List.of()))
                .isEmpty();
    }

    @Test
    void packagesOfTheEngineAreNotVisible() throws IOException {
        Map<String, String> sources = Map.of(
                "module-info.java", "module curious { requires dev.cairn.runtime; }", "curious/Curious.java", """
            package curious;
            import dev.cairn.plan.step.Plan;
            interface Curious { Plan plan(); }
            """);
        assertThat(compile(
                        writeSources(sources, folder.resolve("curious-sources")), folder.resolve("curious"), List.of()))
                .anyMatch(error -> error.contains("package dev.cairn.plan.step is not visible"));
    }

    private static List<Path> writeSources(Map<String, String> sources, Path moduleFolder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = moduleFolder.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        return files;
    }

    /** Compiles a module, and returns the errors. */
    private List<String> compile(List<Path> sources, Path to, List<String> extraOptions) throws IOException {
        Files.createDirectories(to);
        List<String> options = new ArrayList<>(extraOptions);
        options.addAll(List.of("--release", "17", "-d", to.toString(), "--module-path", joinPaths(modules)));
        patches.forEach((module, classes) -> options.addAll(List.of("--patch-module", module + "=" + classes)));
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(diagnostics, Locale.ROOT, null)) {
            JavaCompiler.CompilationTask task = javac.getTask(
                    null, manager, diagnostics, options, null, manager.getJavaFileObjectsFromPaths(sources));
            List<Processor> processors = List.of(new CairnProcessor());
            task.setProcessors(processors);
            task.call();
        }
        return diagnostics.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .map(each -> each.getSource() + ": " + each.getMessage(Locale.ROOT))
                .toList();
    }

    private static String joinPaths(List<Path> entries) {
        return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
