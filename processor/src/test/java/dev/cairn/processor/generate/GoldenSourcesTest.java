package dev.cairn.processor.generate;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.UserClassPath;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each folder of {@code golden} holds the annotated sources, and {@code generated} the expected ones. With
 * {@code -Dgolden.update=true} the latter is rewritten.
 */
class GoldenSourcesTest {
    private static final Path FOLDERS = Path.of("src/test/resources/golden");

    @TestFactory
    Stream<DynamicTest> generated() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDERS)) {
            List<Path> sorted = folders.sorted().toList();
            return sorted.stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
        }
    }

    private static void check(Path folder) throws IOException {
        Compilation compilation = UserClassPath.javac()
                .withOptions("-Xlint:all,-processing", "-Werror", "-Acairn.pending=off")
                .withProcessors(new CairnProcessor())
                .compile(sources(folder));
        assertThat(compilation).succeededWithoutWarnings();
        Map<String, String> generated = new TreeMap<>();
        for (JavaFileObject file : compilation.generatedSourceFiles()) {
            generated.put(
                    Path.of(file.getName()).getFileName().toString(),
                    file.getCharContent(false).toString());
        }
        Path golden = folder.resolve("generated");
        if (Boolean.getBoolean("golden.update")) {
            update(golden, generated);
        }
        assertThat(files(golden)).as("golden files in " + golden).containsExactlyEntriesOf(generated);
    }

    private static List<JavaFileObject> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .map(GoldenSourcesTest::source)
                    .toList();
        }
    }

    private static JavaFileObject source(Path file) {
        try {
            return JavaFileObjects.forResource(file.toUri().toURL());
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    private static void update(Path golden, Map<String, String> generated) throws IOException {
        Files.createDirectories(golden);
        for (String old : files(golden).keySet()) {
            Files.delete(golden.resolve(old));
        }
        for (Map.Entry<String, String> file : generated.entrySet()) {
            Files.writeString(golden.resolve(file.getKey()), file.getValue());
        }
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    texts.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
                }
            }
        }
        return texts;
    }
}
