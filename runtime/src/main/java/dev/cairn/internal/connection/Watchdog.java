package dev.cairn.internal.connection;

import dev.cairn.internal.DurationFormatter;
import dev.cairn.internal.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tracks all pending waits and their timeouts. It detects drivers that do not respect their timeout, and code that does
 * not return: the thread that waits for them can't detect this itself.
 */
public final class Watchdog {
    private static final Duration MAX_GRACE = Duration.ofMinutes(1);

    private final Ticker ticker;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

    Watchdog(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Starts a wait, which ends with {@link Wait#close}. */
    public Wait startWait(String operation, Duration limit) {
        Wait wait = new Wait(operation, limit, ticker.start());
        waits.add(wait);
        return wait;
    }

    /** Describes a wait that should have ended long ago; empty if no wait is overdue. */
    public Optional<String> findOverdue() {
        return waits.stream()
                .filter(Wait::isOverdue)
                .findFirst()
                .map(wait -> wait.operation + " has not ended within " + DurationFormatter.format(wait.limit));
    }

    /** A pending wait. */
    public final class Wait implements AutoCloseable {
        private final String operation;
        private final Duration limit;
        private final Ticker.Stopwatch stopwatch;

        private Wait(String operation, Duration limit, Ticker.Stopwatch stopwatch) {
            this.operation = operation;
            this.limit = limit;
            this.stopwatch = stopwatch;
        }

        /** The driver itself aborts what exceeds the timeout. It gets the same time again for that, up to a minute. */
        private boolean isOverdue() {
            Duration grace = limit.compareTo(MAX_GRACE) < 0 ? limit : MAX_GRACE;
            return stopwatch.elapsed().compareTo(limit.plus(grace)) > 0;
        }

        @Override
        public void close() {
            waits.remove(this);
        }
    }
}
