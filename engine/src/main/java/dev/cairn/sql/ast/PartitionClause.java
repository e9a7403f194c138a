package dev.cairn.sql.ast;

import java.util.List;

/** The clause PARTITION BY, as written: by ranges, by lists, or by expressions. */
public sealed interface PartitionClause extends CreateClause {
    Span span();

    /** Returns the declared partitions. */
    List<PartitionDefinition> partitions();

    PartitionClause withPartitions(List<PartitionDefinition> newPartitions);

    /** Returns the columns that the clause names, without qualifiers. */
    List<Name> collectColumnNames();

    private static List<Name> collectAllColumnNames(List<Expression> expressions) {
        return expressions.stream()
                .flatMap(expression -> expression.collectColumnNames().stream())
                .toList();
    }

    /**
     * {@code RANGE(a, b) (…)}, or {@code RANGE(str2date(a, '…')) (…)} with a single expression that is not a column.
     */
    record RangePartitioning(List<Expression> expressions, List<PartitionDefinition> partitions, Span span)
            implements PartitionClause {
        public RangePartitioning {
            expressions = List.copyOf(expressions);
            partitions = List.copyOf(partitions);
        }

        @Override
        public RangePartitioning withPartitions(List<PartitionDefinition> newPartitions) {
            return new RangePartitioning(expressions, newPartitions, span);
        }

        @Override
        public List<Name> collectColumnNames() {
            return collectAllColumnNames(expressions);
        }
    }

    /**
     * {@code LIST(a, b) (…)}, or {@code (a, b) (…)} without the word LIST. Without partitions, the partitioning is
     * automatic.
     *
     * @param isExplicit whether a list of partitions follows, possibly empty
     */
    record ListPartitioning(
            List<Name> columns,
            boolean hasListKeyword,
            boolean isExplicit,
            List<PartitionDefinition> partitions,
            Span span)
            implements PartitionClause {
        public ListPartitioning {
            columns = List.copyOf(columns);
            partitions = List.copyOf(partitions);
        }

        @Override
        public ListPartitioning withPartitions(List<PartitionDefinition> newPartitions) {
            return new ListPartitioning(columns, hasListKeyword, isExplicit, newPartitions, span);
        }

        @Override
        public List<Name> collectColumnNames() {
            return columns;
        }
    }

    /**
     * {@code date_trunc('day', dt), city}: the server creates the partitions.
     *
     * @param isParenthesized whether the whole list is in parentheses
     * @param isExplicit whether a list of partitions follows, possibly empty, which is allowed for a single function
     *     call
     */
    record ExpressionPartitioning(
            List<Expression> expressions,
            boolean isParenthesized,
            boolean isExplicit,
            List<PartitionDefinition> partitions,
            Span span)
            implements PartitionClause {
        public ExpressionPartitioning {
            expressions = List.copyOf(expressions);
            partitions = List.copyOf(partitions);
        }

        @Override
        public ExpressionPartitioning withPartitions(List<PartitionDefinition> newPartitions) {
            return new ExpressionPartitioning(expressions, isParenthesized, isExplicit, newPartitions, span);
        }

        @Override
        public List<Name> collectColumnNames() {
            return collectAllColumnNames(expressions);
        }
    }
}
