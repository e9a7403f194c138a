package dev.cairn.analysis.source;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.NullCause;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An output column of a query.
 *
 * @param name the name; if the query specifies none, the one that the server chooses, such as {@code sum(price)} or
 *     {@code id + 1}
 * @param expressionType the type of the column, and whether a materialized view declares the column nullable
 * @param isNullableInView whether the column is nullable if a view or CREATE TABLE AS SELECT creates it. Unlike a
 *     materialized view, these use the nullability of the expression as it is written: a column of {@code *} is
 *     nullable, but a column of a subquery may be NOT NULL.
 * @param origins the columns of sources from which the values are derived
 */
public record OutputColumn(
        String name, ExpressionType expressionType, boolean isNullableInView, List<ColumnOrigin> origins) {
    public OutputColumn {
        origins = List.copyOf(origins);
    }

    /** Returns why the column may be NULL; null if it never is. */
    public @Nullable NullCause nullCause() {
        return expressionType.nullCause();
    }

    /** Returns the type; null if it is unknown. */
    public @Nullable Type type() {
        return expressionType.type();
    }
}
