package dev.cairn.engine.partition;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person would have written behind PARTITION BY. */
public final class WrittenPartitioning {
    private WrittenPartitioning() {}

    public static @Nullable PartitionClause of(Table table) {
        Partitioning partitioning = table.partitioning();
        if (partitioning instanceof Partitioning.Range range) {
            return new PartitionClause.Range(
                    ShownPartitioning.references(range.columns()), partitions(range.partitions()), Span.NONE);
        }
        if (partitioning instanceof Partitioning.RangeBy range) {
            return range(range);
        }
        if (partitioning instanceof Partitioning.InList list) {
            List<Name> columns = list.columns().stream().map(Name::of).toList();
            return new PartitionClause.InList(columns, true, true, partitions(list.partitions()), Span.NONE);
        }
        return partitioning instanceof Partitioning.ListBy list ? automatic(list) : null;
    }

    /** Of an automatic table, only those are written that were made in advance. */
    private static PartitionClause range(Partitioning.RangeBy range) {
        List<Expression> by = List.of(ExpressionPrintStyle.BARE.show(range.by()));
        if (!range.automatic()) {
            return new PartitionClause.Range(by, partitions(range.partitions()), Span.NONE);
        }
        List<PartitionDefinition> batches = WrittenBatches.of(range);
        return new PartitionClause.By(by, false, !batches.isEmpty(), batches, Span.NONE);
    }

    /** 3.5 takes no parentheses around expressions, and later servers need none. */
    private static PartitionClause automatic(Partitioning.ListBy list) {
        List<Expression> items =
                list.items().stream().map(ExpressionPrintStyle.SERIALIZED::show).toList();
        PartitionClause clause = ShownPartitioning.automatic(items);
        return clause instanceof PartitionClause.By by
                ? new PartitionClause.By(by.items(), false, false, List.of(), Span.NONE)
                : clause;
    }

    private static List<PartitionDefinition> partitions(List<? extends PartitionDefinition> partitions) {
        return List.copyOf(partitions);
    }
}
