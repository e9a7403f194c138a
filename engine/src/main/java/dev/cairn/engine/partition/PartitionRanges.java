package dev.cairn.engine.partition;

import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.refusal.Refusal;
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
 * The ranges of a table's partitions, which must not overlap. A partition with LESS THAN begins at the end of the next
 * lower partition among those that were added earlier.
 */
public final class PartitionRanges {
    private final List<Type> types;
    private final List<RangePartition> existingRanges;
    private final TreeMap<PartitionKey, RangeEntry> addedEntryByUpperBound = new TreeMap<>();

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
     * Creates the ranges of a table with existing partitions. Only the neighbors of a new partition are
     * examined.
     *
     * @param existingRanges the existing partitions in the order of their bounds
     */
    PartitionRanges(List<Type> types, List<RangePartition> existingRanges) {
        this.types = List.copyOf(types);
        this.existingRanges = List.copyOf(existingRanges);
    }

    /**
     * Returns whether a range contains NULL, that is, whether the range begins at the minimum of its types.
     *
     * @param lowerBounds the bounds of an existing partition
     */
    public static boolean includesNull(List<Bound> lowerBounds, List<Type> types) {
        return PartitionKey.ofStored(lowerBounds, types).includesNull();
    }

    /** Returns all partitions in the order of their bounds, in the server's normal form. */
    public List<RangePartition> sortedRanges() {
        List<RangePartition> sortedRanges = new ArrayList<>(existingRanges.size() + addedEntryByUpperBound.size());
        int nextIndex = 0;
        for (RangeEntry addedEntry : addedEntryByUpperBound.values()) {
            int insertionIndex = findInsertionIndex(addedEntry.upper);
            sortedRanges.addAll(existingRanges.subList(nextIndex, insertionIndex));
            sortedRanges.add(addedEntry.definition);
            nextIndex = insertionIndex;
        }
        sortedRanges.addAll(existingRanges.subList(nextIndex, existingRanges.size()));
        return sortedRanges;
    }

    /** Returns the number of existing partitions that end before the bound. */
    private int findInsertionIndex(PartitionKey upper) {
        int start = 0;
        int end = existingRanges.size();
        while (start < end) {
            int middle = (start + end) >>> 1;
            if (toEntry(existingRanges.get(middle)).upper.compareTo(upper) < 0) {
                start = middle + 1;
            } else {
                end = middle;
            }
        }
        return start;
    }

    private RangeEntry toEntry(RangePartition partition) {
        return new RangeEntry(
                PartitionKey.ofStored(partition.lowerBounds(), types),
                PartitionKey.ofStored(partition.upperBounds(), types),
                partition);
    }

    /** Returns the last partition that ends before a bound; null if no partition does. */
    private @Nullable RangeEntry findPreviousEntry(PartitionKey upper) {
        Map.@Nullable Entry<PartitionKey, RangeEntry> addedEntry = addedEntryByUpperBound.lowerEntry(upper);
        int insertionIndex = findInsertionIndex(upper);
        RangeEntry existingEntry = insertionIndex == 0 ? null : toEntry(existingRanges.get(insertionIndex - 1));
        if (addedEntry == null || existingEntry == null) {
            return addedEntry == null ? existingEntry : addedEntry.getValue();
        }
        return addedEntry.getKey().compareTo(existingEntry.upper) > 0 ? addedEntry.getValue() : existingEntry;
    }

    /** Returns the first partition that ends at a bound or later; null if no partition does. */
    private @Nullable RangeEntry findNextEntry(PartitionKey upper) {
        Map.@Nullable Entry<PartitionKey, RangeEntry> addedEntry = addedEntryByUpperBound.ceilingEntry(upper);
        int insertionIndex = findInsertionIndex(upper);
        RangeEntry existingEntry =
                insertionIndex == existingRanges.size() ? null : toEntry(existingRanges.get(insertionIndex));
        if (addedEntry == null || existingEntry == null) {
            return addedEntry == null ? existingEntry : addedEntry.getValue();
        }
        return addedEntry.getKey().compareTo(existingEntry.upper) < 0 ? addedEntry.getValue() : existingEntry;
    }

