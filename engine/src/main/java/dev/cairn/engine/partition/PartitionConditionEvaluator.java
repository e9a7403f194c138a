package dev.cairn.engine.partition;

import dev.cairn.catalog.Table;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Checks conditions on partitions, and evaluates a condition such as {@code DROP PARTITIONS WHERE d < '2024-01-01'}.
 * Only comparisons of columns with literals and tests for NULL, connected by AND and OR, are evaluated; a condition of
 * any other form selects no partition.
 */
final class PartitionConditionEvaluator {
    private final List<String> columnNames;
    private final List<Type> columnTypes;
    private final PartitionDefinition partition;

    private PartitionConditionEvaluator(Table table, PartitionDefinition partition) {
        this.columnNames = table.partitioning().sourceColumns();
        this.columnTypes = TablePartitions.of(table).types();
        this.partition = partition;
    }

    /**
     * Returns the names of the partitions in which a condition is certainly true for all rows.
     *
     * @throws Refusal if the condition reads no column, or a column by which the table is not partitioned
     */
    static List<String> findMatchingPartitionNames(Table table, Expression condition) {
        PartitionConditionCheck.checkColumns(table, condition);
        return TablePartitions.of(table).definitions().stream()
                .filter(partition -> new PartitionConditionEvaluator(table, partition).holdsForAllRows(condition))
                .map(partition -> partition.name().text())
                .toList();
    }

    private boolean holdsForAllRows(Expression condition) {
        if (condition instanceof Expression.ParenthesizedExpression parenthesized) {
            return holdsForAllRows(parenthesized.expression());
        }
        if (condition instanceof Expression.Binary binary) {
            return switch (binary.operator().canonicalOperator()) {
                case AND -> holdsForAllRows(binary.left()) && holdsForAllRows(binary.right());
                case OR -> holdsForAllRows(binary.left()) || holdsForAllRows(binary.right());
                default -> comparisonHoldsForAllRows(binary);
            };
        }
        if (condition instanceof Expression.IsNull nullTest) {
            int columnIndex = findColumnIndex(nullTest.value());
            return columnIndex >= 0
                    && partition instanceof ListPartition listPartition
                    && listPartition.values().stream()
                            .allMatch(tuple ->
                                    (tuple.get(columnIndex) instanceof Bound.NullBound) != nullTest.isNegated());
        }
        return false;
    }

    private int findColumnIndex(Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            for (int i = 0; i < columnNames.size(); i++) {
                if (reference.name().lastPart().equalsIgnoreCase(columnNames.get(i))) {
                    return i;
                }
            }
        }
        return -1;
    }

    /**
     * Returns whether a comparison of a column with a literal is certainly true for all rows. The bounds of a range are
     * lexicographic, so they restrict only the first column.
     */
    private boolean comparisonHoldsForAllRows(Expression.Binary binary) {
        int columnIndex = findColumnIndex(binary.left());
        Optional<String> literalText = findLiteralText(binary.right());
        if (columnIndex < 0 || literalText.isEmpty()) {
            return false;
        }
        try {
            PartitionValue value = PartitionValue.of(literalText.get(), columnTypes.get(columnIndex));
            return partition instanceof ListPartition listPartition
                    ? holdsForAllValues(listPartition, columnIndex, binary.operator(), value)
                    : columnIndex == 0 && holdsForRange((RangePartition) partition, binary.operator(), value);
        } catch (InvalidValueException ignored) {
            return false;
        }
    }

    private static Optional<String> findLiteralText(Expression expression) {
        BigDecimal number = expression.numberValue();
        return number == null ? expression.findQuotedText() : Optional.of(number.toPlainString());
    }

    private boolean holdsForAllValues(
            ListPartition listPartition, int columnIndex, Operator operator, PartitionValue value)
            throws InvalidValueException {
        for (List<Bound> tuple : listPartition.values()) {
            if (tuple.get(columnIndex) instanceof Bound.NullBound) {
                return false;
            }
            int order = PartitionValue.of(tuple.get(columnIndex), columnTypes.get(columnIndex))
                    .compareTo(value);
            boolean isTrue = switch (operator.canonicalOperator()) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
                default -> false;
            };
            if (!isTrue) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the comparison is true for all rows of a range, whose upper bound is exclusive. */
    private boolean holdsForRange(RangePartition range, Operator operator, PartitionValue value)
            throws InvalidValueException {
        int lowerOrder = PartitionValue.of(range.lowerBounds().get(0), columnTypes.get(0))
                .compareTo(value);
        int upperOrder = PartitionValue.of(range.upperBounds().get(0), columnTypes.get(0))
                .compareTo(value);
        return switch (operator.canonicalOperator()) {
            case LESS, LESS_OR_EQUAL -> upperOrder <= 0;
            case GREATER -> lowerOrder > 0;
            case GREATER_OR_EQUAL -> lowerOrder >= 0;
            default -> false;
        };
    }
}
