package dev.cairn.sql.ast;

import java.util.List;

/** The clause PARTITION BY. */
public sealed interface PartitionClause {
    Span span();

    /**
     * {@code RANGE(a, b) (…)}, or {@code RANGE(str2date(a, '…')) (…)} with a single expression that is not a column.
     */
    record Range(List<Expression> by, List<PartitionDefinition> partitions, Span span) implements PartitionClause {
        public Range {
            by = List.copyOf(by);
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * {@code LIST(a, b) (…)}; {@code word} is false if LIST is omitted. Without partitions, the partitioning is
     * automatic.
     */
    record InList(List<Name> columns, boolean word, boolean explicit, List<PartitionDefinition> partitions, Span span)
            implements PartitionClause {
        public InList {
            columns = List.copyOf(columns);
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * {@code date_trunc('day', dt), city}: the server creates the partitions.
     *
     * @param parenthesized whether the whole list is in parentheses
     * @param explicit whether a list of partitions follows, possibly empty, which is allowed for a single function call
     */
    record By(
            List<Expression> items,
            boolean parenthesized,
            boolean explicit,
            List<PartitionDefinition> partitions,
            Span span)
            implements PartitionClause {
        public By {
            items = List.copyOf(items);
            partitions = List.copyOf(partitions);
        }
    }
}
