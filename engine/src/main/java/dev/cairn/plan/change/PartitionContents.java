package dev.cairn.plan.change;

import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.ListPartition;
import dev.cairn.sql.ast.PartitionDefinition.PartitionBatch;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The properties of partitions, and the batches that combine adjacent partitions. */
final class PartitionContents {
    /** The units of the intervals of a batch, in the order in which they are tried. */
    private static final List<String> BATCH_UNITS = List.of("DAY", "MONTH", "WEEK", "YEAR", "HOUR");

    private PartitionContents() {}

    static List<Property> findProperties(PartitionDefinition partition) {
        if (partition instanceof RangePartition range) {
            return range.properties();
        }
        return partition instanceof ListPartition list ? list.properties() : List.of();
    }

    /**
     * Returns batches that might create exactly these partitions. Whether a batch does depends on how the server
     * computes the bounds, so each has to be tried. The list is empty unless the partitions are at least two adjacent
     * ranges.
     */
    static List<PartitionBatch> createCandidateBatches(List<PartitionDefinition> partitions) {
        if (partitions.size() < 2 || !areAdjacent(partitions)) {
            return List.of();
        }
        RangePartition firstPartition = (RangePartition) partitions.get(0);
        RangePartition lastPartition = (RangePartition) partitions.get(partitions.size() - 1);
        String batchStart = literalText(firstPartition.lowerBounds());
        String batchEnd = literalText(lastPartition.upperBounds());
        List<PartitionBatch> batches = new ArrayList<>();
        if (isInteger(batchStart) && isInteger(literalText(firstPartition.upperBounds()))) {
            BigInteger interval =
                    new BigInteger(literalText(firstPartition.upperBounds())).subtract(new BigInteger(batchStart));
            if (interval.signum() > 0 && interval.bitLength() < Integer.SIZE) {
                batches.add(new PartitionBatch(batchStart, batchEnd, interval.intValue(), null, Span.NONE));
            }
        } else {
            BATCH_UNITS.forEach(unit -> batches.add(new PartitionBatch(batchStart, batchEnd, 1, unit, Span.NONE)));
        }
        return batches;
    }

    /** Returns whether the partitions are adjacent ranges: each begins where the one before it ends. */
    private static boolean areAdjacent(List<PartitionDefinition> partitions) {
        for (int i = 0; i < partitions.size(); i++) {
            if (!(partitions.get(i) instanceof RangePartition range)
                    || !isSingleLiteral(range.lowerBounds())
                    || !isSingleLiteral(range.upperBounds())
                    || !range.properties().isEmpty()) {
                return false;
            }
            if (i > 0 && !range.lowerBounds().equals(((RangePartition) partitions.get(i - 1)).upperBounds())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSingleLiteral(List<Bound> bounds) {
        return bounds.size() == 1 && bounds.get(0) instanceof Bound.LiteralBound;
    }

    private static String literalText(List<Bound> bounds) {
        return ((Bound.LiteralBound) bounds.get(0)).text();
    }

    private static boolean isInteger(String text) {
        return text.matches("-?[0-9]+");
    }
}
