package dev.cairn.embedded.translate;

import dev.cairn.sql.ast.Type;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A query in DuckDB's language. Its columns are called c0, c1 and so on there.
 *
 * @param columns what the server calls them, as far as that is known without its analysis, and their types
 * @param functions the names of the functions that the whole query calls, in lower case
 */
public record TranslatedQuery(String sql, List<Column> columns, Set<String> functions) {
    public TranslatedQuery {
        columns = List.copyOf(columns);
        functions = Collections.unmodifiableSortedSet(new TreeSet<>(functions));
    }

    /** A part of a query, or a query of which nobody asks what it calls. */
    TranslatedQuery(String sql, List<Column> columns) {
        this(sql, columns, Set.of());
    }

    /** One of the columns. */
    public record Column(String name, Type type) {}

    static String held(int column) {
        return "c" + column;
    }
}
