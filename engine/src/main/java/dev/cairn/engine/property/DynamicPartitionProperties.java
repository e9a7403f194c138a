package dev.cairn.engine.property;

import dev.cairn.catalog.StoredProperties;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.TimeZones;
import dev.cairn.refusal.CommonRule;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The properties {@code dynamic_partition.*}: their names, and the values that the server shows for undeclared
 * properties.
 */
public final class DynamicPartitionProperties {
    /** The prefix of the names, without the dot. */
    public static final String PREFIX = "dynamic_partition";

    public static final String ENABLE = KnownProperty.DYNAMIC_PARTITION_ENABLE.propertyName();
    public static final String TIME_UNIT = KnownProperty.DYNAMIC_PARTITION_TIME_UNIT.propertyName();
    static final String START = KnownProperty.DYNAMIC_PARTITION_START.propertyName();
    public static final String END = KnownProperty.DYNAMIC_PARTITION_END.propertyName();
    static final String NAME_PREFIX = KnownProperty.DYNAMIC_PARTITION_PREFIX.propertyName();
    public static final String BUCKETS = KnownProperty.DYNAMIC_PARTITION_BUCKETS.propertyName();
    static final String FIRST_DAY_OF_WEEK = KnownProperty.DYNAMIC_PARTITION_START_DAY_OF_WEEK.propertyName();
    static final String FIRST_DAY_OF_MONTH = KnownProperty.DYNAMIC_PARTITION_START_DAY_OF_MONTH.propertyName();

    static final String TIME_ZONE = KnownProperty.DYNAMIC_PARTITION_TIME_ZONE.propertyName();
    static final String REPLICATION_NUM = KnownProperty.DYNAMIC_PARTITION_REPLICATION_NUM.propertyName();
    static final String HISTORY_PARTITION_NUM = KnownProperty.DYNAMIC_PARTITION_HISTORY.propertyName();

    private static final Map<String, Integer> MAX_FIRST_DAY_BY_PROPERTY =
            Map.of(FIRST_DAY_OF_WEEK, 7, FIRST_DAY_OF_MONTH, 28);

    private DynamicPartitionProperties() {}

    /** Returns whether one of the dynamic partitioning properties is present, even with an empty value. */
    public static boolean hasAnyProperty(Map<String, String> valueByName) {
        return valueByName.keySet().stream().anyMatch(name -> name.startsWith(PREFIX));
    }

    /** Returns whether a property is present that causes the server to add the others with their defaults. */
    public static boolean requiresCompletion(Map<String, String> valueByName) {
        for (String name : new String[] {ENABLE, TIME_UNIT, TIME_ZONE, NAME_PREFIX, START, END, BUCKETS}) {
            if (!valueByName.getOrDefault(name, "").isEmpty()) {
                return true;
            }
        }
        return false;
    }

    public static boolean isHourly(Map<String, String> valueByName) {
        return valueByName.getOrDefault(TIME_UNIT, "").equalsIgnoreCase("HOUR");
    }

    /** Returns the properties with the settings of dynamic partitioning taken from {@code dynamicProperties}. */
    public static StoredProperties replaceDynamicPartitioning(
            StoredProperties properties, StoredProperties dynamicProperties) {
        TreeMap<String, StoredProperties.Setting> settings = new TreeMap<>(properties.settingByName());
        settings.keySet().removeIf(name -> name.startsWith(PREFIX));
        dynamicProperties.settingByName().forEach((name, setting) -> {
            if (name.startsWith(PREFIX)) {
                settings.put(name, setting);
            }
        });
        return new StoredProperties(settings);
    }

    /** Returns whether the server knows the property of this family; the server refuses an unknown one. */
    public static boolean isKnown(String name) {
        return name.startsWith(PREFIX) && KnownProperty.findByName(name).isPresent();
    }

