package dev.cairn.embedded.rows;

import dev.cairn.sql.ast.Expression;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Determines how a load converts its input fields to the columns of the table.
 *
 * @param fields the names of the input fields in their order; a field with the name of a column is loaded into that
 *     column
 * @param computed the expressions over fields that compute columns, by the names of the columns
 * @param where the condition over fields and columns that a row must meet to be loaded; null if all rows are loaded
 * @param strict whether a row is filtered out if a text can't be converted; otherwise the value becomes NULL
 * @param partial whether the columns of an existing row that the load does not set keep their values
 * @param tolerated the fraction of rows that may be filtered out before the load fails
 */
public record LoadMapping(
        List<String> fields,
        Map<String, Expression> computed,
        @Nullable Expression where,
        boolean strict,
        boolean partial,
        double tolerated) {
    public LoadMapping {
        fields = List.copyOf(fields);
        computed = Collections.unmodifiableMap(new LinkedHashMap<>(computed));
    }
}
