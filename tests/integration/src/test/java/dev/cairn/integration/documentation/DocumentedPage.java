package dev.cairn.integration.documentation;

import com.sun.source.util.JavacTask;
import dev.cairn.integration.surface.Checkout;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The Java examples of a page. They are one program in the package {@code com.acme.shop}: declared types are classes,
 * and statements are the body of a method. A block without imports continues the block before it. A block with imports
 * begins another method, which has only these imports.
 *
 * <p>A comment above statements declares what they need and the page does not show, such as the data source of an
 * application: {@code <!-- given: DataSource dataSource -->}, or types: {@code <!-- beside: interface Shop {} -->}. A
 * page with {@code <!-- without the processor: reason -->} is compiled without it.
 */
record DocumentedPage(boolean usesProcessor, List<Source> sources) {
    private static final Path ROOT = Checkout.ROOT;
    private static final Pattern BLOCK_PATTERN =
            Pattern.compile("(?ms)(?:^<!-- given: ([^\n]*?) -->\n+)?^```java\n(.*?)^```$");
    private static final Pattern GIVEN_TYPE_PATTERN = Pattern.compile("(?m)^<!-- beside: (.*) -->$");
    private static final String NO_PROCESSOR_MARK = "<!-- without the processor: ";
    private static final Pattern IMPORT_PATTERN = Pattern.compile("(?m)^import .*;\n");
    private static final Pattern TYPE_PATTERN =
            Pattern.compile("(?m)^public (?=(?:final |abstract |sealed )*(?:class|record|interface|enum) )");

    /** A file of the program, whose name begins with the line of the page where it begins. */
    record Source(String name, String text) {}

    static List<Path> listPages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        try (var docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    static DocumentedPage of(Path file) throws IOException {
        String text = Files.readString(file);
        List<Source> sources = new ArrayList<>();
        String imports = "";
        MethodDraft method = new MethodDraft(1, "");
        Matcher block = BLOCK_PATTERN.matcher(text);
        while (block.find()) {
            int line = (int) text.substring(0, block.start(2)).lines().count() + 1;
            String java = block.group(2);
            String blockImports = String.join(
                    "",
                    IMPORT_PATTERN
                            .matcher(java)
                            .results()
                            .map(importMatch -> importMatch.group())
                            .toList());
            if (!blockImports.isEmpty()) {
                method.addTo(sources);
                imports = blockImports;
                method = new MethodDraft(line, imports);
            }
            String body = IMPORT_PATTERN.matcher(java).replaceAll("").strip();
            if (body.isEmpty()) {
                continue;
            }
            if (isTypeDeclaration(body)) {
                String head = "package com.acme.shop;\n" + imports;
                sources.add(new Source(
                        "Line" + line, head + TYPE_PATTERN.matcher(body).replaceAll("")));
            } else {
                method.add(block.group(1), body);
            }
        }
        method.addTo(sources);
        GIVEN_TYPE_PATTERN
                .matcher(text)
                .results()
                .forEach(type ->
                        sources.add(new Source("Beside" + sources.size(), "package com.acme.shop;\n" + type.group(1))));
        return new DocumentedPage(!text.contains(NO_PROCESSOR_MARK), sources);
    }

    private static boolean isTypeDeclaration(String body) throws IOException {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(
                        new StringWriter(),
                        null,
                        problems,
                        List.of("-proc:none", "--release", "17"), // Newer releases accept methods without a class.
                        null,
                        List.of(createFile("Block", body)));
        task.parse();
        return problems.getDiagnostics().isEmpty();
    }

    static JavaFileObject createFile(String name, String text) {
        URI uri = URI.create("string:///com/acme/shop/" + name + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    List<JavaFileObject> createFiles() {
        return sources.stream()
                .map(source -> createFile(source.name(), source.text()))
                .toList();
    }

    /** A method whose body is collected from statements that follow each other on the page. */
    private static final class MethodDraft {
        private final int line;
        private final String imports;
        private final List<String> parameters = new ArrayList<>();
        private final StringBuilder body = new StringBuilder();

        MethodDraft(int line, String imports) {
            this.line = line;
            this.imports = imports;
        }

        void add(@org.jspecify.annotations.Nullable String variables, String statements) {
            if (variables != null) {
                parameters.add(variables);
            }
            body.append(statements).append('\n');
        }

        void addTo(List<Source> sources) {
            if (!body.isEmpty()) {
                String name = "Line" + line + "Statements";
                sources.add(new Source(
                        name,
                        "package com.acme.shop;\n" + imports + "final class " + name + " {\nvoid example("
                                + String.join(", ", parameters) + ") throws Exception {\n" + body + "}\n}\n"));
            }
        }
    }
}
