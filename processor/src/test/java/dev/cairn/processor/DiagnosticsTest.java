package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.finding.FindingRule;
import dev.cairn.processor.check.WarningSuppression;
import dev.cairn.processor.finding.CompileRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests docs/diagnostics.md: each code has an entry with a wrong example, which marks the line of the finding, and a
 * correct one.
 */
class DiagnosticsTest {
    private static final Path PAGE = Path.of("..", "docs", "diagnostics.md");
    private static final Pattern ENTRY_PATTERN = Pattern.compile("^### ([a-z-]+)\n(.*?)(?=^##|\\z)", patternFlags());
    private static final Pattern EXAMPLE_PATTERN = Pattern.compile("^```java\n(.*?)^```$", patternFlags());

    private static int patternFlags() {
        return Pattern.MULTILINE | Pattern.DOTALL;
    }

    private record Entry(String code, List<String> examples) {}

    private static List<Entry> readEntries() {
        List<Entry> readEntries = new ArrayList<>();
        Matcher entryMatcher = ENTRY_PATTERN.matcher(readPage());
        while (entryMatcher.find()) {
            List<String> examples = EXAMPLE_PATTERN
                    .matcher(entryMatcher.group(2))
                    .results()
                    .map(example -> example.group(1))
                    .toList();
            readEntries.add(new Entry(entryMatcher.group(1), examples));
        }
        return readEntries;
    }

    private static String readPage() {
        try {
            return Files.readString(PAGE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void eachCodeHasAnEntry() {
        assertThat(readEntries())
                .extracting(Entry::code)
                .containsExactlyInAnyOrderElementsOf(WarningSuppression.rules()
                        .map(FindingRule::code)
                        .distinct()
                        .toList());
    }

    @Test
    void theImportsOnThePageAreThoseOfTheExamples() {
        Matcher importMatcher = EXAMPLE_PATTERN.matcher(readPage());

        assertThat(importMatcher.find()).isTrue();
        assertThat(importMatcher.group(1).lines().filter(line -> !line.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(MarkedSources.imports());
    }

    @TestFactory
    Stream<DynamicTest> theWrongExampleHasTheFindingOnItsMarkedLine() {
        return readEntries().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.code(), () -> {
                    assumeTrue(canBeFound(entry.code()), "javac reads type annotations of class files since 22");
                    String wrongExample = entry.examples().get(0);

                    assertThat(wrongExample).contains("[" + entry.code() + "]");
                    MarkedSources.of(wrongExample).verify();
                }));
    }

    private static boolean canBeFound(String code) {
        return !code.equals(CompileRule.LOST_ANNOTATIONS.code())
                || Runtime.version().feature() < 22;
    }

    @TestFactory
    Stream<DynamicTest> theCorrectExampleHasNoFindings() {
        return readEntries().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.code(), () -> {
                    String correctExample = entry.examples().get(1);

                    assertThat(correctExample).doesNotContain("// [");
                    MarkedSources.of(correctExample).verify();
                }));
    }
}
