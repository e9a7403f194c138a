package dev.cairn.tooling.query;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.catalog.Catalog;
import dev.cairn.migration.JavaEscape;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.UserClassPath;
import dev.cairn.processor.model.JavaName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.tooling.importing.ImportTarget;
import dev.cairn.tooling.importing.JavaSource;
import dev.cairn.tooling.importing.SchemaImport;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.tools.JavaFileObject;

/**
 * Compiles queries as methods with {@code @Query}, over the records of a catalog; compared literals become parameters.
 */
final class ParameterizedQueries {
    private static final String ROOT = "Root";
    private static final String READERS = "Readers";

    /** The case has dropped the table, or no record expresses it. */
    private static final String UNKNOWN_TABLE = "[unknown-table]";

    private final List<JavaFileObject> files = new ArrayList<>();
    private final String inPackage;

    ParameterizedQueries(ServerProfile profile, Catalog catalog, String database) {
        this.inPackage = database;
        ImportTarget target = new ImportTarget(database, ROOT, database, database);
        for (JavaSource source :
                new SchemaImport(profile, catalog, target).write().sources()) {
            files.add(file(source.name(), source.text()));
        }
    }

    /** Returns the number of queries over known tables, whatever is found in them. */
    int check(List<String> queries) {
        StringBuilder methods = new StringBuilder();
        for (String sql : queries) {
            method(methods, sql, "read" + methods.length());
        }
        String text = "package " + inPackage + ";\n\n@dev.cairn.annotation.Queries(" + ROOT
                + ".class)\npublic interface " + READERS + " {\n" + methods + "}\n";
        files.add(file(new JavaName(inPackage, List.of(READERS)), text));
        Compilation compilation = UserClassPath.javac()
                .withProcessors(new CairnProcessor())
                .withOptions("-proc:only", "-Xmaxerrs", "100000", "-Xmaxwarns", "100000", "-Acairn.pending=off")
                .compile(files);
        long unanalysed = compilation.diagnostics().stream()
                .filter(found -> found.getMessage(null).startsWith(UNKNOWN_TABLE))
                .count();
        return queries.size() - (int) unanalysed;
    }

    private static JavaFileObject file(JavaName name, String text) {
        return JavaFileObjects.forSourceString(name.qualifiedName(), text);
    }

    private static void method(StringBuilder methods, String sql, String name) {
        StringBuilder text = new StringBuilder(sql);
        List<String> parameters = new ArrayList<>();
        new ComparedLiterals(sql).spans.descendingMap().forEach((offset, length) -> {
            boolean quoted = sql.charAt(offset) == '\'' || sql.charAt(offset) == '"';
            String parameter = "p" + offset;
            text.replace(offset, offset + length, ":" + parameter);
            parameters.add((quoted ? "String " : "long ") + parameter);
        });
        methods.append("    @dev.cairn.annotation.Query(\"")
                .append(escaped(text))
                .append("\")\n");
        methods.append("    java.util.List<String> ").append(name);
        methods.append("(").append(String.join(", ", parameters)).append(");\n");
    }

    private static String escaped(StringBuilder text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xff) {
                JavaEscape.appendUnicode(escaped, c);
            } else if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                JavaEscape.appendOctal(escaped, c);
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** The offsets and lengths of the literals that a query compares with something. */
    private static final class ComparedLiterals implements Query.QueryVisitor {
        private final TreeMap<Integer, Integer> spans = new TreeMap<>();

        ComparedLiterals(String sql) {
            Sql.parseQuery(sql).visit(this);
        }

        @Override
        public void visitExpression(Expression expression) {
            boolean compares = expression instanceof Expression.Binary
                    || expression instanceof Expression.In
                    || expression instanceof Expression.Between
                    || expression instanceof Expression.Call;
            if (compares) {
                expression.children().forEach(this::add);
            }
        }

        private void add(Expression part) {
            Span span = part.span();
            if ((part instanceof Expression.Number || part instanceof Expression.Text) && span.line() > 0) {
                spans.put(span.offset(), span.length());
            }
        }
    }
}
