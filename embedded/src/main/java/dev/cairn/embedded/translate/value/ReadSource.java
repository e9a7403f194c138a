package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a name behind FROM gives. */
public sealed interface ReadSource {
    /**
     * Rows that are there.
     *
     * @param sql what DuckDB reads from
     */
    record Stored(String sql, List<Column> columns) implements ReadSource {
        public Stored {
            columns = List.copyOf(columns);
        }
    }

    /** A column, and what DuckDB calls it. */
    record Column(String name, String held, Type type) {}

    /** A view: the query that it stands for, and the database that names without one are looked for in. */
    record Viewed(Query query, @Nullable String database, List<String> columns) implements ReadSource {
        public Viewed {
            columns = List.copyOf(columns);
        }
    }
}
