package dev.cairn.engine.property;

import static dev.cairn.engine.property.DynamicPartitioning.BUCKETS;
import static dev.cairn.engine.property.DynamicPartitioning.ENABLE;
import static dev.cairn.engine.property.DynamicPartitioning.END;
import static dev.cairn.engine.property.DynamicPartitioning.FIRST_DAY_OF_MONTH;
import static dev.cairn.engine.property.DynamicPartitioning.FIRST_DAY_OF_WEEK;
import static dev.cairn.engine.property.DynamicPartitioning.HISTORY;
import static dev.cairn.engine.property.DynamicPartitioning.NAME_PREFIX;
import static dev.cairn.engine.property.DynamicPartitioning.REPLICATION;
import static dev.cairn.engine.property.DynamicPartitioning.START;
import static dev.cairn.engine.property.DynamicPartitioning.TIME_UNIT;
import static dev.cairn.engine.property.DynamicPartitioning.TIME_ZONE;

import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.TimeZones;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Span;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks declared properties {@code dynamic_partition.*}. The checks are in the order of the server, so a statement
 * with several errors gets the error that the server reports first.
 */
public final class DynamicPartitionCheck {
    private static final int MAX_PARTITIONS = 500;
    private static final Set<String> TIME_UNITS = Set.of("HOUR", "DAY", "WEEK", "MONTH", "YEAR");

    private final Map<String, String> declaredValuesByName;
    private final Function<String, Span> spanFinder;

    /** @param spanFinder returns the position of each property in the statement */
    public DynamicPartitionCheck(Map<String, String> declaredValuesByName, Function<String, Span> spanFinder) {
        this.declaredValuesByName = declaredValuesByName;
        this.spanFinder = spanFinder;
    }

    /**
     * Requires the two properties that must accompany any other property of the family.
     *
     * @throws Refusal if one of the two is missing or empty
     */
    public static void requireUnitAndEnd(Map<String, String> declaredValuesByName, Span span) {
        if (declaredValuesByName.getOrDefault(TIME_UNIT, "").isEmpty()) {
            throw Refusal.ofExecution(
                    span, CommonRule.REQUIREMENT_MISSING, "Dynamic partitioning", "dynamic_partition.time_unit");
        }
        if (declaredValuesByName.getOrDefault(END, "").isEmpty()) {
            throw Refusal.ofExecution(
                    span, CommonRule.REQUIREMENT_MISSING, "Dynamic partitioning", "dynamic_partition.end");
        }
    }

    /**
     * Checks the values.
     *
     * @throws Refusal for the first invalid value
     */
    public void check() {
        if (declaredValuesByName.containsKey(TIME_UNIT)
                && !TIME_UNITS.contains(declaredValuesByName.get(TIME_UNIT).toUpperCase(Locale.ROOT))) {
            throw Refusal.ofExecution(
                    spanOf(TIME_UNIT), ServerError.UNSUPPORTED_DYNAMIC_TIME_UNIT, declaredValuesByName.get(TIME_UNIT));
        }
        if (declaredValuesByName.containsKey(NAME_PREFIX)) {
            NameValidation.checkPartition(declaredValuesByName.get(NAME_PREFIX), spanOf(NAME_PREFIX));
        }
        checkBuckets();
        checkEnable();
        checkStart();
        int endOffset = parseEnd();
        int historyPartitionCount = parseHistory();
        if (endOffset + historyPartitionCount > MAX_PARTITIONS) {
            throw Refusal.ofExecution(
                    spanOf(declaredValuesByName.containsKey(END) ? END : HISTORY),
                    PropertyRule.TOO_MANY_DYNAMIC_PARTITIONS,
                    endOffset + historyPartitionCount,
                    MAX_PARTITIONS);
        }
        checkFirstDays();
        if (declaredValuesByName.containsKey(TIME_ZONE)) {
            TimeZones.requireValidProperty(declaredValuesByName.get(TIME_ZONE), spanOf(TIME_ZONE));
        }
        checkReplicaNumber();
    }

