package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.finding.FindingRule;
import dev.cairn.processor.check.WarningSuppression;
import dev.cairn.processor.model.FindingCode;
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

/** docs/diagnostics.md: each code has an entry with a wrong example, which says so where it does, and a right one. */
class DiagnosticsTest {
    private static final Path PAGE = Path.of("..", "docs", "diagnostics.md");
    private static final Pattern ENTRY = Pattern.compile("^### ([a-z-]+)\n(.*?)(?=^##|\\z)", flags());
    private static final Pattern EXAMPLE = Pattern.compile("^```java\n(.*?)^```$", flags());

    private static int flags() {
        return Pattern.MULTILINE | Pattern.DOTALL;
    }

    private record Entry(String code, List<String> examples) {}

    private static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        Matcher entry = ENTRY.matcher(page());
        while (entry.find()) {
            List<String> examples = EXAMPLE.matcher(entry.group(2))
                    .results()
                    .map(example -> example.group(1))
                    .toList();
            entries.add(new Entry(entry.group(1), examples));
        }
        return entries;
    }

    private static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eachCodeHasAnEntry() {
        assertThat(entries())
                .extracting(Entry::code)
                .containsExactlyInAnyOrderElementsOf(WarningSuppression.rules()
                        .map(FindingRule::code)
                        .distinct()
                        .toList());
    }

    @Test
    void theImportsOnThePageAreThoseOfTheExamples() {
        Matcher imports = EXAMPLE.matcher(page());

        assertThat(imports.find()).isTrue();
        assertThat(imports.group(1).lines().filter(line -> !line.isEmpty()))
                .containsExactlyInAnyOrderElementsOf(MarkedSources.imports());
    }

    @TestFactory
    Stream<DynamicTest> theWrongExampleHasTheFindingOnItsMarkedLine() {
        return entries().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.code(), () -> {
                    assumeTrue(canBeFound(entry.code()), "javac reads type annotations of class files since 22");
                    String wrong = entry.examples().get(0);

                    assertThat(wrong).contains("[" + entry.code() + "]");
                    MarkedSources.of(wrong).verify();
                }));
    }

    private static boolean canBeFound(String code) {
        return !code.equals(FindingCode.LOST_ANNOTATIONS.code())
                || Runtime.version().feature() < 22;
    }

    @TestFactory
    Stream<DynamicTest> theCorrectExampleHasNoFindings() {
        return entries().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.code(), () -> {
                    String right = entry.examples().get(1);

                    assertThat(right).doesNotContain("// [");
                    MarkedSources.of(right).verify();
                }));
    }
}
