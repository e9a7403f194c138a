package dev.cairn.engine.partition;

import dev.cairn.engine.column.RangeExpressions;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The partitioning of a table that is being created, as its statement declares it. */
public sealed interface PartitionDraft {
    Span span();

    record None(Span span) implements PartitionDraft {}

    /**
     * A partitioning by ranges of columns, or of one expression.
     *
     * @param columns the partition columns, or the columns that the expression reads
     * @param by the expression, or null for plain columns
     * @param automatic whether the server creates partitions automatically when rows are inserted
     * @param partitions the partition definitions; a batch is a single definition until it is analysed
     */
    record Ranges(
            List<Name> columns,
            @Nullable Expression by,
            boolean automatic,
            List<PartitionDefinition> partitions,
            Span span)
            implements PartitionDraft {
        public Ranges {
            columns = List.copyOf(columns);
            partitions = List.copyOf(partitions);
        }

        /** The type that the expression defines regardless of the column's type, or null. */
        @Nullable
        Type ownType() {
            return by == null || automatic ? null : RangeExpressions.ownType(by);
        }
    }

    /**
     * A partitioning by lists of values.
     *
     * @param columns the partition columns, including a hidden column for each expression
     * @param items the columns and expressions as written
     */
    record Lists(
            List<Name> columns,
            List<Expression> items,
            boolean automatic,
            List<PartitionDefinition> partitions,
            Span span)
            implements PartitionDraft {
        public Lists {
            columns = List.copyOf(columns);
            items = List.copyOf(items);
            partitions = List.copyOf(partitions);
        }

        public boolean hasExpressions() {
            return items.stream().anyMatch(item -> !(item instanceof Expression.Reference));
        }
    }
}
