package dev.cairn.engine.property;

import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.Span;
import java.util.Map;

/**
 * The options of a batch of partitions: how the partitions are named, and where weeks and months begin.
 *
 * @param namePrefix the beginning of the names of the partitions
 * @param firstDayOfWeek the first day of a week; Monday is 1
 * @param firstDayOfMonth the day on which a month begins; the first is 1
 */
public record PartitionBatchOptions(String namePrefix, int firstDayOfWeek, int firstDayOfMonth) {
    /** Returns the default options: weeks begin on Monday, and months on their first day. */
    public static PartitionBatchOptions ofDefaults(String namePrefix) {
        return new PartitionBatchOptions(namePrefix, 1, 1);
    }

    /**
     * Returns the options that the properties {@code dynamic_partition.*} of a table set.
     *
     * @param defaultPrefix the prefix of names if no property sets one
     * @throws InvalidValueException if a first day is invalid
     */
    public static PartitionBatchOptions parse(Map<String, String> valueByName, String defaultPrefix, Span span)
            throws InvalidValueException {
        int firstDayOfWeek = parseFirstDay(valueByName, DynamicPartitionProperties.FIRST_DAY_OF_WEEK);
        int firstDayOfMonth = parseFirstDay(valueByName, DynamicPartitionProperties.FIRST_DAY_OF_MONTH);
        String namePrefix = valueByName.get(DynamicPartitionProperties.NAME_PREFIX);
        if (namePrefix != null) {
            NameValidation.requireValidPartitionName(namePrefix, span);
        }
        return new PartitionBatchOptions(
                namePrefix == null ? defaultPrefix : namePrefix, firstDayOfWeek, firstDayOfMonth);
    }

    private static int parseFirstDay(Map<String, String> valueByName, String name) throws InvalidValueException {
        String value = valueByName.get(name);
        return value == null ? 1 : DynamicPartitionProperties.parseFirstDay(name, value);
    }
}
