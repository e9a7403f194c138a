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
 * and statements are the body of a method. A block without imports goes on where the one before it ends; one with
 * imports begins another method, which has these imports alone.
 *
 * <p>What statements need and the page only speaks of, as the data source of an application, stands in a comment above
 * them, {@code <!-- given: DataSource dataSource -->}, and so do types, {@code <!-- beside: interface Shop {} -->}. A
 * page with {@code <!-- without the processor: reason -->} is compiled without it.
 */
record DocumentedPage(boolean processed, List<Source> sources) {
    private static final Path ROOT = Checkout.ROOT;
    private static final Pattern BLOCK = Pattern.compile("(?ms)(?:^<!-- given: ([^\n]*?) -->\n+)?^```java\n(.*?)^```$");
    private static final Pattern BESIDE = Pattern.compile("(?m)^<!-- beside: (.*) -->$");
    private static final String WITHOUT_PROCESSOR = "<!-- without the processor: ";
    private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;\n");
    private static final Pattern TYPE =
            Pattern.compile("(?m)^public (?=(?:final |abstract |sealed )*(?:class|record|interface|enum) )");

    /** A file of the program, whose name begins with the line of the page where it begins. */
    record Source(String name, String text) {}

    static List<Path> all() throws IOException {
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
        Method method = new Method(1, "");
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            int line = (int) text.substring(0, block.start(2)).lines().count() + 1;
            String java = block.group(2);
            String own = String.join(
                    "",
                    IMPORT.matcher(java).results().map(found -> found.group()).toList());
            if (!own.isEmpty()) {
                method.addTo(sources);
                imports = own;
                method = new Method(line, imports);
            }
            String body = IMPORT.matcher(java).replaceAll("").strip();
            if (body.isEmpty()) {
                continue;
            }
            if (areTypes(body)) {
                String head = "package com.acme.shop;\n" + imports;
                sources.add(new Source("Line" + line, head + TYPE.matcher(body).replaceAll("")));
            } else {
                method.add(block.group(1), body);
            }
        }
        method.addTo(sources);
        BESIDE.matcher(text)
                .results()
                .forEach(type ->
                        sources.add(new Source("Beside" + sources.size(), "package com.acme.shop;\n" + type.group(1))));
        return new DocumentedPage(!text.contains(WITHOUT_PROCESSOR), sources);
    }

    private static boolean areTypes(String body) throws IOException {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(
                        new StringWriter(),
                        null,
                        problems,
                        List.of("-proc:none", "--release", "17"), // newer levels accept methods without a class
                        null,
                        List.of(file("Block", body)));
        task.parse();
        return problems.getDiagnostics().isEmpty();
    }

    static JavaFileObject file(String name, String text) {
        URI uri = URI.create("string:///com/acme/shop/" + name + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }

    List<JavaFileObject> files() {
        return sources.stream()
                .map(source -> file(source.name(), source.text()))
                .toList();
    }

    /** Statements that follow each other on the page. */
    private static final class Method {
        private final int line;
        private final String imports;
        private final List<String> given = new ArrayList<>();
        private final StringBuilder body = new StringBuilder();

        Method(int line, String imports) {
            this.line = line;
            this.imports = imports;
        }

        void add(@org.jspecify.annotations.Nullable String variables, String statements) {
            if (variables != null) {
                given.add(variables);
            }
            body.append(statements).append('\n');
        }

        void addTo(List<Source> sources) {
            if (!body.isEmpty()) {
                String name = "Line" + line + "Statements";
                sources.add(new Source(
                        name,
                        "package com.acme.shop;\n" + imports + "final class " + name + " {\nvoid example("
                                + String.join(", ", given) + ") throws Exception {\n" + body + "}\n}\n"));
            }
        }
    }
}
