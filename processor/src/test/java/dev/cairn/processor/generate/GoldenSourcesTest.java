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
 * Tests the generated sources. Each folder of {@code generatedFolder} contains annotated sources, and its folder {@code
 * generatedSources} contains what is expected to be generated from them. {@code -Dgolden.updateGoldenFiles=true}
 * rewrites the expected sources.
 */
class GoldenSourcesTest {
    private static final Path GOLDEN_FOLDER = Path.of("src/test/resources/golden");

    @TestFactory
    Stream<DynamicTest> generatedSourcesAreThoseOfTheGoldenFolder() throws IOException {
        try (Stream<Path> folders = Files.list(GOLDEN_FOLDER)) {
            List<Path> sortedFolders = folders.sorted().toList();
            return sortedFolders.stream()
                    .map(folder -> DynamicTest.dynamicTest(
                            folder.getFileName().toString(), () -> assertGoldenSources(folder)));
        }
    }

    private static void assertGoldenSources(Path folder) throws IOException {
        Compilation compilation = UserClassPath.javac()
                .withOptions("-Xlint:all,-processing", "-Werror", "-Acairn.pending=off")
                .withProcessors(new CairnProcessor())
                .compile(sources(folder));
        assertThat(compilation).succeededWithoutWarnings();
        Map<String, String> generatedSources = new TreeMap<>();
        for (JavaFileObject file : compilation.generatedSourceFiles()) {
            generatedSources.put(
                    Path.of(file.getName()).getFileName().toString(),
                    file.getCharContent(false).toString());
        }
        Path generatedFolder = folder.resolve("generated");
        if (Boolean.getBoolean("golden.update")) {
            updateGoldenFiles(generatedFolder, generatedSources);
        }
        assertThat(readFiles(generatedFolder))
                .as("golden files in " + generatedFolder)
                .containsExactlyEntriesOf(generatedSources);
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
        } catch (MalformedURLException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void updateGoldenFiles(Path generatedFolder, Map<String, String> generatedSources)
            throws IOException {
        Files.createDirectories(generatedFolder);
        for (String oldFile : readFiles(generatedFolder).keySet()) {
            Files.delete(generatedFolder.resolve(oldFile));
        }
        for (Map.Entry<String, String> file : generatedSources.entrySet()) {
            Files.writeString(generatedFolder.resolve(file.getKey()), file.getValue());
        }
    }

    private static Map<String, String> readFiles(Path folder) throws IOException {
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
