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
import java.util.HashSet;
import java.util.List;

/** Compares the values that partitions hold, regardless of the partitions' names. */
final class PartitionContents {
    private static final List<String> UNITS = List.of("DAY", "MONTH", "WEEK", "YEAR", "HOUR");

    private PartitionContents() {}

    static boolean haveSameValues(PartitionDefinition left, PartitionDefinition right) {
        if (left instanceof RangePartition leftRange && right instanceof RangePartition rightRange) {
            return leftRange.lower().equals(rightRange.lower())
                    && leftRange.upper().equals(rightRange.upper());
        }
        return left instanceof ListPartition leftList
                && right instanceof ListPartition rightList
                && new HashSet<>(leftList.values()).equals(new HashSet<>(rightList.values()));
    }

    static List<Property> properties(PartitionDefinition partition) {
        if (partition instanceof RangePartition range) {
            return range.properties();
        }
        return partition instanceof ListPartition list ? list.properties() : List.of();
    }

    /** Returns batches that might create exactly these partitions: only the server's own arithmetic decides. */
    static List<PartitionBatch> createBatches(List<PartitionDefinition> partitions) {
        if (partitions.size() < 2 || !areAdjacent(partitions)) {
            return List.of();
        }
        RangePartition first = (RangePartition) partitions.get(0);
        RangePartition lastPartition = (RangePartition) partitions.get(partitions.size() - 1);
        String start = literalText(first.lower());
        String end = literalText(lastPartition.upper());
        List<PartitionBatch> batches = new ArrayList<>();
        if (isNumber(start) && isNumber(literalText(first.upper()))) {
            BigInteger step = new BigInteger(literalText(first.upper())).subtract(new BigInteger(start));
            if (step.signum() > 0 && step.bitLength() < Integer.SIZE) {
                batches.add(new PartitionBatch(start, end, step.intValue(), null, Span.NONE));
            }
        } else {
            UNITS.forEach(unit -> batches.add(new PartitionBatch(start, end, 1, unit, Span.NONE)));
        }
        return batches;
    }

    /** Returns whether the partitions are adjacent ranges: each begins where the one before it ends. */
    private static boolean areAdjacent(List<PartitionDefinition> partitions) {
        for (int i = 0; i < partitions.size(); i++) {
            if (!(partitions.get(i) instanceof RangePartition range)
                    || !isSingleLiteral(range.lower())
                    || !isSingleLiteral(range.upper())
                    || !range.properties().isEmpty()) {
                return false;
            }
            if (i > 0 && !range.lower().equals(((RangePartition) partitions.get(i - 1)).upper())) {
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

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]+");
    }
}
