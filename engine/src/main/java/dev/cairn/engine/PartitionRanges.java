package dev.cairn.engine;

import dev.cairn.catalog.Refusal;
import dev.cairn.sql.Name;
import dev.cairn.sql.PartitionDefinition;
import dev.cairn.sql.PartitionDefinition.Bound;
import dev.cairn.sql.PartitionDefinition.Fixed;
import dev.cairn.sql.PartitionDefinition.LessThan;
import dev.cairn.sql.Property;
import dev.cairn.sql.Span;
import dev.cairn.sql.Type;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of a table's partitions, none of which overlap. A partition that is added LESS THAN a value begins where
 * the one before it ends, as far as partitions were added before.
 */
final class PartitionRanges {
    private final List<Type> types;
    private final TreeMap<PartitionKey, Entry> byUpper = new TreeMap<>();

    private record Entry(PartitionKey lower, PartitionKey upper, Fixed definition) {
        @Override
        public String toString() {
            return "[" + lower + ".." + upper + ")";
        }
    }

    PartitionRanges(List<Type> types) {
        this.types = List.copyOf(types);
    }

    /** All partitions by their bounds, in the server's normal form. */
    List<Fixed> inOrder() {
        return byUpper.values().stream().map(Entry::definition).toList();
    }

    /** Adds a partition, LESS THAN or of a fixed range; gives it in normal form. */
    Fixed add(PartitionDefinition partition, List<Property> properties) {
        try {
            Entry entry = entry(partition, properties);
            byUpper.put(entry.upper, entry);
            return entry.definition;
        } catch (InvalidValue e) {
            throw Refusal.execution(partition.span(), "Invalid range value format: " + e.problem());
        }
    }

    private Entry entry(PartitionDefinition partition, List<Property> properties) throws InvalidValue {
        PartitionKey upper = upper(partition);
        if (upper.isMinimum()) {
            throw Refusal.execution(
                    partition.span(), "Partition's upper value should not be MIN VALUE: " + text(partition));
        }
        Map.@Nullable Entry<PartitionKey, Entry> before = byUpper.lowerEntry(upper);
        Map.@Nullable Entry<PartitionKey, Entry> after = byUpper.ceilingEntry(upper);
        PartitionKey lower = lower(partition, before == null ? null : before.getValue());
        if (lower.compareTo(upper) >= 0) {
            throw new InvalidValue("The lower values must smaller than upper values");
        }
        Fixed fixed = new Fixed(
                false, name(partition), lower.bounds(), upper.bounds(), properties, partition.span());
        Entry entry = new Entry(lower, upper, fixed);
        if (before != null) {
            refuseOverlap(entry, before.getValue(), partition.span());
        }
        if (after != null) {
            refuseOverlap(entry, after.getValue(), partition.span());
        }
        return entry;
    }

    private static void refuseOverlap(Entry added, Entry present, Span at) {
        boolean apart =
                added.upper.compareTo(present.lower) <= 0 || present.upper.compareTo(added.lower) <= 0;
        if (!apart) {
            throw Refusal.execution(at, "Range " + added + " is intersected with range: " + present);
        }
    }

    private PartitionKey upper(PartitionDefinition partition) throws InvalidValue {
        if (partition instanceof Fixed fixed) {
            return PartitionKey.of(fixed.upper(), types);
        }
        LessThan lessThan = (LessThan) partition;
        return lessThan.maximum() ? PartitionKey.maximum(types) : PartitionKey.of(lessThan.values(), types);
    }

    private PartitionKey lower(PartitionDefinition partition, @Nullable Entry before) throws InvalidValue {
        if (partition instanceof Fixed fixed) {
            return PartitionKey.of(fixed.lower(), types);
        }
        return before == null ? PartitionKey.minimum(types) : before.upper;
    }

    static Name name(PartitionDefinition partition) {
        return partition instanceof Fixed fixed ? fixed.name() : ((LessThan) partition).name();
    }

    static String text(PartitionDefinition partition) {
        return partition instanceof Fixed fixed
                ? "[" + text(fixed.lower()) + ", " + text(fixed.upper()) + ")"
                : text(((LessThan) partition).values());
    }

    static String text(List<Bound> bounds) {
        return bounds.stream()
                .map(bound -> bound instanceof Bound.Value value ? "'" + value.text() + "'" : "MAXVALUE")
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
