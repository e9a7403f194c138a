package dev.cairn.engine.partition;

import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.sql.ast.ServerDateFormat;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.WeekFields;

/**
 * The calendar of partitions that cover periods of time: when the periods begin, and how their partitions are named.
 *
 * @param unit the length of a period: {@code HOUR}, {@code DAY}, {@code WEEK}, {@code MONTH} or {@code YEAR}
 * @param firstDayOfWeek the day on which weeks begin
 * @param firstDayOfMonth the day on which months begin
 */
record PartitionCalendar(String unit, DayOfWeek firstDayOfWeek, int firstDayOfMonth) {
    /**
     * Returns the beginning of the period that contains a time; for months, its beginning within the calendar month of
     * this time. As on the server, the beginning of a week, month or year keeps the time of day.
     *
     * @throws InvalidValueException if the unit is not supported
     */
    LocalDateTime align(LocalDateTime time) throws InvalidValueException {
        return switch (unit) {
            case "HOUR" -> time.withMinute(0).withSecond(0).withNano(0);
            case "DAY" -> time.toLocalDate().atStartOfDay();
            case "WEEK" -> time.with(TemporalAdjusters.previousOrSame(firstDayOfWeek));
            case "MONTH" -> time.withDayOfMonth(firstDayOfMonth);
            case "YEAR" -> time.withDayOfYear(1);
            default -> throw new InvalidValueException(PartitionRule.BATCH_INTERVAL_UNSUPPORTED, unit);
        };
    }

    /**
     * Returns the time that is a number of units later, or earlier if the number is negative. The unit must be a
     * supported one, as {@link #align} requires.
     */
    LocalDateTime plus(LocalDateTime time, long count) {
        return unit.equals("WEEK") ? time.plusWeeks(count) : partitionUnit().plus(time, count);
    }

    /** Formats the beginning of a period as the end of the name of its partition. */
    String formatNameSuffix(LocalDateTime start) {
        return unit.equals("WEEK")
                ? formatWeek(start.with(TemporalAdjusters.previousOrSame(firstDayOfWeek)))
                : partitionUnit().formatNameSuffix(start);
    }

    private PartitionUnit partitionUnit() {
        return PartitionUnit.find(unit).orElseThrow();
    }

    /**
     * Formats the year and the week, as the name of a partition contains them. Weeks begin on Sunday and the first week
     * contains January 1; a first week that begins in December is named week 53 of the old year.
     */
    private static String formatWeek(LocalDateTime firstDay) {
        int weekNumber = firstDay.get(WeekFields.SUNDAY_START.weekOfWeekBasedYear());
        if (weekNumber <= 1 && firstDay.getMonth() == Month.DECEMBER) {
            weekNumber += 52;
        }
        return firstDay.getYear() + "_" + ServerDateFormat.padWithZeros(weekNumber, 2);
    }
}
