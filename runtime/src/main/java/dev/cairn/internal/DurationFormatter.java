package dev.cairn.internal;

import java.time.Duration;

/** Formats durations of whole milliseconds for messages. */
public final class DurationFormatter {
    private DurationFormatter() {}

    /** Returns a duration in the largest unit that divides it, as in {@code 15 min}; {@code 0 s} for zero. */
    public static String format(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + " ms";
        }
        if (duration.toSecondsPart() != 0 || duration.isZero()) {
            return duration.toSeconds() + " s";
        }
        return duration.toMinutesPart() != 0 ? duration.toMinutes() + " min" : duration.toHours() + " h";
    }
}
