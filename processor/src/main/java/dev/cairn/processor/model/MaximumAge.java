package dev.cairn.processor.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The maximum age of the newest row of an object, such as {@code P2D}: months, days and a time, which are subtracted
 * from the current time in this order.
 */
public record MaximumAge(long months, long days, Duration time) {
    /**
     * Parses an ISO 8601 duration, ignoring case; empty if it is invalid, not positive, or has fractions of a second.
     */
    public static Optional<MaximumAge> parse(String text) {
        String isoText = text.strip().toUpperCase(Locale.ROOT);
        int timeStart = isoText.indexOf('T');
        try {
            Period datePeriod = timeStart == 1
                    ? Period.ZERO
                    : Period.parse(timeStart < 0 ? isoText : isoText.substring(0, timeStart));
            Duration time = timeStart < 0 ? Duration.ZERO : Duration.parse("P" + isoText.substring(timeStart));
            boolean isPositive =
                    !datePeriod.isNegative() && !time.isNegative() && !(datePeriod.isZero() && time.isZero());
            return isPositive && time.equals(time.truncatedTo(ChronoUnit.SECONDS))
                    ? Optional.of(new MaximumAge(datePeriod.toTotalMonths(), datePeriod.get(ChronoUnit.DAYS), time))
                    : Optional.empty();
        } catch (DateTimeException ignored) {
            return Optional.empty();
        }
    }

    /** Returns whether the age has hours, minutes or seconds. */
    public boolean hasTime() {
        return !time.isZero();
    }

    /**
     * Returns the SQL expression of the earliest permitted time.
     *
     * @param currentTime the SQL expression of the current time
     */
    String renderEarliestTime(String currentTime) {
        List<String> intervals = new ArrayList<>();
        if (months > 0) {
            intervals.add(months + " MONTH");
        }
        if (days > 0) {
            intervals.add(days + " DAY");
        }
        if (hasTime()) {
            intervals.add(renderTimeInterval());
        }
        String earliestTime = currentTime;
        for (String interval : intervals) {
            earliestTime = "date_sub(" + earliestTime + ", INTERVAL " + interval + ")";
        }
        return earliestTime;
    }

    private String renderTimeInterval() {
        if (time.toSecondsPart() != 0) {
            return time.toSeconds() + " SECOND";
        }
        return time.toMinutesPart() == 0 ? time.toHours() + " HOUR" : time.toMinutes() + " MINUTE";
    }
}
