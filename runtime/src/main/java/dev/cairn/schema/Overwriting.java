package dev.cairn.schema;

import dev.cairn.sql.QualifiedName;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * INSERT OVERWRITE of a table from a query.
 *
 * @param columns those that the query's columns go to, by position; null where they go by their names
 */
record Overwriting(QualifiedName table, @Nullable List<String> columns, String query) {
    String text() {
        String target = columns == null
                ? "BY NAME"
                : columns.stream().map(Overwriting::quoted).collect(Collectors.joining(", ", "(", ")"));
        String name = table.parts().stream().map(part -> quoted(part.text())).collect(Collectors.joining("."));
        return "INSERT OVERWRITE " + name + " " + target + "\n" + query;
    }

    /** No name can hold a backquote: the server drops each when it reads one. */
    private static String quoted(String name) {
        return "`" + name + "`";
    }
}