    /**
     * Returns the settings that SHOW CREATE prints, by their names. A value that the statement does not declare is the
     * default of the server.
     *
     * @param declaredValueByName values that have passed {@link DynamicPartitionCheck}
     */
    public static SortedMap<String, StoredProperties.Setting> createShownSettings(
            Map<String, String> declaredValueByName) {
        SortedMap<String, StoredProperties.Setting> settingByName = new TreeMap<>();
        addShownSetting(settingByName, declaredValueByName, ENABLE, "true");
        addShownSetting(settingByName, declaredValueByName, TIME_UNIT, "");
        addShownSetting(settingByName, declaredValueByName, TIME_ZONE, TimeZones.DEFAULT_ZONE);
        addShownSetting(settingByName, declaredValueByName, START, Integer.toString(Integer.MIN_VALUE));
        addShownSetting(settingByName, declaredValueByName, END, "");
        addShownSetting(settingByName, declaredValueByName, NAME_PREFIX, "p");
        addShownSetting(settingByName, declaredValueByName, HISTORY_PARTITION_NUM, "0");
        if (parseNumber(declaredValueByName, BUCKETS) > 0) {
            addShownSetting(settingByName, declaredValueByName, BUCKETS, "0");
        }
        if (declaredValueByName.containsKey(REPLICATION_NUM)) {
            addShownSetting(settingByName, declaredValueByName, REPLICATION_NUM, "");
        }
        String unit = declaredValueByName.getOrDefault(TIME_UNIT, "");
        if (unit.equalsIgnoreCase("WEEK")) {
            addShownSetting(settingByName, declaredValueByName, FIRST_DAY_OF_WEEK, "1");
        } else if (unit.equalsIgnoreCase("MONTH")) {
            addShownSetting(settingByName, declaredValueByName, FIRST_DAY_OF_MONTH, "1");
        }
        return settingByName;
    }

    /**
     * Returns the number of buckets of new partitions; 0 if they have as many buckets as the table.
     *
     * @param declaredValueByName values that have passed {@link DynamicPartitionCheck}
     */
    public static int bucketCount(Map<String, String> declaredValueByName) {
        return parseNumber(declaredValueByName, BUCKETS);
    }

    private static int parseNumber(Map<String, String> declaredValueByName, String name) {
        return Integer.parseInt(declaredValueByName.getOrDefault(name, "0"));
    }

    private static void addShownSetting(
            SortedMap<String, StoredProperties.Setting> settingByName,
            Map<String, String> declaredValueByName,
            String name,
            String defaultValue) {
        String value = declaredValueByName.getOrDefault(name, "");
        settingByName.put(
                name,
                value.isEmpty()
                        ? new StoredProperties.Setting(defaultValue, true)
                        : new StoredProperties.Setting(normalize(name, value), false));
    }

    private static String normalize(String name, String value) {
        if (name.equals(ENABLE)) {
            return Boolean.toString(Boolean.parseBoolean(value));
        }
        if (name.equals(TIME_ZONE)) {
            return TimeZones.formatForShowCreate(value);
        }
        boolean isShownVerbatim = name.equals(TIME_UNIT) || name.equals(NAME_PREFIX);
        return isShownVerbatim ? value : Integer.toString(Integer.parseInt(value));
    }

    /**
     * Returns the first day of a week or a month, counted from 1.
     *
     * @throws InvalidValueException if the value is not the number of such a day
     */
    static int parseFirstDay(String name, String value) throws InvalidValueException {
        int maxDayNumber = Objects.requireNonNull(MAX_FIRST_DAY_BY_PROPERTY.get(name));
        int dayNumber;
        try {
            dayNumber = Integer.parseInt(value);
        } catch (NumberFormatException failure) {
            throw new InvalidValueException(CommonRule.NOT_A_NUMBER, name, value);
        }
        if (dayNumber < 1 || dayNumber > maxDayNumber) {
            throw new InvalidValueException(CommonRule.OUT_OF_RANGE, name, "1 to " + maxDayNumber, value);
        }
        return dayNumber;
    }
}