    /** Checks the number of buckets. For an empty value, the server reports the error of an invalid {@code end}. */
    private void checkBuckets() {
        String text = declaredValuesByName.get(BUCKETS);
        if (text == null) {
            return;
        }
        if (text.isEmpty()) {
            throw Refusal.ofExecution(spanOf(BUCKETS), ServerError.INVALID_DYNAMIC_BOUND, BUCKETS, "greater", text);
        }
        try {
            Integer.parseInt(text);
        } catch (NumberFormatException failure) {
            throw Refusal.ofExecution(spanOf(BUCKETS), ServerError.DYNAMIC_BUCKETS_FORMAT, text);
        }
    }

    /** Returns the number of future partitions; 0 if it is not declared. */
    private int parseEnd() {
        String text = declaredValuesByName.get(END);
        if (text == null) {
            return 0;
        }
        int endOffset;
        try {
            endOffset = Integer.parseInt(text);
        } catch (NumberFormatException failure) {
            throw Refusal.ofExecution(spanOf(END), ServerError.INVALID_DYNAMIC_BOUND, END, "greater", text);
        }
        if (endOffset < 1) {
            throw Refusal.ofExecution(spanOf(END), ServerError.INVALID_DYNAMIC_BOUND, END, "greater", text);
        }
        return endOffset;
    }

    private void checkEnable() {
        String text = declaredValuesByName.get(ENABLE);
        if (text != null && !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw Refusal.ofExecution(spanOf(ENABLE), ServerError.INVALID_DYNAMIC_ENABLE, text);
        }
    }

    private void checkStart() {
        String text = declaredValuesByName.get(START);
        if (text == null) {
            return;
        }
        int startOffset;
        try {
            startOffset = Integer.parseInt(text);
        } catch (NumberFormatException failure) {
            throw Refusal.ofExecution(spanOf(START), ServerError.INVALID_DYNAMIC_BOUND, START, "less", text);
        }
        if (startOffset >= 0) {
            throw Refusal.ofExecution(spanOf(START), ServerError.INVALID_DYNAMIC_BOUND, START, "less", text);
        }
    }

    /** Returns the number of past partitions; 0 if it is not declared. */
    private int parseHistory() {
        String text = declaredValuesByName.get(HISTORY);
        if (text == null) {
            return 0;
        }
        int historyPartitionCount;
        try {
            historyPartitionCount = Integer.parseInt(text);
        } catch (NumberFormatException failure) {
            throw Refusal.ofExecution(spanOf(HISTORY), CommonRule.NOT_A_NUMBER, HISTORY, text);
        }
        if (historyPartitionCount < 0) {
            throw Refusal.ofExecution(spanOf(HISTORY), ServerError.DYNAMIC_HISTORY_ZERO);
        }
        return historyPartitionCount;
    }

    private void checkFirstDays() {
        checkFirstDay(FIRST_DAY_OF_MONTH);
        checkFirstDay(FIRST_DAY_OF_WEEK);
    }

    private void checkFirstDay(String name) {
        String text = declaredValuesByName.get(name);
        if (text != null) {
            try {
                DynamicPartitioning.parseFirstDay(name, text);
            } catch (InvalidValueException failure) {
                throw Refusal.ofExecution(spanOf(name), failure.rule(), failure.arguments());
            }
        }
    }

    private Span spanOf(String name) {
        return spanFinder.apply(name);
    }

    private void checkReplicaNumber() {
        String text = declaredValuesByName.get(REPLICATION);
        if (text == null) {
            return;
        }
        if (text.isEmpty()) {
            throw Refusal.ofExecution(spanOf(REPLICATION), CommonRule.NOT_A_NUMBER, REPLICATION, text);
        }
        int replicaNumber;
        try {
            replicaNumber = Integer.parseInt(text);
        } catch (NumberFormatException failure) {
            throw Refusal.ofExecution(spanOf(REPLICATION), ServerError.DYNAMIC_REPLICATION_FORMAT, text);
        }
        if (replicaNumber <= 0) {
            throw Refusal.ofExecution(spanOf(REPLICATION), ServerError.DYNAMIC_REPLICATION_ZERO);
        }
    }
}
