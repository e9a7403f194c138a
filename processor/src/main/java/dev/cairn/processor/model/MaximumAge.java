package dev.cairn.processor.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The maximum age of the newest row of an object, such as {@code P2D}. */
public record MaximumAge(long months, long days, Duration time) {
    /** Parses an ISO 8601 duration; empty if it is invalid, not positive, or has fractions of a second. */
    public static Optional<MaximumAge> parse(String text) {
        String iso = text.strip().toUpperCase(Locale.ROOT);
        int timeStart = iso.indexOf('T');
        try {
            Period date =
                    timeStart == 1 ? Period.ZERO : Period.parse(timeStart < 0 ? iso : iso.substring(0, timeStart));
            Duration time = timeStart < 0 ? Duration.ZERO : Duration.parse("P" + iso.substring(timeStart));
            boolean isPositive = !date.isNegative() && !time.isNegative() && !(date.isZero() && time.isZero());
            return isPositive && time.equals(time.truncatedTo(ChronoUnit.SECONDS))
                    ? Optional.of(new MaximumAge(date.toTotalMonths(), date.get(ChronoUnit.DAYS), time))
                    : Optional.empty();
        } catch (DateTimeException ignored) {
            return Optional.empty();
        }
    }

    /** Returns whether the age has hours, minutes or seconds. */
    public boolean hasTime() {
        return !time.isZero();
    }

    /** Returns the expression of the earliest permitted time. */
    String renderEarliestTime(String currentTime) {
        List<String> intervals = new ArrayList<>();
        if (months > 0) {
            intervals.add(months + " MONTH");
        }
        if (days > 0) {
            intervals.add(days + " DAY");
        }
        if (hasTime()) {
            intervals.add(renderInLargestUnit(time.toSeconds()));
        }
        String earliest = currentTime;
        for (String interval : intervals) {
            earliest = "date_sub(" + earliest + ", INTERVAL " + interval + ")";
        }
        return earliest;
    }

    private static String renderInLargestUnit(long seconds) {
        if (seconds % 60 != 0) {
            return seconds + " SECOND";
        }
        return seconds % 3600 == 0 ? seconds / 3600 + " HOUR" : seconds / 60 + " MINUTE";
    }
}
