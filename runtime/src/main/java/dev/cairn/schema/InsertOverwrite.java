package dev.cairn.schema;

import dev.cairn.sql.ast.QualifiedName;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT OVERWRITE of a table from a query.
 *
 * @param table the name of the table
 * @param columns the target columns, in the order of the query's columns; null if the columns are matched by name
 * @param query the query
 */
record InsertOverwrite(QualifiedName table, @Nullable List<String> columns, String query) {
    String text() {
        String target = columns == null
                ? "BY NAME"
                : columns.stream().map(InsertOverwrite::quoted).collect(Collectors.joining(", ", "(", ")"));
        String name = table.parts().stream().map(part -> quoted(part.text())).collect(Collectors.joining("."));
        return "INSERT OVERWRITE " + name + " " + target + "\n" + query;
    }

    /** Quotes a name. No name can contain a backquote: the server removes each when it reads a name. */
    private static String quoted(String name) {
        return "`" + name + "`";
    }
}
