package dev.cairn.engine.property;

import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.Span;
import java.util.Map;

/**
 * The naming and alignment of partitions that are created in one batch.
 *
 * @param prefix the beginning of the names of the partitions
 * @param firstDayOfWeek the first day of a week; Monday is 1
 * @param firstDayOfMonth the day on which a month begins; the first is 1
 */
public record PartitionBatchOptions(String prefix, int firstDayOfWeek, int firstDayOfMonth) {
    /** Returns the default alignment: to Mondays, and to the first days of months. */
    public static PartitionBatchOptions ofCalendar(String prefix) {
        return new PartitionBatchOptions(prefix, 1, 1);
    }

    /**
     * Returns the options that properties {@code dynamic_partition.*} set.
     *
     * @param defaultPrefix the prefix, unless a property sets it
     * @throws InvalidValueException if a first day is invalid
     */
    public static PartitionBatchOptions parse(Map<String, String> properties, String defaultPrefix, Span span)
            throws InvalidValueException {
        int firstDayOfWeek = parseFirstDay(properties, DynamicPartitioning.FIRST_DAY_OF_WEEK);
        int firstDayOfMonth = parseFirstDay(properties, DynamicPartitioning.FIRST_DAY_OF_MONTH);
        String prefix = properties.get(DynamicPartitioning.NAME_PREFIX);
        if (prefix != null) {
            NameValidation.checkPartition(prefix, span);
        }
        return new PartitionBatchOptions(prefix == null ? defaultPrefix : prefix, firstDayOfWeek, firstDayOfMonth);
    }

    private static int parseFirstDay(Map<String, String> properties, String name) throws InvalidValueException {
        String value = properties.get(name);
        return value == null ? 1 : DynamicPartitioning.parseFirstDay(name, value);
    }
}
