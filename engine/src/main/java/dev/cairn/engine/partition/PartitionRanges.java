package dev.cairn.engine.partition;

import dev.cairn.catalog.Refusal;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.PartitionDefinition;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.FixedRange;
import dev.cairn.sql.ast.PartitionDefinition.LessThan;
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
    private final List<FixedRange> existing;
    private final TreeMap<PartitionKey, RangeEntry> byUpper = new TreeMap<>();

    private record RangeEntry(PartitionKey lower, PartitionKey upper, FixedRange definition) {
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
    PartitionRanges(List<Type> types, List<FixedRange> present) {
        this.types = List.copyOf(types);
        this.existing = List.copyOf(present);
    }

    /** All partitions in the order of their bounds, in the server's normal form. */
    public List<FixedRange> inOrder() {
        List<FixedRange> all = new ArrayList<>(existing.size() + byUpper.size());
        int next = 0;
        for (RangeEntry added : byUpper.values()) {
            int index = insertionIndex(added.upper);
            all.addAll(existing.subList(next, index));
            all.add(added.definition);
            next = index;
        }
        all.addAll(existing.subList(next, existing.size()));
        return all;
    }

    /** The number of existing partitions that end before the bound. */
    private int insertionIndex(PartitionKey upper) {
        int from = 0;
        int to = existing.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (entry(existing.get(middle)).upper.compareTo(upper) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private RangeEntry entry(FixedRange partition) {
        return new RangeEntry(
                PartitionKey.ofStored(partition.lower(), types),
                PartitionKey.ofStored(partition.upper(), types),
                partition);
    }

    private @Nullable RangeEntry entryBefore(PartitionKey upper) {
        Map.@Nullable Entry<PartitionKey, RangeEntry> added = byUpper.lowerEntry(upper);
        int index = insertionIndex(upper);
        RangeEntry neighbor = index == 0 ? null : entry(existing.get(index - 1));
        if (added == null || neighbor == null) {
            return added == null ? neighbor : added.getValue();
        }
        return added.getKey().compareTo(neighbor.upper) > 0 ? added.getValue() : neighbor;
    }

    private @Nullable RangeEntry entryAfter(PartitionKey upper) {
        Map.@Nullable Entry<PartitionKey, RangeEntry> added = byUpper.ceilingEntry(upper);
        int index = insertionIndex(upper);
        RangeEntry neighbor = index == existing.size() ? null : entry(existing.get(index));
        if (added == null || neighbor == null) {
            return added == null ? neighbor : added.getValue();
        }
        return added.getKey().compareTo(neighbor.upper) < 0 ? added.getValue() : neighbor;
    }

    /** Adds a partition, LESS THAN or with fixed bounds, and returns it in normal form. */
    public FixedRange add(PartitionDefinition partition, List<Property> properties) {
        try {
            RangeEntry entry = entry(partition, properties);
            byUpper.put(entry.upper, entry);
            return entry.definition;
        } catch (InvalidValueException e) {
            throw Refusal.execution(partition.span(), e.rule(), e.arguments());
        }
    }

    private RangeEntry entry(PartitionDefinition partition, List<Property> properties) throws InvalidValueException {
        PartitionKey upper = upper(partition);
        if (upper.isMinimum()) {
            throw Refusal.execution(partition.span(), PartitionRule.UPPER_VALUE_IS_MINIMUM, text(partition));
        }
        RangeEntry before = entryBefore(upper);
        RangeEntry after = entryAfter(upper);
        PartitionKey lower = lower(partition, before);
        if (lower.compareTo(upper) >= 0) {
            throw new InvalidValueException(PartitionRule.LOWER_NOT_BELOW_UPPER);
        }
        FixedRange fixed =
                new FixedRange(false, partition.name(), lower.bounds(), upper.bounds(), properties, partition.span());
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
        boolean apart = added.upper.compareTo(present.lower) <= 0 || present.upper.compareTo(added.lower) <= 0;
        if (!apart) {
            throw Refusal.execution(span, PartitionRule.RANGES_INTERSECT, added, present);
        }
    }

    private PartitionKey upper(PartitionDefinition partition) throws InvalidValueException {
        if (partition instanceof FixedRange fixed) {
            return PartitionKey.of(fixed.upper(), types);
        }
        LessThan lessThan = (LessThan) partition;
        return lessThan.maximum() ? PartitionKey.maximum(types) : PartitionKey.of(lessThan.values(), types);
    }

    private PartitionKey lower(PartitionDefinition partition, @Nullable RangeEntry before)
            throws InvalidValueException {
        if (partition instanceof FixedRange fixed) {
            return PartitionKey.of(fixed.lower(), types);
        }
        return before == null ? PartitionKey.minimum(types) : before.upper;
    }

    static String text(PartitionDefinition partition) {
        return partition instanceof FixedRange fixed
                ? "[" + text(fixed.lower()) + ", " + text(fixed.upper()) + ")"
                : text(((LessThan) partition).values());
    }

    static String text(List<Bound> bounds) {
        return bounds.stream()
                .map(bound -> bound instanceof Bound.Value value ? "'" + value.text() + "'" : "MAXVALUE")
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
