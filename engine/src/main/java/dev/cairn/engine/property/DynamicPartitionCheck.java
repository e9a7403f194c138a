package dev.cairn.engine.property;

import static dev.cairn.engine.property.DynamicPartitionProperties.BUCKETS;
import static dev.cairn.engine.property.DynamicPartitionProperties.ENABLE;
import static dev.cairn.engine.property.DynamicPartitionProperties.END;
import static dev.cairn.engine.property.DynamicPartitionProperties.FIRST_DAY_OF_MONTH;
import static dev.cairn.engine.property.DynamicPartitionProperties.FIRST_DAY_OF_WEEK;
import static dev.cairn.engine.property.DynamicPartitionProperties.HISTORY_PARTITION_NUM;
import static dev.cairn.engine.property.DynamicPartitionProperties.NAME_PREFIX;
import static dev.cairn.engine.property.DynamicPartitionProperties.REPLICATION_NUM;
import static dev.cairn.engine.property.DynamicPartitionProperties.START;
import static dev.cairn.engine.property.DynamicPartitionProperties.TIME_UNIT;
import static dev.cairn.engine.property.DynamicPartitionProperties.TIME_ZONE;

import dev.cairn.engine.context.NameValidation;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.TimeZones;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.RefusalRule;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Checks declared properties {@code dynamic_partition.*}. The checks are in the order of the server, so a statement
 * with several errors gets the error that the server reports first.
 */
public final class DynamicPartitionCheck {
    private static final int MAX_PARTITION_COUNT = 500;
    private static final Set<String> TIME_UNITS = Set.of("HOUR", "DAY", "WEEK", "MONTH", "YEAR");

    private final Map<String, String> declaredValueByName;
    private final Function<String, Span> spanFinder;

    /**
     * Creates a check.
     *
     * @param declaredValueByName the declared properties, with valid values in place of placeholders
     * @param spanFinder returns the position of each property in the statement
     */
    public DynamicPartitionCheck(Map<String, String> declaredValueByName, Function<String, Span> spanFinder) {
        this.declaredValueByName = declaredValueByName;
        this.spanFinder = spanFinder;
    }

    /**
     * Requires the two properties that must accompany any other property of the family.
     *
     * @throws Refusal if one of the two is missing or empty
     */
    public static void requireUnitAndEnd(Map<String, String> declaredValueByName, Span span) {
        if (declaredValueByName.getOrDefault(TIME_UNIT, "").isEmpty()) {
            throw Refusal.ofExecution(span, CommonRule.REQUIREMENT_MISSING, "Dynamic partitioning", TIME_UNIT);
        }
        if (declaredValueByName.getOrDefault(END, "").isEmpty()) {
            throw Refusal.ofExecution(span, CommonRule.REQUIREMENT_MISSING, "Dynamic partitioning", END);
        }
    }

    /**
     * Checks the values.
     *
     * @throws Refusal for the first invalid value
     */
    public void check() {
        if (declaredValueByName.containsKey(TIME_UNIT)
                && !TIME_UNITS.contains(declaredValueByName.get(TIME_UNIT).toUpperCase(Locale.ROOT))) {
            throw Refusal.ofExecution(
                    spanOf(TIME_UNIT), ServerError.UNSUPPORTED_DYNAMIC_TIME_UNIT, declaredValueByName.get(TIME_UNIT));
        }
        if (declaredValueByName.containsKey(NAME_PREFIX)) {
            NameValidation.requireValidPartitionName(declaredValueByName.get(NAME_PREFIX), spanOf(NAME_PREFIX));
        }
        checkBuckets();
        requireBooleanEnable();
        requireNegativeStart();
        int futurePartitionCount = parseFuturePartitionCount();
        int pastPartitionCount = parsePastPartitionCount();
        // The server adds 32-bit numbers, too: a sum that overflows passes.
        if (futurePartitionCount + pastPartitionCount > MAX_PARTITION_COUNT) {
            throw Refusal.ofExecution(
                    spanOf(declaredValueByName.containsKey(END) ? END : HISTORY_PARTITION_NUM),
                    PropertyRule.TOO_MANY_DYNAMIC_PARTITIONS,
                    futurePartitionCount + pastPartitionCount,
                    MAX_PARTITION_COUNT);
        }
        requireValidFirstDay(FIRST_DAY_OF_MONTH);
        requireValidFirstDay(FIRST_DAY_OF_WEEK);
        if (declaredValueByName.containsKey(TIME_ZONE)) {
            TimeZones.requireValidProperty(declaredValueByName.get(TIME_ZONE), spanOf(TIME_ZONE));
        }
        checkReplicaCount();
    }

