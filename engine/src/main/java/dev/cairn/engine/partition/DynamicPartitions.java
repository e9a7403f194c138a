package dev.cairn.engine.partition;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.engine.value.TimeZones;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The partitions that a server creates and drops in a table with dynamic partitioning as time passes. The server
 * creates a partition for each period from the oldest period of the history to the last future period, and drops the
 * partitions before the start.
 */
public final class DynamicPartitions {
    private final Table table;
    private final Type type;
    private final PartitionCalendar calendar;
    private final ZonedDateTime now;

    private DynamicPartitions(Table table, Type type, Instant now, ZoneId serverZone) {
        this.table = table;
        this.type = type;
        this.calendar = new PartitionCalendar(
                propertyText(KnownProperty.DYNAMIC_PARTITION_TIME_UNIT, "").toUpperCase(Locale.ROOT),
                DayOfWeek.of(propertyNumber(KnownProperty.DYNAMIC_PARTITION_START_DAY_OF_WEEK, 1)),
                propertyNumber(KnownProperty.DYNAMIC_PARTITION_START_DAY_OF_MONTH, 1));
        StoredProperties.Setting zoneSetting =
                table.properties().settingByName().get(KnownProperty.DYNAMIC_PARTITION_TIME_ZONE.propertyName());
        this.now = now.atZone(
                zoneSetting == null || zoneSetting.isAssumed() ? serverZone : TimeZones.toZoneId(zoneSetting.value()));
    }

    /**
     * Returns a table with the partitions that it has at a time. The table is unchanged if dynamic partitioning is off,
     * if a job of the table is running, or if a bound is not a value of the partition column.
     *
     * @param serverZone the time zone of a table that declares none
     */
    public static Table withPartitionsAt(Table table, Instant now, ZoneId serverZone) {
        if (!table.hasDynamicPartitions()
                || table.state() != TableState.NORMAL
                || !table.partitioning().isByRange()) {
            return table;
        }
        List<Type> types = TablePartitions.of(table).types();
        if (types.size() != 1) {
            return table;
        }
        DynamicPartitions dynamicPartitions = new DynamicPartitions(table, types.get(0), now, serverZone);
        boolean hasHourlyIntegerBounds =
                dynamicPartitions.isHourly() && !PrimitiveType.of(types.get(0)).isDateOrDatetime();
        if (hasHourlyIntegerBounds) {
            return table; // bounds of integers are days: a server fails to name such a partition
        }
        try {
            return dynamicPartitions.withNewPartitions(dynamicPartitions.withoutExpiredPartitions());
        } catch (InvalidValueException | DateTimeException ignored) {
            return table; // such as a year in a SMALLINT; a server logs a warning and tries again later
        }
    }

    private String propertyText(KnownProperty property, String defaultValue) {
        return property.findValueIn(table.properties()).orElse(defaultValue);
    }

    private int propertyNumber(KnownProperty property, int defaultValue) {
        return Integer.parseInt(propertyText(property, Integer.toString(defaultValue)));
    }

    private boolean isHourly() {
        return calendar.unit().equals("HOUR");
    }

    /** Returns the table without the partitions that end before, or at, the beginning of the oldest kept period. */
    private Table withoutExpiredPartitions() throws InvalidValueException {
        int start = propertyNumber(KnownProperty.DYNAMIC_PARTITION_START, Integer.MIN_VALUE);
        LocalDateTime startTime = start == Integer.MIN_VALUE ? LocalDateTime.MIN : periodStart(start);
        // No partition is older than the year 0.
        if (startTime.getYear() < 0) {
            return table;
        }
        PartitionKey firstKeptKey = toKey(startTime);
        Set<String> expiredNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (RangePartition partition : TablePartitions.of(table).ranges()) {
            if (PartitionKey.ofStored(partition.upperBounds(), List.of(type)).compareTo(firstKeptKey) <= 0) {
                expiredNames.add(partition.name().text());
            }
        }
        return ExpiredPartitions.withoutPartitions(table, expiredNames);
    }

    /** Returns the table with a new partition for each period whose name is not used and whose range is free. */
    private Table withNewPartitions(Table keptTable) throws InvalidValueException {
        TablePartitions partitions = TablePartitions.of(keptTable);
        List<Property> replicaProperties = KnownProperty.DYNAMIC_PARTITION_REPLICATION_NUM
                .findValueIn(table.properties())
                .filter(replicaCount -> !partitions.isTableReplicaCount(replicaCount))
                .map(replicaCount -> Property.of(KnownProperty.REPLICATION_NUM.propertyName(), replicaCount))
                .stream()
                .toList();
        PartitionRanges ranges = new PartitionRanges(List.of(type), partitions.ranges());
        int firstOffset = Math.max(
                propertyNumber(KnownProperty.DYNAMIC_PARTITION_START, Integer.MIN_VALUE),
                -propertyNumber(KnownProperty.DYNAMIC_PARTITION_HISTORY, 0));
        int lastOffset = propertyNumber(KnownProperty.DYNAMIC_PARTITION_END, 0);
        boolean isExtended = false;
        for (int offset = firstOffset; offset <= lastOffset; offset++) {
            RangePartition partition = createPartition(offset);
            String name = partition.name().text();
            boolean isNewName = !partitions.hasPartition(name) && !partitions.hasTemporaryPartition(name);
            isExtended |= isNewName && addUnlessOverlapping(ranges, partition, replicaProperties);
        }
        return isExtended ? partitions.withPartitions(ranges.sortedRanges()) : keptTable;
    }

    /** Adds a partition to the ranges; returns false if it overlaps another one, because a server then skips it. */
    private static boolean addUnlessOverlapping(
            PartitionRanges ranges, RangePartition partition, List<Property> properties) {
        try {
            ranges.add(partition, properties);
            return true;
        } catch (Refusal ignored) {
            return false;
        }
    }

    private RangePartition createPartition(int offset) throws InvalidValueException {
        LocalDateTime lower = periodStart(offset);
        return new RangePartition(
                false,
                Name.of(propertyText(KnownProperty.DYNAMIC_PARTITION_PREFIX, "p") + calendar.formatNameSuffix(lower)),
                toKey(lower).bounds(),
                toKey(periodStart(offset + 1)).bounds(),
                List.of(),
                Span.NONE);
    }

    /** Returns the beginning of a period; the current period has the offset 0. */
    private LocalDateTime periodStart(int offset) throws InvalidValueException {
        if (isHourly()) {
            return now.plusHours(offset).toLocalDateTime().truncatedTo(ChronoUnit.HOURS);
        }
        LocalDateTime today = now.toLocalDate().atStartOfDay();
        boolean isBeforeFirstDay =
                calendar.unit().equals("MONTH") && today.getDayOfMonth() < calendar.firstDayOfMonth();
        LocalDateTime start = calendar.align(calendar.plus(today, isBeforeFirstDay ? offset - 1L : offset));
        return start.atZone(now.getZone()).toLocalDateTime(); // some zones have days without a midnight
    }

    /** Returns the bound for a time; a bound of integers has the form {@code 20261129}. */
    private PartitionKey toKey(LocalDateTime time) throws InvalidValueException {
        String text = PartitionValue.formatTime(time, type);
        boolean isNumber = !PrimitiveType.of(type).isDateOrDatetime();
        return PartitionKey.of(List.of(new Bound.LiteralBound(isNumber ? text.replace("-", "") : text)), List.of(type));
    }
}
