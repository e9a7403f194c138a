package dev.cairn.catalog;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.PartitionDefinition;
import java.util.List;

/** The partitioning of a table, with its declared partitions. */
public sealed interface Partitioning {
    /** Returns the partitions that were declared or added. */
    default List<? extends PartitionDefinition> declared() {
        if (this instanceof Range range) {
            return range.partitions();
        }
        if (this instanceof RangeBy by) {
            return by.partitions();
        }
        if (this instanceof InList list) {
            return list.partitions();
        }
        return this instanceof ListBy by ? by.partitions() : List.of();
    }

    /** A single partition that holds all rows. */
    record None() implements Partitioning {}

    /** {@code RANGE(a, b)} with its partitions in the order of their bounds. */
    record Range(List<String> columns, List<PartitionDefinition.Fixed> partitions) implements Partitioning {
        public Range {
            columns = List.copyOf(columns);
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * Ranges of one expression over a column; {@code automatic} if the server creates partitions when rows are
     * inserted.
     */
    record RangeBy(Expression by, boolean automatic, List<PartitionDefinition.Fixed> partitions)
            implements Partitioning {
        public RangeBy {
            partitions = List.copyOf(partitions);
        }
    }

    /** {@code LIST(a, b)} with its partitions. */
    record InList(List<String> columns, List<PartitionDefinition.In> partitions) implements Partitioning {
        public InList {
            columns = List.copyOf(columns);
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * Columns and expressions with a partition for each value, which the server creates when rows are inserted.
     *
     * @param partitions the partitions that ALTER TABLE added; SHOW CREATE omits them
     */
    record ListBy(List<Expression> items, List<PartitionDefinition.In> partitions) implements Partitioning {
        public ListBy {
            items = List.copyOf(items);
            partitions = List.copyOf(partitions);
        }
    }
}
