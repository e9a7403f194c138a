package dev.cairn.engine.partition;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.value.ColumnReferences;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.function.Consumer;

/** Checks {@code partition_retention_condition}, which determines the partitions to keep. */
public final class RetentionCondition {
    private RetentionCondition() {}

    public static void check(Table table, String condition, Span at) {
        if (!condition.isEmpty() && !Placeholder.isWhole(condition)) {
            check(condition, at, parsed -> PartitionCondition.check(table, parsed));
        }
    }

    /**
     * Checks the condition of a materialized view. An empty condition is refused too, so a condition cannot be removed.
     */
    public static void check(MaterializedView view, String condition, Span at) {
        if (Placeholder.isWhole(condition)) {
            return;
        }
        List<String> divided = view.partitionBy().stream()
                .flatMap(item -> ColumnReferences.in(item).stream())
                .toList();
        check(
                condition,
                at,
                parsed -> PartitionCondition.check(
                        divided, name -> view.columns().stream().anyMatch(column -> column.is(name)), parsed));
    }

    private static void check(String condition, Span at, Consumer<Expression> check) {
        Expression expression;
        try {
            expression = Sql.parseExpression(condition);
        } catch (SqlSyntaxException e) {
            throw Refusal.analysis(at, "Failed to parse retention condition: " + condition);
        }
        try {
            check.accept(expression);
        } catch (Refusal refusal) {
            throw refusal.prefixed("Failed to validate retention condition: ");
        }
    }
}
