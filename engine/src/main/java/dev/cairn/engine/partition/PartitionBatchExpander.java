package dev.cairn.engine.partition;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.engine.property.PartitionBatchOptions;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.PartitionDefinition.PartitionBatch;
import dev.cairn.sql.ast.PartitionDefinition.RangePartition;
import dev.cairn.sql.ast.ServerDateFormat;
import dev.cairn.sql.ast.Type;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Expands {@code START … END … EVERY …}, which defines many partitions with generated names. The names and the aligned
 * bounds follow the rules of dynamic partitioning, so that batches and dynamic partitions do not collide in one table.
 */
final class PartitionBatchExpander {
    /** The limit of the server. It also ends the expansion of a batch whose interval is not positive. */
    private static final int MAX_PARTITION_COUNT = 4096;

    private final PartitionBatch batch;
    private final Type type;
    private final boolean isAutomatic;
    private final String namePrefix;
    private final PartitionCalendar calendar;
    private final List<RangePartition> partitions = new ArrayList<>();

    /**
     * Reads the options of the batch.
     *
     * @param tableValueByName the properties of the table, which set the prefix of names and the first day of a week or
     *     month
     */
    private PartitionBatchExpander(
            PartitionBatch batch,
            Type type,
            boolean isAutomatic,
            boolean isTemporary,
            Map<String, String> tableValueByName)
            throws InvalidValueException {
        this.batch = batch;
        this.type = type;
        this.isAutomatic = isAutomatic;
        boolean hasDateBounds = PrimitiveType.of(type).isDateOrDatetime();
        String defaultPrefix = isTemporary ? "tp" : "p";
        PartitionBatchOptions options = hasDateBounds
                ? PartitionBatchOptions.parse(tableValueByName, defaultPrefix, batch.span())
                : PartitionBatchOptions.ofDefaults(defaultPrefix);
        this.namePrefix = options.namePrefix();
        this.calendar = new PartitionCalendar(
                batch.unit() == null ? "" : batch.unit().toUpperCase(Locale.ROOT),
                DayOfWeek.of(options.firstDayOfWeek()),
                options.firstDayOfMonth());
    }

