package dev.cairn.engine.partition;

import dev.cairn.catalog.Partitioning;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.Every;
import dev.cairn.sql.ast.PartitionDefinition.Fixed;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The partitions that an automatic table was given in advance, as CREATE TABLE takes them: only in batches, of one partition
 * for each unit of its expression.
 */
final class WrittenBatches {
    private WrittenBatches() {}

    /** One batch for each run of partitions without a gap. */
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
                    || !partitions.get(i).upper().equals(partitions.get(i + 1).lower());
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

    /** The unit of {@code date_trunc('day', d)}: for no other function the server takes partitions in advance. */
    private static Optional<String> unit(Expression by) {
        boolean truncates = by instanceof Expression.Call call
                && call.function().last().text().equalsIgnoreCase("date_trunc")
                && call.arguments().get(0) instanceof Expression.Text;
        return truncates
                ? Optional.of(
                        ((Expression.Text) ((Expression.Call) by).arguments().get(0))
                                .value()
                                .toUpperCase(Locale.ROOT))
                : Optional.empty();
    }

    private static String value(List<Bound> bounds) {
        return ((Bound.Value) bounds.get(0)).text();
    }
}
