package dev.cairn.internal;

import java.time.Duration;

/** Describes a time in a message. */
public final class DurationFormatter {
    private DurationFormatter() {}

    /** Returns a time in seconds, or in milliseconds if it is not a whole number of them. */
    public static String format(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
