package dev.cairn.plan.part;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Table;
import java.util.List;

/** Determines which partitions of a table the server manages by itself. */
public final class DynamicPartitions {
    public static final String ENABLE = "dynamic_partition.enable";

    private static final List<String> RETENTION =
            List.of("partition_ttl", "partition_live_number", "partition_retention_condition", "partition_ttl_number");

    private DynamicPartitions() {}

    public static boolean areOn(Table table) {
        return table.properties().value(ENABLE).filter("true"::equalsIgnoreCase).isPresent();
    }

    /** Whether dynamic partitions are disabled; their other properties then have no effect. */
    static boolean areOff(Table table) {
        return table.properties().has(ENABLE) && !areOn(table);
    }

    /** Whether the server creates partitions, as time passes or rows arrive. */
    static boolean areMade(Table table) {
        Partitioning partitioning = table.partitioning();
        return areOn(table)
                || partitioning instanceof Partitioning.ListBy
                || (partitioning instanceof Partitioning.RangeBy range && range.automatic());
    }

    static boolean areDropped(Table table) {
        return areOn(table)
                || RETENTION.stream()
                        .anyMatch(name -> table.properties()
                                .value(name)
                                .filter(value -> !value.isEmpty())
                                .isPresent());
    }
}
