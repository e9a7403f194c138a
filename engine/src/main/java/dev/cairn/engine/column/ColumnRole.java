package dev.cairn.engine.column;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.KeyModel;
import org.jspecify.annotations.Nullable;

/**
 * The role of a column in its table.
 *
 * @param primaryKey whether the column belongs to a PRIMARY KEY, and is therefore never null, even if it is not
 *     declared NOT NULL
 * @param aggregation the aggregation as the server sees it, including the implicit REPLACE of UNIQUE and PRIMARY KEY
 *     tables; null for keys and for the values of a DUPLICATE KEY table
 * @param partition whether the column is created for a partition expression or named in one; it may then have a
 *     reserved name
 */
public record ColumnRole(
        boolean key, boolean primaryKey, @Nullable Aggregation aggregation, boolean partition) {
    static ColumnRole key(KeyModel model, boolean partition) {
        return new ColumnRole(true, model == KeyModel.PRIMARY, null, partition);
    }

    public static ColumnRole value(KeyModel model, @Nullable Aggregation declared, boolean partition) {
        return new ColumnRole(false, false, impliedAggregation(model, declared), partition);
    }

    private static @Nullable Aggregation impliedAggregation(KeyModel model, @Nullable Aggregation declared) {
        return switch (model) {
            case DUPLICATE -> null;
            case AGGREGATE -> declared;
            case UNIQUE, PRIMARY -> Aggregation.Function.REPLACE;
        };
    }
}
