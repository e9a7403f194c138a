package dev.cairn.processor.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.UserClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests that each line of {@code mistakes.txt} has the finding that it names, at the marked place. All of them are
 * found in one compilation.
 */
class QueryMistakesTest {
    private static final Path RESOURCE_FOLDER = Path.of("src/test/resources/queries");
    private static final String HEADER = """
            package shop;
            import dev.cairn.annotation.*;
            import dev.cairn.data.*;
            import dev.cairn.type.*;
            import java.math.*;
            import java.time.*;
            import java.util.*;
            import java.util.stream.Stream;
            import org.jspecify.annotations.*;
            @NullMarked @Queries(Shop.class) interface Mistakes {
            record Total(String city, long orders) {}
            record Money(String city, @Nullable BigDecimal total) {}
            record Named(long id, String name) {}
            record Users(long id, Bitmap users) {}
            record Sketches(@Nullable Percentile p, @StateOf("avg(bigint)") State s) {}
            record Filter(String city, LocalDate day, @Nullable String note) {}
            """;

    private record Mistake(int lineNumber, String method, String sql, int markedIndex, String code, String message) {
        static Mistake parse(int lineNumber, String text) {
            String[] fields = text.split(" \\| ", -1);
            String markedSql = fields[1];
            int markedIndex = markedSql.indexOf('«');
            return new Mistake(lineNumber, fields[0], markedSql.replace("«", ""), markedIndex, fields[2], fields[3]);
        }

        String source() {
            String annotation = method.startsWith("@") ? "" : isChange() ? "@Execute" : "@Query";
            String declaration = method.replace(" m(", " m" + lineNumber + "(");
            if (declaration.startsWith("!")) {
                return declaration.substring(1);
            }
            if (annotation.isEmpty()) {
                return declaration.replace("$", renderLiteral()) + ";";
            }
            return annotation + "(" + renderLiteral() + ") " + declaration + ";";
        }

        private boolean isChange() {
            return sql.matches("(?s)(INSERT|UPDATE|DELETE|TRUNCATE|REFRESH) .*");
        }

        private String renderLiteral() {
            return "\"" + sql.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        }
    }

    @TestFactory
    Stream<DynamicTest> eachMistakeIsReportedAtItsPlace() throws IOException {
        List<Mistake> mistakes = new ArrayList<>();
        List<String> lines = Files.readAllLines(RESOURCE_FOLDER.resolve("mistakes.txt"));
        for (int line = 0; line < lines.size(); line++) {
            if (!lines.get(line).isBlank() && !lines.get(line).startsWith("#")) {
                mistakes.add(Mistake.parse(line + 1, lines.get(line)));
            }
        }
        StringBuilder source = new StringBuilder(HEADER);
        int firstLine = (int) HEADER.lines().count() + 1;
        mistakes.forEach(mistake -> source.append(mistake.source()).append('\n'));
        source.append("}\n");
        Compilation compilation = UserClassPath.javac()
                .withProcessors(new CairnProcessor())
                .withOptions("-Xmaxerrs", "1000")
                .compile(
                        JavaFileObjects.forSourceString(
                                "shop.Shop", Files.readString(RESOURCE_FOLDER.resolve("Shop.java"))),
                        JavaFileObjects.forSourceString("shop.Mistakes", source.toString()));
        DynamicTest noOtherFindings = DynamicTest.dynamicTest(
                "nothing else is reported",
                () -> assertThat(findOtherFindings(compilation, firstLine, firstLine + mistakes.size()))
                        .isEmpty());
        return Stream.concat(Stream.of(noOtherFindings), mistakes.stream().map(mistake -> {
            int line = firstLine + mistakes.indexOf(mistake);
            return DynamicTest.dynamicTest(
                    mistake.code() + ": " + mistake.sql(),
                    () -> assertFinding(mistake, findingsOfLine(compilation, line)));
        }));
    }

    private static List<String> findOtherFindings(Compilation compilation, int firstLine, int endLine) {
        return compilation.diagnostics().stream()
                .filter(finding -> finding.getSource() == null
                        || !finding.getSource().getName().contains("Mistakes")
                        || !finding.getMessage(Locale.ROOT).startsWith("[")
                        || finding.getLineNumber() < firstLine
                        || finding.getLineNumber() >= endLine)
                .map(Object::toString)
                .toList();
    }

    private static List<String> findingsOfLine(Compilation compilation, int line) {
        return compilation.diagnostics().stream()
                .filter(finding -> finding.getSource() != null
                        && finding.getSource().getName().contains("Mistakes")
                        && finding.getLineNumber() == line)
                .map(QueryMistakesTest::message)
                .toList();
    }

    private static String message(Diagnostic<? extends JavaFileObject> finding) {
        return finding.getMessage(Locale.ROOT);
    }

    private static void assertFinding(Mistake mistake, List<String> findings) {
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding).startsWith("[" + mistake.code() + "] ").contains(mistake.message());
            if (mistake.markedIndex() >= 0) {
                assertThat(finding.lines().map(String::strip))
                        .as(finding)
                        .contains("line 1, column " + (mistake.markedIndex() + 1) + ":");
            }
        });
    }
}
