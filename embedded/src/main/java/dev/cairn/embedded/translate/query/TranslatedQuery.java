package dev.cairn.embedded.translate.query;

import dev.cairn.embedded.translate.value.DuckDbExpression;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query in DuckDB's SQL. Its columns are named c0, c1, …
 *
 * @param functionNames the names of the functions that the whole query calls, in lower case: each before the functions
 *     that its arguments call
 * @param constantNameBySql the names of the variables of DuckDB that the whole query reads, by the expressions of their
 *     values
 */
public record TranslatedQuery(
        String sql, List<QueryColumn> columns, List<String> functionNames, Map<String, String> constantNameBySql) {
    public TranslatedQuery {
        columns = List.copyOf(columns);
        functionNames = List.copyOf(functionNames);
        constantNameBySql = Map.copyOf(constantNameBySql);
    }

    /** Creates a part of a query, without functions and constants: only the whole query has them. */
    public TranslatedQuery(String sql, List<QueryColumn> columns) {
        this(sql, columns, List.of(), Map.of());
    }

    /**
     * A column of the result.
     *
     * @param state the aggregate state that the values represent; null for other values
     * @param isFolded whether frontends calculate the value, which is the same in all rows
     */
    public record QueryColumn(Type type, Aggregation.@Nullable State state, boolean isFolded) {
        public QueryColumn(Type type) {
            this(type, null);
        }

        public QueryColumn(Type type, Aggregation.@Nullable State state) {
            this(type, state, false);
        }

        /** Returns the value of the column as another type, to which a server casts it. */
        private String convert(String columnSql, Type targetType) {
            return new DuckDbExpression(columnSql, type, state, isFolded, null)
                    .convertTo(targetType)
                    .sql();
        }

        /** Returns a column with another type. It is not folded, because its values may differ between rows. */
        public QueryColumn withType(Type newType) {
            return new QueryColumn(newType, state);
        }
    }

    /** Returns the name of a column in DuckDB. */
    public static String columnName(int position) {
        return "c" + position;
    }

    /** Returns this query with its columns converted to the types of other columns, as a relation. */
    public String renderConvertedRelation(List<QueryColumn> targetColumns) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < targetColumns.size(); i++) {
            values.add(
                    columns.get(i).convert(columnName(i), targetColumns.get(i).type()) + " AS " + columnName(i));
        }
        return "(SELECT " + String.join(", ", values) + " FROM (" + sql + "))";
    }
}
