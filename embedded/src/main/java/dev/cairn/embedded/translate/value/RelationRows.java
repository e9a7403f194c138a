package dev.cairn.embedded.translate.value;

import dev.cairn.analysis.source.BoundQuery;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The rows to which a name in a query refers: the rows of a table, of a materialized view or of a query. */
public sealed interface RelationRows {
    /**
     * The rows of a relation of DuckDB: a stored table, or computed rows such as the rows of information_schema.
     *
     * @param sql the relation that DuckDB reads
     * @param hiddenExpressions the expressions of PARTITION BY, each of which is a hidden column
     */
    record DuckDbRelation(String sql, List<SourceColumn> columns, List<Expression> hiddenExpressions)
            implements RelationRows {
        public DuckDbRelation {
            columns = List.copyOf(columns);
            hiddenExpressions = List.copyOf(hiddenExpressions);
        }

        public DuckDbRelation(String sql, List<SourceColumn> columns) {
            this(sql, columns, List.of());
        }
    }

    /**
     * A column that a query may read.
     *
     * @param sqlRenderer returns the expression for the column's values, given the qualifier, which is the name
     *     of the relation and a dot, or an empty string
     * @param state the aggregate state that the column stores; null for any other column
     */
    record SourceColumn(String name, UnaryOperator<String> sqlRenderer, Type type, Aggregation.@Nullable State state) {
        public SourceColumn(String name, UnaryOperator<String> sqlRenderer, Type type) {
            this(name, sqlRenderer, type, null);
        }

        /** Returns a column that has a name in DuckDB. */
        public static SourceColumn ofStored(
                String name, String duckDbName, Type type, Aggregation.@Nullable State state) {
            return new SourceColumn(name, qualifier -> qualifier + DuckDbQuoting.quoteName(duckDbName), type, state);
        }

        /**
         * Returns the value of the column.
         *
         * @param qualifier the name of the relation, followed by a dot; empty if the relation has no name
         */
        public DuckDbExpression value(String qualifier) {
            return new DuckDbExpression(sqlRenderer.apply(qualifier), type, state);
        }
    }

    /** The least and the greatest value of the partition column in the partitions of a table to which rows were written. */
    record PartitionExtremes(DuckDbExpression least, DuckDbExpression greatest) {}

    /** The rows that a query returns when it is run. */
    record QueryRows(BoundQuery boundQuery) implements RelationRows {}
}
