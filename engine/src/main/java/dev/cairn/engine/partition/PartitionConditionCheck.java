package dev.cairn.engine.partition;

import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Checks conditions that select partitions, such as those of {@code partition_retention_condition} and {@code DROP
 * PARTITIONS WHERE}: they may read only columns that determine the partition of a row.
 */
public final class PartitionConditionCheck {
    private PartitionConditionCheck() {}

    /** Refuses a condition that reads no column, or a column by which the table is not partitioned. */
    static void checkColumns(Table table, Expression condition) {
        checkColumns(
                table.partitioning().sourceColumns(),
                name -> table.findColumn(name).isPresent(),
                condition);
    }

    /**
     * Refuses a condition that reads no column, or a column that does not determine the partition of a row.
     *
     * @param partitionColumnNames the columns that determine the partition of a row
     * @param isKnownColumn whether a column with the name exists
     */
    static void checkColumns(List<String> partitionColumnNames, Predicate<String> isKnownColumn, Expression condition) {
        String suggestion = ", please use table's partition expressions: "
                + partitionColumnNames.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        List<String> referencedColumnNames = condition.collectReferenceNames();
        if (referencedColumnNames.isEmpty()) {
            throw Refusal.ofAnalysis(
                    condition.span(),
                    PartitionRule.CONDITION_WITHOUT_PARTITION_COLUMN,
                    Sql.render(condition),
                    suggestion);
        }
        for (String name : referencedColumnNames) {
            if (!isKnownColumn.test(name)) {
                throw Refusal.ofAnalysis(condition.span(), TypeRule.COLUMN_NOT_FOUND, name);
            }
            if (partitionColumnNames.stream().noneMatch(name::equalsIgnoreCase)) {
                throw Refusal.ofAnalysis(
                        condition.span(), PartitionRule.CONDITION_WITHOUT_PARTITION_COLUMN, name, suggestion);
            }
        }
    }

    /**
     * Checks {@code partition_retention_condition}, which selects the partitions of a table that the server keeps. An
     * empty condition is accepted.
     */
    public static void checkRetentionCondition(Table table, String condition, Span span) {
        if (!condition.isEmpty() && !Placeholder.isPlaceholder(condition)) {
            checkRetentionCondition(condition, span, expression -> {
                checkColumns(table, expression);
                if (table.partitioning().isByRange()) {
                    RetentionFunctionCheck.requireMonotonic(expression);
                }
            });
        }
    }

    /**
     * Checks {@code partition_retention_condition} of a materialized view. The server refuses an empty condition here,
     * so a condition cannot be removed.
     */
    public static void checkRetentionCondition(MaterializedView view, String condition, Span span) {
        if (Placeholder.isPlaceholder(condition)) {
            return;
        }
        List<String> partitionColumnNames = view.partitionBy().stream()
                .flatMap(item -> item.collectReferenceNames().stream())
                .toList();
        checkRetentionCondition(condition, span, expression -> {
            checkColumns(
                    partitionColumnNames,
                    name -> view.columns().stream().anyMatch(column -> column.isNamed(name)),
                    expression);
            if (view.partitioningKind() == MaterializedView.PartitioningKind.RANGE) {
                RetentionFunctionCheck.requireMonotonic(expression);
            }
        });
    }

    /** Returns the expression of {@code partition_retention_condition}; refuses a condition that cannot be parsed. */
    public static Expression parseRetentionCondition(String condition, Span span) {
        try {
            return Sql.parseExpression(condition);
        } catch (SqlSyntaxException failure) {
            throw Refusal.ofAnalysis(
                    span,
                    PropertyRule.INVALID_VALUE,
                    KnownProperty.PARTITION_RETENTION_CONDITION.propertyName(),
                    condition);
        }
    }

    private static void checkRetentionCondition(String condition, Span span, Consumer<Expression> conditionCheck) {
        Expression expression = parseRetentionCondition(condition, span);
        try {
            conditionCheck.accept(expression);
        } catch (Refusal refusal) {
            // The spans of the refusal are positions in the text of the condition, not in the statement.
            throw refusal.withPrefix("Failed to validate retention condition: ").withSpan(span);
        }
    }
}
