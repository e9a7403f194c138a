package dev.cairn.engine.partition;

import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A condition on partitions, as in {@code DROP PARTITIONS WHERE d < '2024-01-01'}. Comparisons with literals are
 * evaluated here; a condition that depends on the current date, or whose evaluation needs more than such comparisons,
 * selects no partition.
 */
public final class PartitionCondition {
    private final List<String> columns;
    private final List<Type> types;
    private final PartitionDefinition partition;

    private PartitionCondition(Table table, PartitionDefinition partition) {
        this.columns = table.partitioning().columnsRead();
        this.types = TablePartitions.of(table).types();
        this.partition = partition;
    }

    /** Refuses a condition that reads other columns than the partition columns of the table. */
    static void check(Table table, Expression condition) {
        check(table.partitioning().columnsRead(), name -> table.column(name).isPresent(), condition);
    }

    /**
     * Refuses a condition that reads other columns than those that determine a row's partition.
     *
     * @param allowed the columns that determine a row's partition
     * @param known whether a column of that name exists
     */
    static void check(List<String> allowed, Predicate<String> known, Expression condition) {
        String instead = ", please use table's partition expressions: "
                + allowed.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        List<String> read = condition.columnNames();
        if (read.isEmpty()) {
            throw Refusal.analysis(
                    condition.span(), PartitionRule.CONDITION_WITHOUT_PARTITION_COLUMN, Sql.render(condition), instead);
        }
        for (String name : read) {
            if (!known.test(name)) {
                throw Refusal.analysis(condition.span(), TypeRule.COLUMN_NOT_FOUND, name);
            }
            if (allowed.stream().noneMatch(name::equalsIgnoreCase)) {
                throw Refusal.analysis(
                        condition.span(), PartitionRule.CONDITION_WITHOUT_PARTITION_COLUMN, name, instead);
            }
        }
    }

    /** Checks {@code partition_retention_condition}, which determines the partitions of a table to keep. */
    public static void checkRetention(Table table, String condition, Span span) {
        if (!condition.isEmpty() && !Placeholder.isWhole(condition)) {
            checkRetention(condition, span, parsed -> check(table, parsed));
        }
    }

    /**
     * Checks the condition of a materialized view. An empty condition is refused too, so a condition cannot be removed.
     */
    public static void checkRetention(MaterializedView view, String condition, Span span) {
        if (Placeholder.isWhole(condition)) {
            return;
        }
        List<String> partitionColumns = view.partitionBy().stream()
                .flatMap(item -> item.columnNames().stream())
                .toList();
        checkRetention(
                condition,
                span,
                parsed -> check(
                        partitionColumns, name -> view.columns().stream().anyMatch(column -> column.is(name)), parsed));
    }

    /** Parses {@code partition_retention_condition}. */
    public static Expression parseRetention(String condition, Span span) {
        try {
            return Sql.parseExpression(condition);
        } catch (SqlSyntaxException e) {
            throw Refusal.analysis(span, PropertyRule.INVALID, "partition_retention_condition", condition);
        }
    }

    private static void checkRetention(String condition, Span span, Consumer<Expression> check) {
        Expression expression = parseRetention(condition, span);
        try {
            check.accept(expression);
        } catch (Refusal refusal) {
            // The spans of the refusal are positions in the text of the condition, not in the statement.
            throw refusal.withPrefix("Failed to validate retention condition: ").moveTo(span);
        }
    }

    static List<String> findMatching(Table table, Expression condition) {
        check(table, condition);
        return TablePartitions.of(table).definitions().stream()
                .filter(partition -> new PartitionCondition(table, partition).holds(condition))
                .map(partition -> partition.name().text())
                .toList();
    }

    private boolean holds(Expression condition) {
        if (condition instanceof Expression.Group group) {
            return holds(group.expression());
        }
        if (condition instanceof Expression.Binary binary) {
            return switch (binary.operator().canonicalOperator()) {
                case AND -> holds(binary.left()) && holds(binary.right());
                case OR -> holds(binary.left()) || holds(binary.right());
                default -> evaluateComparison(binary);
            };
        }
        if (condition instanceof Expression.IsNull isNull) {
            int column = columnIndex(isNull.value());
            return column >= 0
                    && partition instanceof ListPartition in
                    && in.values().stream()
                            .allMatch(row -> (row.get(column) instanceof Bound.NullBound) != isNull.negated());
        }
        return false;
    }

    private int columnIndex(Expression expression) {
        if (expression instanceof Expression.Reference reference) {
            for (int i = 0; i < columns.size(); i++) {
                if (reference.name().lastPart().is(columns.get(i))) {
                    return i;
                }
            }
        }
        return -1;
    }

    private boolean evaluateComparison(Expression.Binary binary) {
        int column = columnIndex(binary.left());
        Optional<String> text = literal(binary.right());
        if (column < 0 || text.isEmpty()) {
            return false;
        }
        try {
            PartitionValue value = PartitionValue.of(text.get(), types.get(column));
            return partition instanceof ListPartition in
                    ? allCompare(in, column, binary.operator(), value)
                    : column == 0 && allCompare((RangePartition) partition, binary.operator(), value);
        } catch (InvalidValueException e) {
            return false;
        }
    }

    private static Optional<String> literal(Expression expression) {
        if (expression instanceof Expression.Text text) {
            return Optional.of(text.value());
        }
        if (expression instanceof Expression.DateText date) {
            return Optional.of(date.value());
        }
        return expression instanceof Expression.Number number ? Optional.of(number.text()) : Optional.empty();
    }

    private boolean allCompare(ListPartition in, int column, Operator operator, PartitionValue value)
            throws InvalidValueException {
        for (List<Bound> row : in.values()) {
            if (row.get(column) instanceof Bound.NullBound) {
                return false;
            }
            int order = PartitionValue.of(row.get(column), types.get(column)).compareTo(value);
            boolean holds = switch (operator.canonicalOperator()) {
                case EQUAL -> order == 0;
                case NOT_EQUAL, NOT_EQUAL_SIGN -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
                default -> false;
            };
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    /** Whether the comparison is true for all rows of a range, whose upper bound is exclusive. */
    private boolean allCompare(RangePartition range, Operator operator, PartitionValue value)
            throws InvalidValueException {
        int lower = PartitionValue.of(range.lower().get(0), types.get(0)).compareTo(value);
        int upper = PartitionValue.of(range.upper().get(0), types.get(0)).compareTo(value);
        return switch (operator.canonicalOperator()) {
            case LESS, LESS_OR_EQUAL -> upper <= 0;
            case GREATER -> lower > 0;
            case GREATER_OR_EQUAL -> lower >= 0;
            default -> false;
        };
    }
}
