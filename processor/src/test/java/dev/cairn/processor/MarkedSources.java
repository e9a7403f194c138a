package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/**
 * Sources whose wrong lines end with a comment that names each expected finding: {@code // [code]}. Sources without a
 * package declaration are in the package {@code shop}, with everything imported.
 */
public final class MarkedSources {
    private static final String HEADER =
            "package shop; import dev.cairn.annotation.*; import dev.cairn.annotation.access.*; import dev.cairn.annotation.cluster.*; import dev.cairn.annotation.datatest.*; import dev.cairn.type.*; import java.math.*; import"
                    + " java.time.*; import java.util.*; import static dev.cairn.annotation.Aggregate.Function.*; import"
                    + " static dev.cairn.annotation.Index.Kind.*; import static dev.cairn.annotation.Refresh.Mode.*; import"
                    + " static dev.cairn.annotation.Refresh.Moment.*; import static dev.cairn.annotation.View.Security.*; import"
                    + " static dev.cairn.annotation.ColumnMatch.*; import static dev.cairn.annotation.access.Grant.Kind.*; import static"
                    + " dev.cairn.annotation.access.Privilege.*; import org.jspecify.annotations.*;\n";
    private static final Pattern TYPE_DECLARATION = Pattern.compile(
            "^(?:public )?(?:abstract |final )?(?:record|@?interface|class|enum) (\\w+)", Pattern.MULTILINE);
    private static final Pattern PACKAGE_DECLARATION = Pattern.compile("^package ([\\w.]+);");
    private static final Pattern ANNOTATED_PACKAGE_DECLARATION = Pattern.compile("^@[\\w.]+ package ([\\w.]+);");
    private static final Pattern EXPECTED_CODE = Pattern.compile("\\[([a-z-]+)\\]");
    private static final Pattern REPORTED_CODE = Pattern.compile("^\\[([a-z-]+)\\]");

    private final List<JavaFileObject> files = new ArrayList<>();
    private final TreeSet<String> expectedFindings = new TreeSet<>();

    /** Returns the import statements of sources without a package. */
    static List<String> imports() {
        return Pattern.compile("import [^;]+;")
                .matcher(HEADER)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    public MarkedSources and(String source) {
        Matcher annotatedPackageMatcher = ANNOTATED_PACKAGE_DECLARATION.matcher(source);
        if (annotatedPackageMatcher.find()) {
            files.add(JavaFileObjects.forSourceString(annotatedPackageMatcher.group(1) + ".package-info", source));
            return this;
        }
        String sourceText =
                source.startsWith("package ") || source.startsWith("// no package") ? source : HEADER + source;
        Matcher typeMatcher = TYPE_DECLARATION.matcher(sourceText);
        if (!typeMatcher.find()) {
            throw new IllegalArgumentException(source);
        }
        Matcher packageMatcher = PACKAGE_DECLARATION.matcher(sourceText);
        String className =
                packageMatcher.find() ? packageMatcher.group(1) + "." + typeMatcher.group(1) : typeMatcher.group(1);
        files.add(JavaFileObjects.forSourceString(className, sourceText));
        int lineNumber = 0;
        for (String lineText : sourceText.split("\n", -1)) {
            lineNumber++;
            int commentStart = lineText.indexOf("// [");
            Matcher codeMatcher = EXPECTED_CODE.matcher(commentStart < 0 ? "" : lineText.substring(commentStart));
            while (codeMatcher.find()) {
                expectedFindings.add(typeMatcher.group(1) + ".java:" + lineNumber + " " + codeMatcher.group(1));
            }
        }
        return this;
    }

    public static MarkedSources of(String source) {
        return new MarkedSources().and(source);
    }

    /**
     * Compiles the sources, asserts that the findings are those that the marks name, and returns all messages, one on
     * each line. Changes that are not recorded are reported only if a mark names that finding.
     */
    public String verify() {
        boolean expectsPendingChanges = expectedFindings.stream().anyMatch(mark -> mark.endsWith(" pending-changes"));
        return verify(expectsPendingChanges ? "-Acairn.pending=warn" : "-Acairn.pending=off");
    }

    /** Does the same in a compilation with options. */
    public String verify(String... options) {
        List<String> allOptions = new ArrayList<>(List.of("-proc:only", "-Acairn.queries=warn"));
        allOptions.addAll(List.of(options));
        Compilation compilation = UserClassPath.javac()
                .withOptions(allOptions.toArray())
                .withProcessors(new CairnProcessor())
                .compile(files);
        TreeSet<String> reportedFindings = new TreeSet<>();
        StringBuilder messages = new StringBuilder();
        for (Diagnostic<? extends JavaFileObject> diagnostic : compilation.diagnostics()) {
            String message = diagnostic.getMessage(null);
            Matcher codeMatcher = REPORTED_CODE.matcher(message);
            if (codeMatcher.find()) {
                JavaFileObject file = diagnostic.getSource();
                String fileName = file == null ? "" : file.getName().replaceFirst(".*/", "");
                String finding = fileName + ":" + diagnostic.getLineNumber() + " " + codeMatcher.group(1);
                assertThat(reportedFindings.add(finding))
                        .as("once: %s", message)
                        .isTrue();
                messages.append(message).append('\n');
            }
        }
        assertThat(reportedFindings).as(messages.toString()).isEqualTo(expectedFindings);
        return messages.toString();
    }
}
