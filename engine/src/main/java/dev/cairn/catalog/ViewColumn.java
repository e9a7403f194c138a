package dev.cairn.catalog;

import dev.cairn.sql.ast.Type;
import org.jspecify.annotations.Nullable;

/**
 * A column of a view or materialized view, as the query gave it when the view was made: what becomes of the tables later
 * does not change it.
 *
 * @param type null where it can't be known
 */
public record ViewColumn(String name, @Nullable Type type, boolean nullable, String comment) {
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    public ViewColumn named(String newName, String newComment) {
        return new ViewColumn(newName, type, nullable, newComment);
    }
}
