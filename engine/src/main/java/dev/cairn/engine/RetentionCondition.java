package dev.cairn.engine;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.sql.Expression;
import dev.cairn.sql.Span;
import dev.cairn.sql.Sql;
import dev.cairn.sql.SqlSyntaxException;

/** {@code partition_retention_condition}: which partitions stay. */
final class RetentionCondition {
    private RetentionCondition() {}

    static void check(Table table, String condition, Span at) {
        if (condition.isEmpty()) {
            return;
        }
        Expression expression;
        try {
            expression = Sql.parseExpression(condition);
        } catch (SqlSyntaxException e) {
            throw Refusal.analysis(at, "Failed to parse retention condition: " + condition);
        }
        try {
            PartitionCondition.check(table, expression);
        } catch (Refusal refusal) {
            throw refusal.prefixed("Failed to validate retention condition: ");
        }
    }
}
