package dev.cairn.tooling.query;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.catalog.Catalog;
import dev.cairn.migration.JavaEscape;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.processor.UserClassPath;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.tooling.importing.ImportedSchemaNames;
import dev.cairn.tooling.importing.JavaSource;
import dev.cairn.tooling.importing.SchemaImporter;
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
    private final String packageName;

    ParameterizedQueries(ServerProfile profile, Catalog catalog, String database) {
        this.packageName = database;
        ImportedSchemaNames target = new ImportedSchemaNames(database, ROOT, database, database);
        for (JavaSource source :
                new SchemaImporter(profile, catalog, target).write().sources()) {
            files.add(createFile(source.name(), source.text()));
        }
    }

    /** Compiles the queries, and returns the number of those over known tables, with and without errors. */
    int compileAll(List<String> queries) {
        StringBuilder methods = new StringBuilder();
        for (String sql : queries) {
            appendMethod(methods, sql, "read" + methods.length());
        }
        String interfaceSource = "package " + packageName + ";\n\n@dev.cairn.annotation.Queries(" + ROOT
                + ".class)\npublic interface " + READERS + " {\n" + methods + "}\n";
        files.add(createFile(new JavaClassName(packageName, List.of(READERS)), interfaceSource));
        Compilation compilation = UserClassPath.javac()
                .withProcessors(new CairnProcessor())
                .withOptions("-proc:only", "-Xmaxerrs", "100000", "-Xmaxwarns", "100000", "-Acairn.pending=off")
                .compile(files);
        long unknownTableCount = compilation.diagnostics().stream()
                .filter(diagnostic -> diagnostic.getMessage(null).startsWith(UNKNOWN_TABLE))
                .count();
        return queries.size() - (int) unknownTableCount;
    }

    private static JavaFileObject createFile(JavaClassName name, String source) {
        return JavaFileObjects.forSourceString(name.qualifiedName(), source);
    }

    private static void appendMethod(StringBuilder methods, String sql, String name) {
        StringBuilder parameterizedSql = new StringBuilder(sql);
        List<String> parameters = new ArrayList<>();
        new ComparedLiterals(sql).spans.descendingMap().forEach((offset, length) -> {
            boolean isText = sql.charAt(offset) == '\'' || sql.charAt(offset) == '"';
            String parameter = "p" + offset;
            parameterizedSql.replace(offset, offset + length, ":" + parameter);
            parameters.add((isText ? "String " : "long ") + parameter);
        });
        methods.append("    @dev.cairn.annotation.Query(\"")
                .append(escape(parameterizedSql))
                .append("\")\n");
        methods.append("    java.util.List<String> ").append(name);
        methods.append("(").append(String.join(", ", parameters)).append(");\n");
    }

    private static String escape(StringBuilder text) {
        StringBuilder escapedText = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character > 0xff) {
                JavaEscape.appendUnicode(escapedText, character);
            } else if (character < ' ' || character > '~' || character == '"' || character == '\\') {
                JavaEscape.appendOctal(escapedText, character);
            } else {
                escapedText.append(character);
            }
        }
        return escapedText.toString();
    }

    /** The offsets and lengths of the literals that a query compares with something. */
    private static final class ComparedLiterals implements Query.QueryVisitor {
        private final TreeMap<Integer, Integer> spans = new TreeMap<>();

        ComparedLiterals(String sql) {
            Sql.parseQuery(sql).visit(this);
        }

        @Override
        public void visitExpression(Expression expression) {
            boolean isComparison = expression instanceof Expression.Binary
                    || expression instanceof Expression.In
                    || expression instanceof Expression.Between
                    || expression instanceof Expression.Call;
            if (isComparison) {
                expression.children().forEach(this::add);
            }
        }

        private void add(Expression operand) {
            Span span = operand.span();
            if ((operand instanceof Expression.NumberLiteral || operand instanceof Expression.StringLiteral)
                    && span.line() > 0) {
                spans.put(span.offset(), span.length());
            }
        }
    }
}
