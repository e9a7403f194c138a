package dev.cairn.engine.property;

import dev.cairn.catalog.StoredProperties;
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
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Checks the properties {@code dynamic_partition.*} and completes them with the server's defaults. The server checks
 * them one by one in a fixed order, and so does this class: a statement with several mistakes gets the error of the
 * same one.
 */
public final class DynamicPartitioning {
    /** The beginning of the names, without the point. */
    public static final String PREFIX = "dynamic_partition";

    public static final String ENABLE = KnownProperty.DYNAMIC_PARTITION_ENABLE.propertyName();
    public static final String TIME_UNIT = KnownProperty.DYNAMIC_PARTITION_TIME_UNIT.propertyName();
    private static final String START = KnownProperty.DYNAMIC_PARTITION_START.propertyName();
    static final String END = KnownProperty.DYNAMIC_PARTITION_END.propertyName();
    private static final String NAME_PREFIX = KnownProperty.DYNAMIC_PARTITION_PREFIX.propertyName();
    public static final String BUCKETS = KnownProperty.DYNAMIC_PARTITION_BUCKETS.propertyName();
    private static final String FIRST_DAY_OF_WEEK = KnownProperty.DYNAMIC_PARTITION_START_DAY_OF_WEEK.propertyName();
    private static final String FIRST_DAY_OF_MONTH = KnownProperty.DYNAMIC_PARTITION_START_DAY_OF_MONTH.propertyName();

    private static final String TIME_ZONE = KnownProperty.DYNAMIC_PARTITION_TIME_ZONE.propertyName();
    private static final String REPLICATION = KnownProperty.DYNAMIC_PARTITION_REPLICATION_NUM.propertyName();
    private static final String HISTORY = KnownProperty.DYNAMIC_PARTITION_HISTORY.propertyName();

    private static final int MAX_PARTITIONS = 500;
    private static final Set<String> UNITS = Set.of("HOUR", "DAY", "WEEK", "MONTH", "YEAR");

    private final Map<String, String> declaredProperties;
    private final Function<String, Span> spansByName;

    private DynamicPartitioning(Map<String, String> declaredValues, Function<String, Span> spanFinder) {
        this.declaredProperties = declaredValues;
        this.spansByName = spanFinder;
    }

    /**
     * The naming and alignment of partitions that are created in one batch.
     *
     * @param firstDayOfWeek the first day of a week; Monday is 1
     */
    public record BatchOptions(String prefix, int firstDayOfWeek, int firstDayOfMonth) {}

    public static BatchOptions parseBatchOptions(Map<String, String> properties, String assumedPrefix, Span span)
            throws InvalidValueException {
        int firstDayOfWeek = 1;
        int firstDayOfMonth = 1;
        String firstDayOfWeekText = properties.get(FIRST_DAY_OF_WEEK);
        if (firstDayOfWeekText != null) {
            firstDayOfWeek = parseWithin(firstDayOfWeekText, FIRST_DAY_OF_WEEK, 7);
        }
        String firstDayOfMonthText = properties.get(FIRST_DAY_OF_MONTH);
        if (firstDayOfMonthText != null) {
            firstDayOfMonth = parseWithin(firstDayOfMonthText, FIRST_DAY_OF_MONTH, 28);
        }
        String prefix = properties.get(NAME_PREFIX);
        if (prefix == null) {
            return new BatchOptions(assumedPrefix, firstDayOfWeek, firstDayOfMonth);
        }
        NameValidation.checkPartition(prefix, span);
        return new BatchOptions(prefix, firstDayOfWeek, firstDayOfMonth);
    }

    /** Returns whether one of the dynamic partitioning properties is present, even with an empty value. */
    public static boolean isDeclared(Map<String, String> properties) {
        return properties.keySet().stream().anyMatch(name -> name.startsWith(PREFIX));
    }

    /** Returns whether a property is present for which the server completes the others. */
    public static boolean requiresCompletion(Map<String, String> properties) {
        for (String name : new String[] {ENABLE, TIME_UNIT, TIME_ZONE, NAME_PREFIX, START, END, BUCKETS}) {
            if (!properties.getOrDefault(name, "").isEmpty()) {
                return true;
            }
        }
        return false;
    }

    public static boolean isHourly(Map<String, String> properties) {
        return properties.getOrDefault(TIME_UNIT, "").equalsIgnoreCase("HOUR");
    }

    /** Returns properties in which the settings of dynamic partitioning are replaced by those of other properties. */
    public static StoredProperties replaceDynamicPartitioning(
            StoredProperties properties, StoredProperties dynamicProperties) {
        TreeMap<String, StoredProperties.Setting> settings = new TreeMap<>(properties.settings());
        settings.keySet().removeIf(name -> name.startsWith(PREFIX));
        dynamicProperties.settings().forEach((name, setting) -> {
            if (name.startsWith(PREFIX)) {
                settings.put(name, setting);
            }
        });
        return new StoredProperties(settings);
    }

