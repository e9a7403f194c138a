package dev.cairn.catalog;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.PartitionDefinition;
import java.util.List;

/** How a table is divided, and into which declared partitions. */
public sealed interface Partitioning {
    /** The partitions that were declared or added. */
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

    /** One partition that holds all. */
    record None() implements Partitioning {}

    /** {@code RANGE(a, b)} with its partitions in the order of their bounds. */
    record Range(List<String> columns, List<PartitionDefinition.Fixed> partitions) implements Partitioning {
        public Range {
            columns = List.copyOf(columns);
            partitions = List.copyOf(partitions);
        }
    }

    /** One expression over a column; {@code automatic} where the server makes the partitions as rows come. */
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
     * Columns and expressions, a partition for each value, made by the server as rows come.
     *
     * @param partitions those that ALTER TABLE added; SHOW CREATE keeps silent on them
     */
    record ListBy(List<Expression> items, List<PartitionDefinition.In> partitions) implements Partitioning {
        public ListBy {
            items = List.copyOf(items);
            partitions = List.copyOf(partitions);
        }
    }
}