    /**
     * Returns the partitions that a batch defines, in the order of their bounds.
     *
     * @param type the type of the partition column, or of the partition expression
     * @param isAutomatic whether the server creates partitions automatically; the batch must then have the bounds of
     *     such partitions
     * @throws Refusal if the server would refuse the batch
     */
    static List<RangePartition> expand(
            PartitionBatch batch,
            Type type,
            boolean isAutomatic,
            boolean isTemporary,
            Map<String, String> tableValueByName) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        if (!primitiveType.isDateOrDatetime() && !primitiveType.isInteger()) {
            throw Refusal.ofAnalysis(
                    batch.span(), PartitionRule.BATCH_COLUMN_TYPE_UNSUPPORTED, TypeFormat.formatForMessages(type));
        }
        try {
            PartitionBatchExpander expander =
                    new PartitionBatchExpander(batch, type, isAutomatic, isTemporary, tableValueByName);
            if (primitiveType.isDateOrDatetime()) {
                expander.addDatePartitions();
            } else {
                expander.addNumberPartitions();
            }
            return expander.partitions;
        } catch (InvalidValueException failure) {
            throw Refusal.ofAnalysis(batch.span(), failure.rule(), failure.arguments());
        }
    }

    /** Adds partitions of the same length; the last one may end after the end of the batch. */
    private void addNumberPartitions() throws InvalidValueException {
        if (batch.unit() != null) {
            throw new InvalidValueException(PartitionRule.BATCH_VALUES_INVALID);
        }
        long start = parseNumber(batch.start());
        long end = parseNumber(batch.end());
        if (start >= end) {
            throw new InvalidValueException(PartitionRule.BATCH_START_NOT_BEFORE_END);
        }
        for (long lower = start; lower < end; lower += batch.step()) {
            addPartition(namePrefix + lower, Long.toString(lower), Long.toString(lower + batch.step()));
        }
    }

    private static long parseNumber(String text) throws InvalidValueException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException failure) {
            throw new InvalidValueException(PartitionRule.BATCH_VALUES_INVALID);
        }
    }

    private void addDatePartitions() throws InvalidValueException {
        LocalDateTime start = parseDate(batch.start());
        LocalDateTime end = parseDate(batch.end());
        if (!start.isBefore(end)) {
            throw new InvalidValueException(PartitionRule.BATCH_START_NOT_BEFORE_END);
        }
        if (batch.unit() == null) {
            throw new InvalidValueException(PartitionRule.BATCH_VALUES_INVALID);
        }
        if (isAutomatic && batch.step() != 1) {
            throw new InvalidValueException(PartitionRule.BATCH_INTERVAL_NOT_ONE);
        }
        if (isAutomatic) {
            requireAlignment(start, end);
        }
        try {
            addAlignedPartitions(start, end);
        } catch (DateTimeException failure) {
            throw new InvalidValueException(PartitionRule.BATCH_OUT_OF_RANGE);
        }
    }

    /**
     * Adds a partition for each period. The first partition begins at the start of the batch, even within a period. The
     * last one ends at the end of the batch at the latest, unless the unit is a day.
     */
    private void addAlignedPartitions(LocalDateTime start, LocalDateTime end) throws InvalidValueException {
        LocalDateTime lower = start;
        while (lower.isBefore(end)) {
            LocalDateTime upper = calendar.plus(calendar.align(lower), batch.step());
            if (!calendar.unit().equals("DAY") && upper.isAfter(end)) {
                upper = end;
            }
            addPartition(
                    namePrefix + calendar.formatNameSuffix(lower),
                    PartitionValue.formatTime(lower.withNano(0), type),
                    PartitionValue.formatTime(upper.withNano(0), type));
            lower = upper;
        }
    }

    private static LocalDateTime parseDate(String text) throws InvalidValueException {
        try {
            return ServerDateFormat.parseByLength(text);
        } catch (DateTimeException failure) {
            throw new InvalidValueException(PartitionRule.BATCH_VALUES_INVALID);
        }
    }

    private void addPartition(String name, String lowerBound, String upperBound) throws InvalidValueException {
        List<Bound> lowerBounds = List.of(new Bound.LiteralBound(lowerBound));
        List<Bound> upperBounds = List.of(new Bound.LiteralBound(upperBound));
        partitions.add(new RangePartition(
                false, Name.ofUnquoted(name, batch.span()), lowerBounds, upperBounds, List.of(), batch.span()));
        if (partitions.size() > MAX_PARTITION_COUNT) {
            throw new InvalidValueException(PartitionRule.BATCH_TOO_LARGE, MAX_PARTITION_COUNT);
        }
    }

    /** Requires that a batch begins and ends where automatic partitions would. */
    private void requireAlignment(LocalDateTime start, LocalDateTime end) throws InvalidValueException {
        LocalDateTime alignedStart = calendar.align(start);
        LocalDateTime alignedEnd = calendar.align(end);
        if (alignedStart.equals(alignedEnd)) {
            alignedEnd = calendar.plus(alignedEnd, batch.step());
        }
        if (!alignedStart.equals(start) || !alignedEnd.equals(end)) {
            String firstDayNotice = switch (calendar.unit()) {
                case "WEEK" ->
                    "with start day of week " + calendar.firstDayOfWeek().getValue();
                case "MONTH" -> "with start day of month " + calendar.firstDayOfMonth();
                default -> "";
            };
            throw new InvalidValueException(
                    PartitionRule.BATCH_NOT_ALIGNED,
                    formatRange(start, end),
                    calendar.unit(),
                    firstDayNotice,
                    formatRange(alignedStart, alignedEnd));
        }
    }

    private String formatRange(LocalDateTime start, LocalDateTime end) {
        return "[" + PartitionValue.formatTime(start.withNano(0), type) + ","
                + PartitionValue.formatTime(end.withNano(0), type) + ")";
    }
}
