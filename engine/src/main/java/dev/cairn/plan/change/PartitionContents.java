package dev.cairn.plan.change;

import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.Every;
import dev.cairn.sql.ast.PartitionDefinition.FixedRange;
import dev.cairn.sql.ast.PartitionDefinition.In;
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

    static boolean sameValues(PartitionDefinition one, PartitionDefinition other) {
        if (one instanceof FixedRange first && other instanceof FixedRange second) {
            return first.lower().equals(second.lower()) && first.upper().equals(second.upper());
        }
        return one instanceof In first
                && other instanceof In second
                && new HashSet<>(first.values()).equals(new HashSet<>(second.values()));
    }

    static List<Property> properties(PartitionDefinition partition) {
        if (partition instanceof FixedRange fixed) {
            return fixed.properties();
        }
        return partition instanceof In in ? in.properties() : List.of();
    }

    /** Returns batches that might create exactly these partitions: only the server's own arithmetic decides. */
    static List<Every> batches(List<PartitionDefinition> partitions) {
        if (partitions.size() < 2 || !follow(partitions)) {
            return List.of();
        }
        FixedRange first = (FixedRange) partitions.get(0);
        FixedRange last = (FixedRange) partitions.get(partitions.size() - 1);
        String start = value(first.lower());
        String end = value(last.upper());
        List<Every> batches = new ArrayList<>();
        if (isNumber(start) && isNumber(value(first.upper()))) {
            BigInteger step = new BigInteger(value(first.upper())).subtract(new BigInteger(start));
            if (step.signum() > 0 && step.bitLength() < Integer.SIZE) {
                batches.add(new Every(start, end, step.intValue(), null, Span.NONE));
            }
        } else {
            UNITS.forEach(unit -> batches.add(new Every(start, end, 1, unit, Span.NONE)));
        }
        return batches;
    }

    /** Whether the partitions are adjacent ranges: each begins where the one before it ends. */
    private static boolean follow(List<PartitionDefinition> partitions) {
        for (int i = 0; i < partitions.size(); i++) {
            if (!(partitions.get(i) instanceof FixedRange fixed)
                    || !isPlain(fixed.lower())
                    || !isPlain(fixed.upper())
                    || !fixed.properties().isEmpty()) {
                return false;
            }
            if (i > 0 && !fixed.lower().equals(((FixedRange) partitions.get(i - 1)).upper())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(List<Bound> bounds) {
        return bounds.size() == 1 && bounds.get(0) instanceof Bound.Value;
    }

    private static String value(List<Bound> bounds) {
        return ((Bound.Value) bounds.get(0)).text();
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]+");
    }
}