    /** Returns whether the server knows the property; it refuses all others of this family. */
    public static boolean isKnown(String name) {
        return name.startsWith(PREFIX) && KnownProperty.find(name).isPresent();
    }

    /**
     * Checks the values in the server's order.
     *
     * @param spanFinder the position of each property in the statement
     */
    public static void check(Map<String, String> declaredValues, Function<String, Span> spanFinder) {
        new DynamicPartitioning(declaredValues, spanFinder).check();
    }

    /** Requires the properties that must accompany any other of the family. */
    public static void requireUnitAndEnd(Map<String, String> declaredValues, Span span) {
        if (declaredValues.getOrDefault(TIME_UNIT, "").isEmpty()) {
            throw Refusal.ofExecution(
                    span, CommonRule.REQUIREMENT_MISSING, "Dynamic partitioning", "dynamic_partition.time_unit");
        }
        if (declaredValues.getOrDefault(END, "").isEmpty()) {
            throw Refusal.ofExecution(
                    span, CommonRule.REQUIREMENT_MISSING, "Dynamic partitioning", "dynamic_partition.end");
        }
    }

    /**
     * Determines the properties that SHOW CREATE prints, and adds their values to {@code values}. The result maps a
     * name to true if the statement declares its value, and to false if the value is the server's default.
     */
    public static Map<String, Boolean> collectShownProperties(
            Map<String, String> declaredValues, Map<String, String> shownValues) {
        Map<String, Boolean> isDeclaredByName = new TreeMap<>();
        addShown(isDeclaredByName, shownValues, declaredValues, ENABLE, "true");
        addShown(isDeclaredByName, shownValues, declaredValues, TIME_UNIT, "");
        addShown(isDeclaredByName, shownValues, declaredValues, TIME_ZONE, TimeZones.DEFAULT_ZONE);
        addShown(isDeclaredByName, shownValues, declaredValues, START, Integer.toString(Integer.MIN_VALUE));
        addShown(isDeclaredByName, shownValues, declaredValues, END, "");
        addShown(isDeclaredByName, shownValues, declaredValues, NAME_PREFIX, "p");
        addShown(isDeclaredByName, shownValues, declaredValues, HISTORY, "0");
        if (parseNumber(declaredValues, BUCKETS) > 0) {
            addShown(isDeclaredByName, shownValues, declaredValues, BUCKETS, "0");
        }
        if (declaredValues.containsKey(REPLICATION)) {
            addShown(isDeclaredByName, shownValues, declaredValues, REPLICATION, "");
        }
        String unit = declaredValues.getOrDefault(TIME_UNIT, "");
        if (unit.equalsIgnoreCase("WEEK")) {
            addShown(isDeclaredByName, shownValues, declaredValues, FIRST_DAY_OF_WEEK, "1");
        } else if (unit.equalsIgnoreCase("MONTH")) {
            addShown(isDeclaredByName, shownValues, declaredValues, FIRST_DAY_OF_MONTH, "1");
        }
        return isDeclaredByName;
    }

    public static int bucketCount(Map<String, String> declaredValues) {
        return parseNumber(declaredValues, BUCKETS);
    }

    private static int parseNumber(Map<String, String> declaredValues, String name) {
        return Integer.parseInt(declaredValues.getOrDefault(name, "0"));
    }

    private static void addShown(
            Map<String, Boolean> isDeclaredByName,
            Map<String, String> shownValues,
            Map<String, String> declaredValues,
            String name,
            String assumedValue) {
        String value = declaredValues.getOrDefault(name, "");
        isDeclaredByName.put(name, !value.isEmpty());
        shownValues.put(name, value.isEmpty() ? assumedValue : normalize(name, value));
    }

    private static String normalize(String name, String value) {
        if (name.equals(ENABLE)) {
            return Boolean.toString(Boolean.parseBoolean(value));
        }
        if (name.equals(TIME_ZONE)) {
            return TimeZones.toShown(value);
        }
        boolean isVerbatim = name.equals(TIME_UNIT) || name.equals(NAME_PREFIX);
        return isVerbatim ? value : Integer.toString(Integer.parseInt(value));
    }

