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
 * @param isNullableExpression whether a view and CREATE TABLE AS SELECT declare the column nullable, which depends on
 *     the original expression. A column from {@code *} is nullable for them; one from a subquery, which is nullable
 *     for a materialized view, may not be.
 * @param origins the columns that its values are derived from
 */
public record OutputColumn(
        String name, ExpressionType expressionType, boolean isNullableExpression, List<ColumnOrigin> origins) {
    public OutputColumn {
        origins = List.copyOf(origins);
    }

    /** Returns why the column may be NULL; null if it never is. */
    public @Nullable NullCause cause() {
        return expressionType.cause();
    }

    /** Returns the type; null if it is unknown. */
    public @Nullable Type type() {
        return expressionType.type();
    }
}
