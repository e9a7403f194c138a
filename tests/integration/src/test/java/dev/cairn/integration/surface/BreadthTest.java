package dev.cairn.integration.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The profile {@code long} runs each test that has a long form, because the test has the tag. */
class BreadthTest {
    /** The calls by which tests determine the amount of their work. */
    private static final List<String> BREADTH_CALLS = List.of(
            "Breadth.of(", "Breadth.isLong()", "Breadth.numbers(", "Breadth.includes(", ".scripts(SAMPLE_INTERVAL)");

    @Test
    void eachTestWithALongFormHasTheTag() throws IOException {
        List<Path> tests = new ArrayList<>();
        List<Path> untagged = new ArrayList<>();
        for (Path module : Checkout.modules()) {
            for (Path source : findSources(module.resolve("src/test/java"))) {
                String text = Files.readString(source);
                if (BREADTH_CALLS.stream().anyMatch(text::contains) && isTest(text)) {
                    tests.add(source);
                    if (!text.contains("@Tag(Breadth.LONG)")) {
                        untagged.add(source);
                    }
                }
            }
        }
        assertThat(tests).isNotEmpty();
        assertThat(untagged).isEmpty();
    }

    private static List<Path> findSources(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("BreadthTest.java"))
                    .toList();
        }
    }

    /** Returns whether a source declares tests. Fixtures without tests need no tag; the tests that use them have it. */
    private static boolean isTest(String source) {
        return source.contains("    @Test\n")
                || source.contains("    @TestFactory\n")
                || source.contains("    @ParameterizedTest");
    }
}
