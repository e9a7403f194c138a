package dev.cairn.internal.row;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a value stands in a statement.
 *
 * @param sql an expression, with a {@code ?} for each of the values
 * @param query whether there is a query in it, which VALUES does not take
 */
public record ValueFragment(String sql, List<@Nullable Object> values, boolean query) {
    /** What the server puts there by itself. */
    public static final ValueFragment DEFAULT = new ValueFragment("DEFAULT", new ArrayList<>(), false);

    /** How much room it takes. */
    public long characters() {
        long characters = sql.length();
        for (Object value : values) {
            characters += value instanceof String text ? text.length() : 0;
        }
        return characters;
    }
}
