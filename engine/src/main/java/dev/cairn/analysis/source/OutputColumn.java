package dev.cairn.analysis.source;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An output column of a query.
 *
 * @param name the name; if the query specifies none, the server's: {@code sum(price)}, {@code id + 1}
 * @param expressionType its type, and whether a materialized view declares it nullable
 * @param nullableExpression whether the expression that it began as is nullable, which is what a view and CREATE TABLE
 *     AS SELECT declare. The two differ: a column that {@code *} expands to originates as an unqualified name, which is
 *     nullable; a column of a subquery is nullable, regardless of its origin.
 * @param origins the columns that its values are derived from
 */
public record OutputColumn(
        String name, ExpressionType expressionType, boolean nullableExpression, List<ColumnOrigin> origins) {
    public OutputColumn {
        origins = List.copyOf(origins);
    }

    /** Returns why the column may be NULL; null if it never is. */
    public @Nullable NullCause cause() {
        return expressionType.cause();
    }

    /** Null if it is unknown. */
    public @Nullable Type type() {
        return expressionType.type();
    }
}
