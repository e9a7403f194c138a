package dev.cairn.engine.column;

import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.KeyModel;
import org.jspecify.annotations.Nullable;

/**
 * The role of a column in its table.
 *
 * @param isPrimaryKeyColumn whether the column belongs to a PRIMARY KEY, and is therefore never null, even if it is not
 *     declared NOT NULL
 * @param aggregation the aggregation as the server sees it, including the implicit REPLACE of UNIQUE and PRIMARY KEY
 *     tables; null for keys and for the values of a DUPLICATE KEY table
 * @param isPartitionColumn whether the column is created for a partition expression or named in one; it may then have a
 *     reserved name
 */
public record ColumnRole(
        boolean isKey, boolean isPrimaryKeyColumn, @Nullable Aggregation aggregation, boolean isPartitionColumn) {
    static ColumnRole ofKey(KeyModel model, boolean isPartitionColumn) {
        return new ColumnRole(true, model == KeyModel.PRIMARY, null, isPartitionColumn);
    }

    public static ColumnRole ofValue(
            KeyModel model, @Nullable Aggregation declaredAggregation, boolean isPartitionColumn) {
        return new ColumnRole(false, false, effectiveAggregation(model, declaredAggregation), isPartitionColumn);
    }

    private static @Nullable Aggregation effectiveAggregation(
            KeyModel model, @Nullable Aggregation declaredAggregation) {
        return switch (model) {
            case DUPLICATE -> null;
            case AGGREGATE -> declaredAggregation;
            case UNIQUE, PRIMARY -> Aggregation.Function.REPLACE;
        };
    }
}
