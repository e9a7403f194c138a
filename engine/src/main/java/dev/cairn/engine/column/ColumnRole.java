package dev.cairn.engine.column;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.KeyModel;
import org.jspecify.annotations.Nullable;

/**
 * What a column is in its table.
 *
 * @param primaryKey of a PRIMARY KEY: never null, even where that was not said
 * @param aggregation as the server sees it: the implicit REPLACE of UNIQUE and PRIMARY tables too, null for a key and for
 *     what a DUPLICATE table holds
 * @param partition made for, or named as, a partition expression: it may have a reserved name
 */
public record ColumnRole(
        boolean key, boolean primaryKey, @Nullable Aggregation aggregation, boolean partition) {
    static ColumnRole key(KeyModel model, boolean partition) {
        return new ColumnRole(true, model == KeyModel.PRIMARY, null, partition);
    }

    public static ColumnRole value(KeyModel model, @Nullable Aggregation declared, boolean partition) {
        return new ColumnRole(false, false, implied(model, declared), partition);
    }

    private static @Nullable Aggregation implied(KeyModel model, @Nullable Aggregation declared) {
        return switch (model) {
            case DUPLICATE -> null;
            case AGGREGATE -> declared;
            case UNIQUE, PRIMARY -> Aggregation.Function.REPLACE;
        };
    }
}