    /** Checks the number of buckets. For an empty value, the server reports the error of an invalid {@code end}. */
    private void checkBuckets() {
        if ("".equals(declaredValueByName.get(BUCKETS))) {
            throw Refusal.ofExecution(spanOf(BUCKETS), ServerError.INVALID_DYNAMIC_BOUND, BUCKETS, "greater", "");
        }
        parseNumber(BUCKETS, ServerError.DYNAMIC_BUCKETS_FORMAT);
    }

    /** Returns the number of future partitions; 0 if it is not declared. */
    private int parseFuturePartitionCount() {
        OptionalInt number = parseNumber(END, ServerError.INVALID_DYNAMIC_BOUND, END, "greater");
        if (number.isPresent() && number.getAsInt() < 1) {
            throw createRefusal(END, ServerError.INVALID_DYNAMIC_BOUND, END, "greater");
        }
        return number.orElse(0);
    }

    private void requireBooleanEnable() {
        String text = declaredValueByName.get(ENABLE);
        if (text != null && !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw createRefusal(ENABLE, ServerError.INVALID_DYNAMIC_ENABLE);
        }
    }

    private void requireNegativeStart() {
        OptionalInt number = parseNumber(START, ServerError.INVALID_DYNAMIC_BOUND, START, "less");
        if (number.isPresent() && number.getAsInt() >= 0) {
            throw createRefusal(START, ServerError.INVALID_DYNAMIC_BOUND, START, "less");
        }
    }

    /** Returns the number of past partitions; 0 if it is not declared. */
    private int parsePastPartitionCount() {
        int pastPartitionCount = parseNumber(HISTORY_PARTITION_NUM, CommonRule.NOT_A_NUMBER, HISTORY_PARTITION_NUM)
                .orElse(0);
        if (pastPartitionCount < 0) {
            throw Refusal.ofExecution(spanOf(HISTORY_PARTITION_NUM), ServerError.DYNAMIC_HISTORY_ZERO);
        }
        return pastPartitionCount;
    }

    private void requireValidFirstDay(String name) {
        String text = declaredValueByName.get(name);
        if (text != null) {
            try {
                DynamicPartitionProperties.parseFirstDay(name, text);
            } catch (InvalidValueException failure) {
                throw Refusal.ofExecution(spanOf(name), failure.rule(), failure.arguments());
            }
        }
    }

    private void checkReplicaCount() {
        if ("".equals(declaredValueByName.get(REPLICATION_NUM))) {
            throw createRefusal(REPLICATION_NUM, CommonRule.NOT_A_NUMBER, REPLICATION_NUM);
        }
        OptionalInt number = parseNumber(REPLICATION_NUM, ServerError.DYNAMIC_REPLICATION_FORMAT);
        if (number.isPresent() && number.getAsInt() <= 0) {
            throw Refusal.ofExecution(spanOf(REPLICATION_NUM), ServerError.DYNAMIC_REPLICATION_ZERO);
        }
    }

    /**
     * Returns the number in a property; empty if the property is not declared.
     *
     * @throws Refusal by the rule if the value is not a number; the value follows the other arguments
     */
    private OptionalInt parseNumber(String name, RefusalRule rule, Object... arguments) {
        String text = declaredValueByName.get(name);
        try {
            return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException failure) {
            throw createRefusal(name, rule, arguments);
        }
    }

    /** Creates a refusal of a declared property; its value follows the other arguments. */
    private Refusal createRefusal(String name, RefusalRule rule, Object... arguments) {
        Object[] allArguments = Arrays.copyOf(arguments, arguments.length + 1);
        allArguments[arguments.length] = Objects.requireNonNull(declaredValueByName.get(name));
        return Refusal.ofExecution(spanOf(name), rule, allArguments);
    }

    private Span spanOf(String name) {
        return spanFinder.apply(name);
    }
}