    /**
     * Adds a partition, with LESS THAN or with fixed bounds, and returns the partition in normal form; refuses a range
     * that overlaps another one.
     *
     * @param properties the properties that the server stores for the partition, instead of the declared ones
     */
    public RangePartition add(PartitionDefinition partition, List<Property> properties) {
        try {
            RangeEntry entry = createEntry(partition, properties);
            addedEntryByUpperBound.put(entry.upper, entry);
            return entry.definition;
        } catch (InvalidValueException failure) {
            throw Refusal.ofExecution(partition.span(), failure.rule(), failure.arguments());
        }
    }

    private RangeEntry createEntry(PartitionDefinition partition, List<Property> properties)
            throws InvalidValueException {
        PartitionKey upper = upperKey(partition);
        if (upper.isMinimum()) {
            throw Refusal.ofExecution(partition.span(), PartitionRule.UPPER_VALUE_IS_MINIMUM, formatBounds(partition));
        }
        RangeEntry previousEntry = findPreviousEntry(upper);
        RangeEntry nextEntry = findNextEntry(upper);
        PartitionKey lower = lowerKey(partition, previousEntry);
        if (lower.compareTo(upper) >= 0) {
            throw new InvalidValueException(PartitionRule.LOWER_NOT_BELOW_UPPER);
        }
        RangePartition newRange = new RangePartition(
                false, partition.name(), lower.bounds(), upper.bounds(), properties, partition.span());
        RangeEntry entry = new RangeEntry(lower, upper, newRange);
        if (previousEntry != null) {
            requireDisjoint(entry, previousEntry, partition.span());
        }
        if (nextEntry != null) {
            requireDisjoint(entry, nextEntry, partition.span());
        }
        return entry;
    }

    private static void requireDisjoint(RangeEntry newEntry, RangeEntry neighborEntry, Span span) {
        boolean isDisjoint = newEntry.upper.compareTo(neighborEntry.lower) <= 0
                || neighborEntry.upper.compareTo(newEntry.lower) <= 0;
        if (!isDisjoint) {
            throw Refusal.ofExecution(span, PartitionRule.RANGES_INTERSECT, newEntry, neighborEntry);
        }
    }

    private PartitionKey upperKey(PartitionDefinition partition) throws InvalidValueException {
        if (partition instanceof RangePartition rangePartition) {
            return PartitionKey.of(rangePartition.upperBounds(), types);
        }
        LessThanPartition lessThanPartition = (LessThanPartition) partition;
        return lessThanPartition.hasBareMaxvalue()
                ? PartitionKey.maximum(types)
                : PartitionKey.of(lessThanPartition.upperBounds(), types);
    }

    private PartitionKey lowerKey(PartitionDefinition partition, @Nullable RangeEntry previousEntry)
            throws InvalidValueException {
        if (partition instanceof RangePartition rangePartition) {
            return PartitionKey.of(rangePartition.lowerBounds(), types);
        }
        return previousEntry == null ? PartitionKey.minimum(types) : previousEntry.upper;
    }

    /** Returns the bounds as the server's messages print them; only the upper bound of a partition with LESS THAN. */
    static String formatBounds(PartitionDefinition partition) {
        return partition instanceof RangePartition rangePartition
                ? "[" + formatBounds(rangePartition.lowerBounds()) + ", " + formatBounds(rangePartition.upperBounds())
                        + ")"
                : formatBounds(((LessThanPartition) partition).upperBounds());
    }

    static String formatBounds(List<Bound> bounds) {
        return bounds.stream()
                .map(bound -> bound instanceof Bound.LiteralBound value ? "'" + value.text() + "'" : "MAXVALUE")
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
