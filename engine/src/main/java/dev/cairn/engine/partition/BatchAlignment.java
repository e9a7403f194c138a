package dev.cairn.engine.partition;

import dev.cairn.catalog.Refusal;
import dev.cairn.engine.value.DateText;
import dev.cairn.sql.ast.Span;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAdjusters;

/** Partitions made in advance of a table that makes its own must begin and end where its own would. */
record BatchAlignment(
        LocalDateTime begin, LocalDateTime end, String unit, int step, DayOfWeek firstDayOfWeek, int firstDayOfMonth) {
    void check(boolean withTime, Span at) {
        LocalDateTime standardBegin = aligned(begin, at);
        LocalDateTime standardEnd = aligned(end, at);
        if (standardBegin.equals(standardEnd)) {
            standardEnd = later(standardEnd);
        }
        if (!standardBegin.equals(begin) || !standardEnd.equals(end)) {
            throw Refusal.analysis(
                    at,
                    "Batch build partition range [" + text(begin, withTime) + "," + text(end, withTime) + ")"
                            + " should be a standard unit of time (" + unit + ") " + firstDay() + ". suggest range ["
                            + text(standardBegin, withTime) + "," + text(standardEnd, withTime) + ")"
                            + "If you want to create partial partitions in batch, you can turn off this check by "
                            + "setting the FE config enable_create_partial_partition_in_batch=true");
        }
    }

    private LocalDateTime aligned(LocalDateTime value, Span at) {
        return switch (unit) {
            case "HOUR" -> value.withMinute(0).withSecond(0).withNano(0);
            case "DAY" -> value.toLocalDate().atStartOfDay();
            case "WEEK" -> value.with(TemporalAdjusters.previousOrSame(firstDayOfWeek));
            case "MONTH" -> value.withDayOfMonth(firstDayOfMonth);
            case "YEAR" -> value.withDayOfYear(1);
            default -> throw Refusal.analysis(at, "Batch build partition does not support time interval type: " + unit);
        };
    }

    private LocalDateTime later(LocalDateTime value) {
        return switch (unit) {
            case "HOUR" -> value.plusHours(step);
            case "DAY" -> value.plusDays(step);
            case "WEEK" -> value.plusWeeks(step);
            case "MONTH" -> value.plusMonths(step);
            default -> value.plusYears(step);
        };
    }

    private String firstDay() {
        return switch (unit) {
            case "WEEK" -> "with start day of week " + firstDayOfWeek.getValue();
            case "MONTH" -> "with start day of month " + firstDayOfMonth;
            default -> "";
        };
    }

    private static String text(LocalDateTime value, boolean withTime) {
        return withTime ? DateText.dateTime(value.withNano(0)) : DateText.date(value);
    }
}
