package dev.cairn.internal.row;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of a value, with its parameters.
 *
 * @param sql an expression, with a {@code ?} for each of the values
 * @param containsQuery whether the expression contains a query, which VALUES does not accept
 */
public record ValueFragment(String sql, List<@Nullable Object> values, boolean containsQuery) {
    /** The default value of the column, which the server supplies. */
    public static final ValueFragment DEFAULT = new ValueFragment("DEFAULT", List.of(), false);

    /** Returns the approximate length of the SQL and of the values. */
    public long estimateLength() {
        return new BoundStatement(sql, values).estimateLength();
    }
}
