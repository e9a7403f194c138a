package dev.cairn.engine.partition;

import dev.cairn.catalog.Refusal;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.LessThanPartition;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of a table's partitions, which must not overlap. A partition that is added with LESS THAN begins where the
 * previous partition ends, and only the partitions added before it are considered.
 */
public final class PartitionRanges {
    private final List<Type> types;
    private final List<RangePartition> existing;
    private final TreeMap<PartitionKey, RangeEntry> byUpper = new TreeMap<>();

    private record RangeEntry(PartitionKey lower, PartitionKey upper, RangePartition definition) {
        @Override
        public String toString() {
            return "[" + lower + ".." + upper + ")";
        }
    }

    public PartitionRanges(List<Type> types) {
        this(types, List.of());
    }

    /**
     * Begins with the existing partitions of a table. Only the neighbours of a new partition are examined.
     *
     * @param present the existing partitions in the order of their bounds
     */
    PartitionRanges(List<Type> types, List<RangePartition> present) {
        this.types = List.copyOf(types);
        this.existing = List.copyOf(present);
    }

    /** All partitions in the order of their bounds, in the server's normal form. */
    public List<RangePartition> sortedRanges() {
        List<RangePartition> sortedRanges = new ArrayList<>(existing.size() + byUpper.size());
        int nextIndex = 0;
        for (RangeEntry added : byUpper.values()) {
            int index = insertionIndex(added.upper);
            sortedRanges.addAll(existing.subList(nextIndex, index));
            sortedRanges.add(added.definition);
            nextIndex = index;
        }
        sortedRanges.addAll(existing.subList(nextIndex, existing.size()));
        return sortedRanges;
    }

    /** The number of existing partitions that end before the bound. */
    private int insertionIndex(PartitionKey upper) {
        int start = 0;
        int end = existing.size();
        while (start < end) {
            int middle = (start + end) >>> 1;
            if (toEntry(existing.get(middle)).upper.compareTo(upper) < 0) {
                start = middle + 1;
            } else {
                end = middle;
            }
        }
        return start;
    }

    private RangeEntry toEntry(RangePartition partition) {
        return new RangeEntry(
                PartitionKey.ofStored(partition.lower(), types),
                PartitionKey.ofStored(partition.upper(), types),
                partition);
    }

    private @Nullable RangeEntry entryBefore(PartitionKey upper) {
        Map.@Nullable Entry<PartitionKey, RangeEntry> added = byUpper.lowerEntry(upper);
        int index = insertionIndex(upper);
        RangeEntry neighbor = index == 0 ? null : toEntry(existing.get(index - 1));
        if (added == null || neighbor == null) {
            return added == null ? neighbor : added.getValue();
        }
        return added.getKey().compareTo(neighbor.upper) > 0 ? added.getValue() : neighbor;
    }

    private @Nullable RangeEntry entryAfter(PartitionKey upper) {
        Map.@Nullable Entry<PartitionKey, RangeEntry> added = byUpper.ceilingEntry(upper);
        int index = insertionIndex(upper);
        RangeEntry neighbor = index == existing.size() ? null : toEntry(existing.get(index));
        if (added == null || neighbor == null) {
            return added == null ? neighbor : added.getValue();
        }
        return added.getKey().compareTo(neighbor.upper) < 0 ? added.getValue() : neighbor;
    }

    /** Adds a partition, LESS THAN or with fixed bounds, and returns it in normal form. */
    public RangePartition add(PartitionDefinition partition, List<Property> properties) {
        try {
            RangeEntry entry = toEntry(partition, properties);
            byUpper.put(entry.upper, entry);
            return entry.definition;
        } catch (InvalidValueException e) {
            throw Refusal.execution(partition.span(), e.rule(), e.arguments());
        }
    }

    private RangeEntry toEntry(PartitionDefinition partition, List<Property> properties) throws InvalidValueException {
        PartitionKey upper = upperKey(partition);
        if (upper.isMinimum()) {
            throw Refusal.execution(partition.span(), PartitionRule.UPPER_VALUE_IS_MINIMUM, formatBounds(partition));
        }
        RangeEntry before = entryBefore(upper);
        RangeEntry after = entryAfter(upper);
        PartitionKey lower = lowerKey(partition, before);
        if (lower.compareTo(upper) >= 0) {
            throw new InvalidValueException(PartitionRule.LOWER_NOT_BELOW_UPPER);
        }
        RangePartition fixed = new RangePartition(
                false, partition.name(), lower.bounds(), upper.bounds(), properties, partition.span());
        RangeEntry entry = new RangeEntry(lower, upper, fixed);
        if (before != null) {
            refuseOverlap(entry, before, partition.span());
        }
        if (after != null) {
            refuseOverlap(entry, after, partition.span());
        }
        return entry;
    }

    private static void refuseOverlap(RangeEntry added, RangeEntry present, Span span) {
        boolean isDisjoint = added.upper.compareTo(present.lower) <= 0 || present.upper.compareTo(added.lower) <= 0;
        if (!isDisjoint) {
            throw Refusal.execution(span, PartitionRule.RANGES_INTERSECT, added, present);
        }
    }

    private PartitionKey upperKey(PartitionDefinition partition) throws InvalidValueException {
        if (partition instanceof RangePartition fixed) {
            return PartitionKey.of(fixed.upper(), types);
        }
        LessThanPartition lessThan = (LessThanPartition) partition;
        return lessThan.isMaximum() ? PartitionKey.maximum(types) : PartitionKey.of(lessThan.values(), types);
    }

    private PartitionKey lowerKey(PartitionDefinition partition, @Nullable RangeEntry before)
            throws InvalidValueException {
        if (partition instanceof RangePartition fixed) {
            return PartitionKey.of(fixed.lower(), types);
        }
        return before == null ? PartitionKey.minimum(types) : before.upper;
    }

    static String formatBounds(PartitionDefinition partition) {
        return partition instanceof RangePartition fixed
                ? "[" + formatBounds(fixed.lower()) + ", " + formatBounds(fixed.upper()) + ")"
                : formatBounds(((LessThanPartition) partition).values());
    }

    static String formatBounds(List<Bound> bounds) {
        return bounds.stream()
                .map(bound -> bound instanceof Bound.LiteralBound value ? "'" + value.text() + "'" : "MAXVALUE")
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
