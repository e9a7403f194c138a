package dev.cairn.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
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
    private static final Pattern TYPE = Pattern.compile(
            "^(?:public )?(?:abstract |final )?(?:record|@?interface|class|enum) (\\w+)", Pattern.MULTILINE);
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);");
    private static final Pattern ANNOTATED_PACKAGE = Pattern.compile("^@[\\w.]+ package ([\\w.]+);");
    private static final Pattern MARK = Pattern.compile("\\[([a-z-]+)\\]");
    private static final Pattern TAG = Pattern.compile("^\\[([a-z-]+)\\]");

    private final List<JavaFileObject> files = new ArrayList<>();
    private final TreeSet<String> expected = new TreeSet<>();

    /** Returns the import statements of sources without a package. */
    static List<String> imports() {
        return Pattern.compile("import [^;]+;")
                .matcher(HEADER)
                .results()
                .map(found -> found.group())
                .toList();
    }

    public MarkedSources and(String source) {
        Matcher annotatedPackage = ANNOTATED_PACKAGE.matcher(source);
        if (annotatedPackage.find()) {
            files.add(JavaFileObjects.forSourceString(annotatedPackage.group(1) + ".package-info", source));
            return this;
        }
        String text = source.startsWith("package ") || source.startsWith("// no package") ? source : HEADER + source;
        Matcher type = TYPE.matcher(text);
        if (!type.find()) {
            throw new IllegalArgumentException(source);
        }
        Matcher inPackage = PACKAGE.matcher(text);
        String name = inPackage.find() ? inPackage.group(1) + "." + type.group(1) : type.group(1);
        files.add(JavaFileObjects.forSourceString(name, text));
        int line = 0;
        for (String content : text.split("\n", -1)) {
            line++;
            int comment = content.indexOf("// [");
            Matcher mark = MARK.matcher(comment < 0 ? "" : content.substring(comment));
            while (mark.find()) {
                expected.add(type.group(1) + ".java:" + line + " " + mark.group(1));
            }
        }
        return this;
    }

    public static MarkedSources of(String source) {
        return new MarkedSources().and(source);
    }

    /**
     * Compiles them, where that no migration was recorded is no matter unless a mark says so, and holds what is found
     * against the marks; it gives all messages, one in each line.
     */
    public String verified() {
        boolean pending = expected.stream().anyMatch(mark -> mark.endsWith(" pending-changes"));
        return verified(pending ? "-Acairn.pending=warn" : "-Acairn.pending=off");
    }

    /** The same, in a compile with options. */
    public String verified(String... options) {
        List<String> all = new ArrayList<>(List.of("-proc:only", "-Acairn.queries=warn"));
        all.addAll(List.of(options));
        Compilation compilation = UserClassPath.javac()
                .withOptions(all.toArray())
                .withProcessors(new CairnProcessor())
                .compile(files);
        TreeSet<String> found = new TreeSet<>();
        StringBuilder messages = new StringBuilder();
        for (Diagnostic<? extends JavaFileObject> diagnostic : compilation.diagnostics()) {
            String message = diagnostic.getMessage(null);
            Matcher tag = TAG.matcher(message);
            if (tag.find()) {
                JavaFileObject file = diagnostic.getSource();
                String name = file == null ? "" : file.getName().replaceFirst(".*/", "");
                String finding = name + ":" + diagnostic.getLineNumber() + " " + tag.group(1);
                assertThat(found.add(finding)).as("once: %s", message).isTrue();
                messages.append(message).append('\n');
            }
        }
        assertThat(found).as(messages.toString()).isEqualTo(expected);
        return messages.toString();
    }
}
