package dev.cairn.catalog;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.PartitionDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * The partitioning of a table, with its declared partitions, as the server stores it. While a table is being created,
 * it is a {@code PartitioningDraft}.
 */
public sealed interface Partitioning {
    /** The prefix of the columns that the server creates for the expressions in a PARTITION BY list. */
    String HIDDEN_COLUMN_PREFIX = "__generated_partition_column_";

    /**
     * Returns the partition columns. They do not include the columns that an expression in a list reads, because the
     * value of the expression is in a hidden column.
     */
    List<String> columns();

    /** Returns the columns that determine the partition of a row, including those inside expressions. */
    default List<String> sourceColumns() {
        return columns();
    }

    /** Returns the expressions of the hidden columns; these columns follow all others of the table. */
    default List<Expression> hiddenExpressions() {
        return List.of();
    }

    /** Returns the partitions that were declared or added; ranges are in the order of their bounds. */
    List<? extends PartitionDefinition> partitions();

    /**
     * Returns the partitioning with other partitions. They must be ranges or lists, like the present ones, and ranges
     * must be in the order of their bounds. {@link None} ignores them.
     */
    Partitioning withPartitions(List<? extends PartitionDefinition> newPartitions);

    /** Returns whether the server creates partitions when rows are inserted. */
    default boolean isAutomatic() {
        return false;
    }

    default boolean isByRange() {
        return false;
    }

    /**
     * Returns whether both partitionings have declared ranges over the same columns, so the two may have the same
     * partitions.
     */
    default boolean hasSameRangeColumns(Partitioning other) {
        return isByRange()
                && other.isByRange()
                && !isAutomatic()
                && !other.isAutomatic()
                && columns().equals(other.columns());
    }

    /** A single partition that holds all rows. */
    record None() implements Partitioning {
        @Override
        public List<String> columns() {
            return List.of();
        }

        @Override
        public List<PartitionDefinition> partitions() {
            return List.of();
        }

        @Override
        public None withPartitions(List<? extends PartitionDefinition> newPartitions) {
            return this;
        }
    }

    /** {@code RANGE(a, b)} with its partitions in the order of their bounds. */
    record ColumnRange(List<String> columns, List<PartitionDefinition.RangePartition> partitions)
            implements Partitioning {
        public ColumnRange {
            columns = List.copyOf(columns);
            partitions = List.copyOf(partitions);
        }

        @Override
        public ColumnRange withPartitions(List<? extends PartitionDefinition> newPartitions) {
            return new ColumnRange(columns, castToRanges(newPartitions));
        }

        @Override
        public boolean isByRange() {
            return true;
        }
    }

    /**
     * Ranges of one expression over a column.
     *
     * @param isAutomatic whether the server creates partitions when rows are inserted
     */
    record ExpressionRange(
            Expression expression, boolean isAutomatic, List<PartitionDefinition.RangePartition> partitions)
            implements Partitioning {
        public ExpressionRange {
            partitions = List.copyOf(partitions);
        }

        @Override
        public List<String> columns() {
            return expression.collectReferenceNames();
        }

        @Override
        public ExpressionRange withPartitions(List<? extends PartitionDefinition> newPartitions) {
            return new ExpressionRange(expression, isAutomatic, castToRanges(newPartitions));
        }

        @Override
        public boolean isByRange() {
            return true;
        }
    }

    /** {@code LIST(a, b)} with its partitions. */
    record ColumnList(List<String> columns, List<PartitionDefinition.ListPartition> partitions)
            implements Partitioning {
        public ColumnList {
            columns = List.copyOf(columns);
            partitions = List.copyOf(partitions);
        }

        @Override
        public ColumnList withPartitions(List<? extends PartitionDefinition> newPartitions) {
            return new ColumnList(columns, castToLists(newPartitions));
        }
    }

    /**
     * Columns and expressions with a partition for each value, which the server creates when rows are inserted.
     *
     * @param partitions the partitions that ALTER TABLE added; SHOW CREATE omits them
     */
    record ExpressionList(List<Expression> items, List<PartitionDefinition.ListPartition> partitions)
            implements Partitioning {
        public ExpressionList {
            items = List.copyOf(items);
            partitions = List.copyOf(partitions);
        }

        @Override
        public List<String> columns() {
            List<String> columns = new ArrayList<>();
            for (Expression item : items) {
                if (item instanceof Expression.Reference reference) {
                    columns.add(reference.name().lastPart().text());
                }
            }
            return columns;
        }

        @Override
        public List<String> sourceColumns() {
            return items.stream()
                    .flatMap(item -> item.collectReferenceNames().stream())
                    .distinct()
                    .toList();
        }

        @Override
        public List<Expression> hiddenExpressions() {
            return items.stream()
                    .filter(item -> !(item instanceof Expression.Reference))
                    .toList();
        }

        @Override
        public ExpressionList withPartitions(List<? extends PartitionDefinition> newPartitions) {
            return new ExpressionList(items, castToLists(newPartitions));
        }

        @Override
        public boolean isAutomatic() {
            return true;
        }
    }

    private static List<PartitionDefinition.RangePartition> castToRanges(
            List<? extends PartitionDefinition> partitions) {
        return partitions.stream()
                .map(PartitionDefinition.RangePartition.class::cast)
                .toList();
    }

    private static List<PartitionDefinition.ListPartition> castToLists(List<? extends PartitionDefinition> partitions) {
        return partitions.stream()
                .map(PartitionDefinition.ListPartition.class::cast)
                .toList();
    }
}
