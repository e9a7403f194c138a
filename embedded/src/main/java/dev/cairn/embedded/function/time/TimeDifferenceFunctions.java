package dev.cairn.embedded.function.time;

import static dev.cairn.embedded.function.JavaFunction.ValueKind.TIME;
import static dev.cairn.embedded.function.JavaFunction.helper;

import dev.cairn.embedded.function.JavaFunction;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.function.ToLongBiFunction;

/** Functions that count the complete months and years between two times. */
public final class TimeDifferenceFunctions {
    private TimeDifferenceFunctions() {}

    public static List<JavaFunction> functions() {
        return List.of(
                helper("month_difference", TIME, TIME)
                        .returningLong(arguments -> calculateDifference(
                                arguments.dateTimeAt(0),
                                arguments.dateTimeAt(1),
                                TimeDifferenceFunctions::monthsBetween)),
                helper("year_difference", TIME, TIME)
                        .returningLong(arguments -> calculateDifference(
                                arguments.dateTimeAt(0),
                                arguments.dateTimeAt(1),
                                TimeDifferenceFunctions::yearsBetween)));
    }

    /** Returns a difference of date_diff. A month also counts as complete on the last day of a shorter month. */
    private static long calculateDifference(
            LocalDateTime endTime,
            LocalDateTime startTime,
            ToLongBiFunction<LocalDateTime, LocalDateTime> wholeUnitCounter) {
        return startTime.isBefore(endTime)
                ? wholeUnitCounter.applyAsLong(startTime, endTime)
                : -wholeUnitCounter.applyAsLong(endTime, startTime);
    }

    private static long monthsBetween(LocalDateTime startTime, LocalDateTime endTime) {
        long months =
                12L * (endTime.getYear() - startTime.getYear()) + endTime.getMonthValue() - startTime.getMonthValue();
        int startDay = startTime.getDayOfMonth();
        int endDay = endTime.getDayOfMonth();
        boolean isEndOfLastMonth = isEndOfMonth(endTime);
        boolean isLaterInDay = comparableTimeOfDay(startTime) > comparableTimeOfDay(endTime);
        boolean isLastMonthIncomplete = startDay > endDay
                ? !isEndOfLastMonth || (isEndOfMonth(startTime) && isLaterInDay)
                : startDay == endDay && isLaterInDay && (!isEndOfLastMonth || isEndOfMonth(startTime));
        return isLastMonthIncomplete ? months - 1 : months;
    }

    private static long yearsBetween(LocalDateTime startTime, LocalDateTime endTime) {
        long years = (long) endTime.getYear() - startTime.getYear();
        if (startTime.getMonthValue() != endTime.getMonthValue()) {
            return startTime.getMonthValue() > endTime.getMonthValue() ? years - 1 : years;
        }
        int startDay = startTime.getDayOfMonth();
        int endDay = endTime.getDayOfMonth();
        boolean isLaterInDay = comparableTimeOfDay(startTime) > comparableTimeOfDay(endTime);
        boolean haveSameLength = YearMonth.from(startTime).lengthOfMonth()
                == YearMonth.from(endTime).lengthOfMonth();
        boolean isLastYearIncomplete = startDay == endDay
                ? isLaterInDay && (haveSameLength || !isEndOfMonth(endTime))
                : startDay > endDay
                        && (haveSameLength || !isEndOfMonth(endTime) || (isEndOfMonth(startTime) && isLaterInDay));
        return isLastYearIncomplete ? years - 1 : years;
    }

    private static boolean isEndOfMonth(LocalDateTime time) {
        return time.getDayOfMonth() == YearMonth.from(time).lengthOfMonth();
    }

    /** Returns the time of the day as the server compares it: it adds microseconds to milliseconds. */
    private static long comparableTimeOfDay(LocalDateTime time) {
        return 1000L * time.toLocalTime().toSecondOfDay() + time.get(ChronoField.MICRO_OF_SECOND);
    }
}
