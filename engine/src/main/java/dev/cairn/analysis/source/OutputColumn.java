package dev.cairn.analysis.source;

import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column that a query gives.
 *
 * @param name as the server names it where the query does not: {@code sum(price)}, {@code id + 1}
 * @param typed its type and whether a materialized view declares it nullable
 * @param nullableExpression whether the expression that it began as is nullable, which is what a view and CREATE TABLE AS
 *     SELECT declare. The two differ: a column that {@code *} stands for began as a bare name, which is nullable; one that
 *     comes out of a subquery is nullable, whatever it began as.
 * @param origins the columns that its values are calculated from
 */
public record OutputColumn(String name, ExpressionType typed, boolean nullableExpression, List<ColumnOrigin> origins) {
    public OutputColumn {
        origins = List.copyOf(origins);
    }

    /** Null where it can't be known. */
    public @Nullable Type type() {
        return typed.type();
    }
}
