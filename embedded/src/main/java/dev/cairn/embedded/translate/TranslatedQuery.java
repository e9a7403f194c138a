package dev.cairn.embedded.translate;

import dev.cairn.embedded.translate.value.Conversion;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query in DuckDB's SQL. Its columns are named c0, c1, …
 *
 * @param columns the types of the columns, and their names on the server, as far as these are known without an analysis
 * @param functions the names of the functions that the whole query calls, in lower case: each before those that its arguments call
 */
public record TranslatedQuery(String sql, List<Column> columns, List<String> functions) {
    public TranslatedQuery {
        columns = List.copyOf(columns);
        functions = List.copyOf(functions);
    }

    /** Creates a query without its called functions, for a part of a query or if they are not needed. */
    TranslatedQuery(String sql, List<Column> columns) {
        this(sql, columns, List.of());
    }

    /**
     * A column of the result.
     *
     * @param state the aggregate state that its values are; null for other values
     */
    public record Column(String name, Type type, Aggregation.@Nullable State state) {
        public Column(String name, Type type) {
            this(name, type, null);
        }

        Column named(String newName) {
            return new Column(newName, type, state);
        }

        Column ofType(Type newType) {
            return new Column(name, newType, state);
        }

        /** Returns the column as one of FROM. */
        TranslatedField field(List<String> relation, String newName, String sql) {
            return TranslatedField.of(relation, newName, new Value(sql, type, state));
        }
    }

    /** Returns the name of a column in DuckDB. */
    static String column(int position) {
        return "c" + position;
    }

    /** Returns this query with its columns converted to the types of other columns, as a relation. */
    String converted(List<Column> targets) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            String name = column(i);
            values.add(Conversion.of(name, columns.get(i).type(), targets.get(i).type()) + " AS " + name);
        }
        return "(SELECT " + String.join(", ", values) + " FROM (" + sql + "))";
    }
}
