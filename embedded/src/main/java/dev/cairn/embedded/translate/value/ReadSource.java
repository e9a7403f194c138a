package dev.cairn.embedded.translate.value;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The object that a name in FROM refers to. */
public sealed interface ReadSource {
    /**
     * Stored rows.
     *
     * @param sql the relation that DuckDB reads
     * @param hidden the expressions of PARTITION BY, each of which is a hidden column
     */
    record Stored(String sql, List<Column> columns, List<Expression> hidden) implements ReadSource {
        public Stored {
            columns = List.copyOf(columns);
            hidden = List.copyOf(hidden);
        }

        public Stored(String sql, List<Column> columns) {
            this(sql, columns, List.of());
        }
    }

    /**
     * A column with its name in DuckDB.
     *
     * @param state the aggregate state that it stores; null for any other column
     */
    record Column(String name, String duckDbName, Type type, Aggregation.@Nullable State state) {
        public Column(String name, String duckDbName, Type type) {
            this(name, duckDbName, type, null);
        }

        /** Returns the value of the column as a column of FROM. */
        public TranslatedField field(List<String> relation, String sql) {
            return TranslatedField.of(relation, name, new Value(sql, type, state));
        }
    }

    /** A view: its query, and the database in which unqualified names are resolved. */
    record OfView(Query query, @Nullable String database, List<String> columns) implements ReadSource {
        public OfView {
            columns = List.copyOf(columns);
        }
    }
}
