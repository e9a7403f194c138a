package dev.cairn.embedded.translate;

import dev.cairn.sql.Type;
import java.util.List;

/**
 * A query in DuckDB's language. Its columns are called c0, c1 and so on there.
 *
 * @param columns what the server calls them, as far as that is known without its analysis, and their types
 */
public record Translated(String sql, List<Column> columns) {
    public Translated {
        columns = List.copyOf(columns);
    }

    /** One of them. */
    public record Column(String name, Type type) {}

    static String held(int column) {
        return "c" + column;
    }
}
