package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a table or materialized view. */
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

        /**
         * Returns the value of the column.
         *
         * @param qualifier the name of the relation with a point; empty for none
         */
        public Value value(String qualifier) {
            return new Value(qualifier + DuckDbQuoting.name(duckDbName), type, state);
        }
    }

    /** The rows that a query has now. */
    record OfQuery(BoundQuery query) implements ReadSource {}
}
