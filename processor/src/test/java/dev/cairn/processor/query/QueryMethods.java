package dev.cairn.processor.query;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** Methods of interfaces of queries that are checked in one compile. Each has its own errors. */
public final class QueryMethods {
    private static final int METHODS_OF_AN_INTERFACE = 250;
    private static final String FILE = "Methods";

    private final JavaFileObject schema;
    private final String header;
    private final List<String> methods = new ArrayList<>();

    /** @param header the beginning of each file: the package, the imports and the annotations of the interface */
    public QueryMethods(JavaFileObject schema, String header) {
        this.schema = schema;
        this.header = header;
    }

    /** Adds a method; all its parts are Java as it is written, but the statement. */
    public void add(String annotation, String sql, String result, String parameters) {
        methods.add(annotation + "(" + literal(sql) + ") " + result + " m" + methods.size() + "(" + parameters + ");");
    }

    private static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> literal.append('\\').append(c);
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                case '\t' -> literal.append("\\t");
                default -> literal.append(c < ' ' || c > '~' ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
        }
        return literal.append('"').toString();
    }

    /** The errors of each method, in the order in which the methods were added. */
    public List<List<String>> errors() {
        List<JavaFileObject> sources = new ArrayList<>(List.of(schema));
        int headerLines = (int) header.lines().count();
        for (int first = 0; first < methods.size(); first += METHODS_OF_AN_INTERFACE) {
            List<String> part = methods.subList(first, Math.min(methods.size(), first + METHODS_OF_AN_INTERFACE));
            String name = FILE + first;
            sources.add(JavaFileObjects.forSourceString(
                    "shop." + name,
                    header.strip() + " interface " + name + " {\n" + String.join("\n", part) + "\n}\n"));
        }
        Compilation compilation = Compiler.javac()
                .withProcessors(new CairnProcessor())
                .withOptions("-proc:only", "-Xmaxerrs", "1000000", "-Acairn.pending=off")
                .compile(sources);
        List<List<String>> errors = new ArrayList<>();
        methods.forEach(method -> errors.add(new ArrayList<>()));
        for (Diagnostic<? extends JavaFileObject> error : compilation.errors()) {
            String message = error.getMessage(Locale.ROOT);
            JavaFileObject file = error.getSource();
            String name = file == null ? "" : file.getName().replaceAll(".*/|\\.java", "");
            if (!name.startsWith(FILE)) {
                throw new AssertionError(error);
            }
            int line = (int) error.getLineNumber() - headerLines - 1;
            errors.get(Integer.parseInt(name.substring(FILE.length())) + line).add(message);
        }
        return errors;
    }
}
