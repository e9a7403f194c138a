package dev.cairn.processor.query;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.UserClassPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** Methods of interfaces of queries that are compiled together, and the errors of each of them. */
public final class QueryMethods {
    private static final int METHODS_PER_INTERFACE = 250;
    private static final String INTERFACE_PREFIX = "Methods";
    private static final String NULL_WARNING_PREFIX = "[null-parameter]";

    private final JavaFileObject schema;
    private final String header;
    private final List<String> methods = new ArrayList<>();

    /**
     * Creates an empty collection of methods.
     *
     * @param header the beginning of each file: the package, the imports and the annotations of the interface
     */
    public QueryMethods(JavaFileObject schema, String header) {
        this.schema = schema;
        this.header = header;
    }

    /**
     * Adds a method. All arguments except the statement are Java source.
     *
     * @param result the type of the result; components in parentheses, as in {@code List<(long id)>}, become a record
     */
    public void add(String annotation, String sql, String result, String parameters) {
        int number = methods.size();
        int componentsStart = result.indexOf('(');
        String record = "";
        String type = result;
        if (componentsStart >= 0) {
            int componentsEnd = result.lastIndexOf(')') + 1;
            record = "record R" + number + result.substring(componentsStart, componentsEnd) + " {} ";
            type = result.substring(0, componentsStart) + "R" + number + result.substring(componentsEnd);
        }
        methods.add(
                record + annotation + "(" + renderLiteral(sql) + ") " + type + " m" + number + "(" + parameters + ");");
    }

    private static String renderLiteral(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
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

    /**
     * Compiles the methods, and returns the errors and the warnings about NULL of each of them, in the order in which
     * the methods were added.
     */
    public List<List<String>> messages() {
        List<JavaFileObject> sources = new ArrayList<>(List.of(schema));
        int headerLines = (int) header.lines().count();
        for (int first = 0; first < methods.size(); first += METHODS_PER_INTERFACE) {
            List<String> batch = methods.subList(first, Math.min(methods.size(), first + METHODS_PER_INTERFACE));
            String name = INTERFACE_PREFIX + first;
            sources.add(JavaFileObjects.forSourceString(
                    "shop." + name,
                    header.strip() + " interface " + name + " {\n" + String.join("\n", batch) + "\n}\n"));
        }
        Compilation compilation = UserClassPath.javac()
                .withProcessors(new CairnProcessor())
                .withOptions("-proc:only", "-Xmaxerrs", "1000000", "-Xmaxwarns", "1000000", "-Acairn.pending=off")
                .compile(sources);
        List<List<String>> messages = new ArrayList<>();
        methods.forEach(method -> messages.add(new ArrayList<>()));
        for (Diagnostic<? extends JavaFileObject> diagnostic : compilation.diagnostics()) {
            String message = diagnostic.getMessage(Locale.ROOT);
            if (diagnostic.getKind() != Diagnostic.Kind.ERROR && !message.startsWith(NULL_WARNING_PREFIX)) {
                continue;
            }
            JavaFileObject file = diagnostic.getSource();
            String name = file == null ? "" : file.getName().replaceAll(".*/|\\.java", "");
            if (!name.startsWith(INTERFACE_PREFIX)) {
                throw new AssertionError(diagnostic);
            }
            int methodIndex = (int) diagnostic.getLineNumber() - headerLines - 1;
            messages.get(Integer.parseInt(name.substring(INTERFACE_PREFIX.length())) + methodIndex)
                    .add(message);
        }
        return messages;
    }
}
