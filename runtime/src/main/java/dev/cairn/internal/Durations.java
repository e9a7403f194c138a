package dev.cairn.internal;

import java.time.Duration;

/** Compares durations. */
public final class Durations {
    private Durations() {}

    public static Duration min(Duration first, Duration second) {
        return first.compareTo(second) < 0 ? first : second;
    }

    public static Duration max(Duration first, Duration second) {
        return first.compareTo(second) > 0 ? first : second;
    }
}
