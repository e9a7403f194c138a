package dev.cairn.engine.partition;

import dev.cairn.engine.column.RangeExpressions;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a table that is being created is divided, as far as its statement says. */
public sealed interface PartitionDraft {
    Span span();

    record None(Span span) implements PartitionDraft {}

    /**
     * By ranges of columns, or of one expression.
     *
     * @param columns that are divided by, or that the expression reads
     * @param by null for columns alone
     * @param automatic the server makes partitions as rows come
     * @param partitions a definition of many is one of them until it is analysed
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

        /** The type that an expression says by itself, whatever the column's is. */
        @Nullable
        Type ownType() {
            return by == null || automatic ? null : RangeExpressions.ownType(by);
        }
    }

    /**
     * By lists of values.
     *
     * @param items columns and expressions; a column stands for each expression
     * @param columns all of them
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
