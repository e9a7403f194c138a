package dev.cairn.engine.property;

import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.PeriodLength;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A limit on the partitions that the server keeps. The server automatically deletes all other partitions with their
 * rows.
 *
 * @param property the property that sets the limit
 * @param text the value as a statement writes it; for dynamic partitioning, the number of past periods with their unit
 */
public record RetentionLimit(KnownProperty property, RetentionRole role, String text, Extent extent) {
    /** The roles in the order of their precedence: only the first one that is set limits the partitions. */
    private static final List<RetentionRole> EXCLUSIVE_ROLES =
            List.of(RetentionRole.CONDITION, RetentionRole.AGE, RetentionRole.COUNT);

    private static final Pattern NUMBER_PATTERN = Pattern.compile("-?\\d{1,10}");

    /** The extent of the rows that the server keeps. */
    public sealed interface Extent {
        /**
         * An extent that is comparable only with an equal one: a condition, or a value that is known only when the
         * migration runs.
         */
        record Unordered(String text) implements Extent {}

        record Partitions(long count) implements Extent {}

        record Age(PeriodLength length) implements Extent {}

        /**
         * Periods of dynamic partitioning.
         *
         * @param calendar the unit, the time zone and the first days that define where a period begins
         */
        record Periods(long count, PeriodLength unitLength, List<String> calendar) implements Extent {
            /**
             * The largest difference between the beginnings of a period in different time zones: the offsets of zones
             * are between -12 and +14 hours.
             */
            private static final PeriodLength MAX_ZONE_DIFFERENCE = new PeriodLength(0, TimeUnit.HOURS.toSeconds(26));

            /** Returns the least age of a row in a deleted partition. */
            PeriodLength minimumAge() {
                return new PeriodLength(unitLength.months() * count, unitLength.seconds() * count);
            }

            /** Returns the greatest age of a row in a kept partition. */
            PeriodLength maximumAge() {
                return minimumAge().plus(unitLength);
            }

            boolean isAtLeast(Periods other) {
                return calendar.equals(other.calendar)
                        ? count >= other.count
                        : minimumAge().isAtLeast(other.maximumAge().plus(MAX_ZONE_DIFFERENCE));
            }
        }

        /** Returns whether this extent certainly keeps all rows that the other extent keeps. */
        default boolean isAtLeast(Extent other) {
            if (equals(other)) {
                return true;
            }
            if (this instanceof Partitions thisPartitions && other instanceof Partitions otherPartitions) {
                return thisPartitions.count >= otherPartitions.count;
            }
            if (this instanceof Age thisAge) {
                return other instanceof Age otherAge
                        ? thisAge.length.isAtLeast(otherAge.length)
                        : other instanceof Periods periods
                                && thisAge.length.isAtLeast(periods.maximumAge().plus(Periods.MAX_ZONE_DIFFERENCE));
            }
            if (this instanceof Periods thisPeriods) {
                return other instanceof Periods otherPeriods
                        ? thisPeriods.isAtLeast(otherPeriods)
                        : other instanceof Age age
                                && thisPeriods.minimumAge().isAtLeast(age.length.plus(Periods.MAX_ZONE_DIFFERENCE));
            }
            return false;
        }
    }

    /**
     * Returns the limits that the properties of an object set; an empty list if the server keeps all partitions. There
     * is at most one limit besides those of dynamic partitioning.
     */
    public static List<RetentionLimit> findLimits(OwnerKind ownerKind, StoredProperties properties) {
        List<RetentionLimit> limits = new ArrayList<>();
        for (RetentionRole role : EXCLUSIVE_ROLES) {
            for (KnownProperty property : KnownProperty.findByRetentionRole(ownerKind, role)) {
                if (limits.isEmpty()) {
                    property.findValueIn(properties)
                            .flatMap(value -> parse(property, role, value.strip()))
                            .ifPresent(limits::add);
                }
            }
        }
        for (KnownProperty startProperty : KnownProperty.findByRetentionRole(ownerKind, RetentionRole.PERIOD_COUNT)) {
            ofDynamicPartitioning(ownerKind, startProperty, properties).ifPresent(limits::add);
        }
        return limits;
    }

    /** Returns the limits that have an effect on the partitions of a table. */
    public static List<RetentionLimit> findLimits(Table table) {
        return findLimits(OwnerKind.TABLE, withoutIneffectiveLimits(table.partitioning(), table.properties()));
    }

    /**
     * Returns the properties of a table without the limits that its partitions ignore. CREATE TABLE accepts and stores
     * all limits, but only a condition has an effect on other partitions than ranges, and can be changed for them.
     */
    public static StoredProperties withoutIneffectiveLimits(Partitioning partitioning, StoredProperties properties) {
        StoredProperties effectiveProperties = properties;
        if (!partitioning.isByRange()) {
            for (RetentionRole role : List.of(RetentionRole.AGE, RetentionRole.COUNT)) {
                for (KnownProperty property : KnownProperty.findByRetentionRole(OwnerKind.TABLE, role)) {
                    effectiveProperties = effectiveProperties.withoutProperty(property.propertyName());
                }
            }
        }
        return effectiveProperties;
    }

