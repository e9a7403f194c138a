package dev.cairn.engine.partition;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import dev.cairn.engine.expression.ExpressionPrintStyle;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.Every;
import dev.cairn.sql.ast.PartitionDefinition.Fixed;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The PARTITION BY clause that a user would write for a table. */
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

    /**
     * The clause of a partitioning by an expression; for an automatic table only partitions created in advance are
     * written.
     */
    private static PartitionClause range(Partitioning.RangeBy range) {
        List<Expression> by = List.of(ExpressionPrintStyle.BARE.show(range.by()));
        if (!range.automatic()) {
            return new PartitionClause.Range(by, partitions(range.partitions()), Span.NONE);
        }
        List<PartitionDefinition> batches = WrittenBatches.of(range);
        return new PartitionClause.By(by, false, !batches.isEmpty(), batches, Span.NONE);
    }

    /**
     * The clause without parentheses around expressions: 3.5 does not accept them, and later servers do not need them.
     */
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

    /**
     * The partitions of an automatic table that were created in advance, in the form that CREATE TABLE accepts: only as
     * batches with one partition for each unit of the partition expression.
     */
    private static final class WrittenBatches {
        private WrittenBatches() {}

        /** The batches, one for each sequence of partitions without a gap. */
        static List<PartitionDefinition> of(Partitioning.RangeBy range) {
            List<PartitionDefinition> batches = new ArrayList<>();
            Optional<String> unit = unit(range.by());
            List<Fixed> partitions = range.partitions();
            if (unit.isEmpty()) {
                return batches;
            }
            int start = 0;
            for (int i = 0; i < partitions.size(); i++) {
                boolean ends = i + 1 == partitions.size()
                        || !partitions
                                .get(i)
                                .upper()
                                .equals(partitions.get(i + 1).lower());
                if (ends) {
                    batches.add(new Every(
                            value(partitions.get(start).lower()),
                            value(partitions.get(i).upper()),
                            1,
                            unit.get(),
                            Span.NONE));
                    start = i + 1;
                }
            }
            return batches;
        }

        /**
         * The unit of {@code date_trunc('day', d)}, the only function for which the server accepts partitions in
         * advance.
         */
        private static Optional<String> unit(Expression by) {
            boolean truncates = by instanceof Expression.Call call
                    && call.function().last().text().equalsIgnoreCase("date_trunc")
                    && call.arguments().get(0) instanceof Expression.Text;
            return truncates
                    ? Optional.of(((Expression.Text)
                                    ((Expression.Call) by).arguments().get(0))
                            .value()
                            .toUpperCase(Locale.ROOT))
                    : Optional.empty();
        }

        private static String value(List<Bound> bounds) {
            return ((Bound.Value) bounds.get(0)).text();
        }
    }
}