    private void check() {
        if (declaredProperties.containsKey(TIME_UNIT)
                && !UNITS.contains(declaredProperties.get(TIME_UNIT).toUpperCase(Locale.ROOT))) {
            throw Refusal.ofExecution(
                    spanOf(TIME_UNIT), ServerError.DYNAMIC_TIME_UNIT, declaredProperties.get(TIME_UNIT));
        }
        if (declaredProperties.containsKey(NAME_PREFIX)) {
            NameValidation.checkPartition(declaredProperties.get(NAME_PREFIX), spanOf(NAME_PREFIX));
        }
        checkBuckets();
        checkEnable();
        checkStart();
        int end = checkEnd();
        int history = checkHistory();
        if (end + history > MAX_PARTITIONS) {
            throw Refusal.ofExecution(
                    spanOf(declaredProperties.containsKey(END) ? END : HISTORY),
                    PropertyRule.TOO_MANY_DYNAMIC_PARTITIONS,
                    end + history,
                    MAX_PARTITIONS);
        }
        checkFirstDays();
        if (declaredProperties.containsKey(TIME_ZONE)) {
            TimeZones.check(declaredProperties.get(TIME_ZONE), spanOf(TIME_ZONE));
        }
        checkReplicaNumber();
    }

    /** Checks the number of buckets; for an empty text the server reports the error number of an empty end. */
    private void checkBuckets() {
        String text = declaredProperties.get(BUCKETS);
        if (text == null) {
            return;
        }
        if (text.isEmpty()) {
            throw Refusal.ofExecution(spanOf(BUCKETS), ServerError.DYNAMIC_BOUND, BUCKETS, "greater", text);
        }
        try {
            Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refusal.ofExecution(spanOf(BUCKETS), ServerError.DYNAMIC_BUCKETS_FORMAT, text);
        }
    }

    private int checkEnd() {
        String text = declaredProperties.get(END);
        if (text == null) {
            return 0;
        }
        int end;
        try {
            end = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refusal.ofExecution(spanOf(END), ServerError.DYNAMIC_BOUND, END, "greater", text);
        }
        if (end < 1) {
            throw Refusal.ofExecution(spanOf(END), ServerError.DYNAMIC_BOUND, END, "greater", text);
        }
        return end;
    }

    private void checkEnable() {
        String text = declaredProperties.get(ENABLE);
        if (text != null && !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw Refusal.ofExecution(spanOf(ENABLE), ServerError.DYNAMIC_ENABLE, text);
        }
    }

    private void checkStart() {
        String text = declaredProperties.get(START);
        if (text == null) {
            return;
        }
        int start;
        try {
            start = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refusal.ofExecution(spanOf(START), ServerError.DYNAMIC_BOUND, START, "less", text);
        }
        if (start >= 0) {
            throw Refusal.ofExecution(spanOf(START), ServerError.DYNAMIC_BOUND, START, "less", text);
        }
    }

    private int checkHistory() {
        String text = declaredProperties.get(HISTORY);
        if (text == null) {
            return 0;
        }
        int history;
        try {
            history = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refusal.ofExecution(spanOf(HISTORY), CommonRule.NOT_A_NUMBER, HISTORY, text);
        }
        if (history < 0) {
            throw Refusal.ofExecution(spanOf(HISTORY), ServerError.DYNAMIC_HISTORY_ZERO);
        }
        return history;
    }

    private void checkFirstDays() {
        checkFirstDay(FIRST_DAY_OF_MONTH, 28);
        checkFirstDay(FIRST_DAY_OF_WEEK, 7);
    }

    private void checkFirstDay(String name, int maximum) {
        String text = declaredProperties.get(name);
        if (text != null) {
            try {
                parseWithin(text, name, maximum);
            } catch (InvalidValueException e) {
                throw Refusal.ofExecution(spanOf(name), e.rule(), e.arguments());
            }
        }
    }

    private Span spanOf(String name) {
        return spansByName.apply(name);
    }

    private void checkReplicaNumber() {
        String text = declaredProperties.get(REPLICATION);
        if (text == null) {
            return;
        }
        if (text.isEmpty()) {
            throw Refusal.ofExecution(spanOf(REPLICATION), CommonRule.NOT_A_NUMBER, REPLICATION, text);
        }
        int replicaNumber;
        try {
            replicaNumber = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refusal.ofExecution(spanOf(REPLICATION), ServerError.DYNAMIC_REPLICATION_FORMAT, text);
        }
        if (replicaNumber <= 0) {
            throw Refusal.ofExecution(spanOf(REPLICATION), ServerError.DYNAMIC_REPLICATION_ZERO);
        }
    }

    private static int parseWithin(String text, String name, int maxNumber) throws InvalidValueException {
        int number;
        try {
            number = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidValueException(CommonRule.NOT_A_NUMBER, name, text);
        }
        if (number < 1 || number > maxNumber) {
            throw new InvalidValueException(CommonRule.OUT_OF_RANGE, name, "1 to " + maxNumber, text);
        }
        return number;
    }
}