    /** Like {@link #findShortenedLimits(OwnerKind, StoredProperties, StoredProperties, boolean)}, for a changed table. */
    public static List<RetentionLimit> findShortenedLimits(Table oldTable, Table newTable, boolean keepsRowsTogether) {
        return findShortenedLimits(
                OwnerKind.TABLE,
                withoutIneffectiveLimits(oldTable.partitioning(), oldTable.properties()),
                withoutIneffectiveLimits(newTable.partitioning(), newTable.properties()),
                keepsRowsTogether);
    }

    /**
     * Returns the new limits that may delete partitions which the server keeps with the old properties.
     *
     * @param keepsRowsTogether whether rows of one partition stay in one partition. If they are divided, an unchanged
     *     limit may delete a row that shared a partition with newer rows, because the server deletes whole partitions
     */
    public static List<RetentionLimit> findShortenedLimits(
            OwnerKind ownerKind,
            StoredProperties oldProperties,
            StoredProperties newProperties,
            boolean keepsRowsTogether) {
        if (keepsRowsTogether && oldProperties.equals(newProperties)) {
            return List.of();
        }
        List<RetentionLimit> oldLimits = findLimits(ownerKind, oldProperties);
        return findLimits(ownerKind, newProperties).stream()
                .filter(newLimit -> !keepsRowsTogether || oldLimits.stream().noneMatch(newLimit::keepsAllPartitionsOf))
                .toList();
    }

    /**
     * Returns whether this limit certainly keeps all partitions that the other one keeps. The same unordered text means
     * the same only in the same role.
     */
    private boolean keepsAllPartitionsOf(RetentionLimit other) {
        boolean isComparable = role == other.role || !(extent instanceof Extent.Unordered);
        return isComparable && extent.isAtLeast(other.extent);
    }

    /**
     * Returns whether the server may have deleted partitions. By a limit on their number, the server never leaves fewer
     * partitions than the limit.
     *
     * @param remainingCount the number of partitions that still exist
     */
    public boolean mayHaveDroppedPartitions(int remainingCount) {
        return !(extent instanceof Extent.Partitions kept) || remainingCount >= kept.count();
    }

    /** Returns the limit that a value sets; empty if it limits nothing, such as -1 or a period of length zero. */
    private static Optional<RetentionLimit> parse(KnownProperty property, RetentionRole role, String value) {
        Extent extent = new Extent.Unordered(value);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (role == RetentionRole.COUNT && NUMBER_PATTERN.matcher(value).matches()) {
            long number = Long.parseLong(value);
            if (number <= 0) {
                return Optional.empty();
            }
            extent = new Extent.Partitions(number);
        } else if (role == RetentionRole.AGE) {
            Optional<PeriodLength> length = parseLength(value);
            if (length.filter(PeriodLength::isZero).isPresent()) {
                return Optional.empty();
            }
            extent = length.<Extent>map(Extent.Age::new).orElse(extent);
        }
        return Optional.of(new RetentionLimit(property, role, value, extent));
    }

    /** Returns the length of a duration; empty if it is a placeholder or invalid. */
    private static Optional<PeriodLength> parseLength(String value) {
        try {
            return Optional.of(PeriodLength.parse(value));
        } catch (InvalidValueException ignored) {
            return Optional.empty();
        }
    }

    /** Returns the limit of dynamic partitioning; empty if it is switched off, or if it keeps all past periods. */
    private static Optional<RetentionLimit> ofDynamicPartitioning(
            OwnerKind ownerKind, KnownProperty startProperty, StoredProperties properties) {
        boolean isDisabled = KnownProperty.findByRetentionRole(ownerKind, RetentionRole.SWITCH).stream()
                .anyMatch(property ->
                        property.findValueIn(properties).orElse("false").equalsIgnoreCase("false"));
        String startValue = startProperty.findValueIn(properties).orElse("").strip();
        boolean isUnlimited = startValue.isEmpty() || startValue.equals(Integer.toString(Integer.MIN_VALUE));
        if (isDisabled || isUnlimited) {
            return Optional.empty();
        }
        List<String> calendar = new ArrayList<>();
        for (RetentionRole role : List.of(RetentionRole.SWITCH, RetentionRole.PERIOD_DEFINITION)) {
            for (KnownProperty property : KnownProperty.findByRetentionRole(ownerKind, role)) {
                calendar.add(property.findValueIn(properties).orElse("").toLowerCase(Locale.ROOT));
            }
        }
        String unitName = KnownProperty.DYNAMIC_PARTITION_TIME_UNIT
                .findValueIn(properties)
                .orElse("");
        String text = (startValue.startsWith("-") ? startValue.substring(1) : startValue) + " " + unitName;
        Optional<PeriodLength> unitLength = parseLength("1 " + unitName);
        Extent extent = NUMBER_PATTERN.matcher(startValue).matches() && unitLength.isPresent()
                ? new Extent.Periods(Math.abs(Long.parseLong(startValue)), unitLength.get(), calendar)
                : new Extent.Unordered(startValue + " " + calendar);
        return Optional.of(new RetentionLimit(startProperty, RetentionRole.PERIOD_COUNT, text, extent));
    }

    /** Describes which partitions of an object the server deletes. */
    public String describeDeletion(String objectName) {
        String partitionDescription = switch (role) {
            case CONDITION -> "that do not satisfy " + text.replaceAll("\\s+", " ");
            case COUNT -> "older than the newest " + text;
            default -> "older than " + text;
        };
        return "deletes partitions of " + objectName + " " + partitionDescription + " (" + property.propertyName()
                + "); rows are lost";
    }
}
