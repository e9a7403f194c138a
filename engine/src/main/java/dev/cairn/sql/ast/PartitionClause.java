package dev.cairn.sql.ast;

import java.util.List;

/** What stands behind PARTITION BY. */
public sealed interface PartitionClause {
    Span span();

    /** {@code RANGE(a, b) (…)}, or {@code RANGE(str2date(a, '…')) (…)} with one expression that is not a column. */
    record Range(List<Expression> by, List<PartitionDefinition> partitions, Span span) implements PartitionClause {
        public Range {
            by = List.copyOf(by);
            partitions = List.copyOf(partitions);
        }
    }

    /** {@code LIST(a, b) (…)}; {@code word} false where LIST was left out; without partitions, an automatic one. */
    record InList(List<Name> columns, boolean word, boolean explicit, List<PartitionDefinition> partitions, Span span)
            implements PartitionClause {
        public InList {
            columns = List.copyOf(columns);
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * {@code date_trunc('day', dt), city}: the server makes the partitions.
     *
     * @param parenthesized whether the whole list stood in parentheses
     * @param explicit whether a (perhaps empty) list of partitions followed, as one function call may have
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
