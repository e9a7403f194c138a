package dev.cairn.processor.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the jar that users put on the processor path. */
class ProcessorJarIT {
    private static final Path JAR = Path.of(System.getProperty("cairn.processor.jar"));

    @Test
    void eachShadedPackageIsRelocated() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Set<String> packages = jar.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .map(entry -> entry.getName().replaceAll("^(dev/cairn/[a-z]+|[^/]+/[^/]+)/.*", "$1"))
                    .collect(Collectors.toSet());
            assertThat(packages)
                    .containsExactlyInAnyOrder("dev/cairn/processor", "dev/cairn/annotation", "dev/cairn/type");
            assertThat(jar.getEntry("META-INF/services/javax.annotation.processing.Processor"))
                    .isNotNull();
        }
    }

    /**
     * Gradle shows the unchanged types to an incremental processor as classes. There, javac finds no names of the
     * parameters of checked queries and, before JDK 22, no annotations of type arguments. Without a declaration, Gradle
     * compiles all files again.
     */
    @Test
    void itDeclaresNoIncrementalProcessorToGradle() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.getEntry("META-INF/gradle/incremental.annotation.processors"))
                    .isNull();
        }
    }

    @Test
    void itNamesTheLicencesOfWhatItContains() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(readEntry(jar, "META-INF/LICENSE")).startsWith("Apache License");
            assertThat(readEntry(jar, "META-INF/NOTICE")).contains("JavaPoet");
        }
    }

    private static String readEntry(JarFile jar, String entry) throws IOException {
        try (InputStream stream = jar.getInputStream(jar.getJarEntry(entry))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    @Test
    void itWorksAlone(@TempDir Path folder) throws IOException {
        Path source = folder.resolve("Shop.java");
        Files.writeString(source, """
                import dev.cairn.annotation.*;

                @Schema(name = "shop", value = {Shop.Account.class, Shop.Named.class})
                @Allow("pending-changes")
                interface Shop {
                    @Table
                    @PrimaryKey("id")
                    @DistributedByHash(value = "id", buckets = 8)
                    record Account(long id, @Varchar(64) String name) {}

                    @View(query = "SELECT upper(name) AS name FROM account")
                    record Named(String name) {}
                }
                """);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager fileManager = compiler.getStandardFileManager(null, null, null)) {
            boolean isCompiled = compiler.getTask(
                            messages,
                            fileManager,
                            null,
                            List.of("-d", folder.toString(), "-processorpath", JAR.toString()),
                            null,
                            fileManager.getJavaFileObjects(source))
                    .call();
            assertThat(isCompiled).as(messages.toString()).isTrue();
        }
        assertThat(folder.resolve("ShopSchema.class")).exists();
        assertThat(folder.resolve("ShopAccountTable.class")).exists();
    }
}
