package dev.cairn.internal.connection;

import dev.cairn.internal.DurationFormatter;
import dev.cairn.internal.Durations;
import dev.cairn.internal.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tracks all pending waits and their timeouts. It detects drivers that do not respect their timeout, and code that does
 * not return; the waiting thread can't detect this itself. Any thread may call the methods.
 */
public final class Watchdog {
    private static final Duration MAX_GRACE_PERIOD = Duration.ofMinutes(1);

    private final Ticker ticker;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

    Watchdog(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Starts a wait, which ends with {@link Wait#close}. */
    public Wait startWait(String operation, Duration timeout) {
        Wait wait = new Wait(operation, timeout, ticker.start());
        waits.add(wait);
        return wait;
    }

    /** Describes a wait that should have ended long ago; empty if no wait is overdue. */
    public Optional<String> describeOverdueWait() {
        return waits.stream()
                .filter(Wait::isOverdue)
                .findFirst()
                .map(wait -> wait.operation + " has not ended within " + DurationFormatter.format(wait.timeout));
    }

    /** A pending wait. */
    public final class Wait implements AutoCloseable {
        private final String operation;
        private final Duration timeout;
        private final Ticker.Stopwatch stopwatch;

        private Wait(String operation, Duration timeout, Ticker.Stopwatch stopwatch) {
            this.operation = operation;
            this.timeout = timeout;
            this.stopwatch = stopwatch;
        }

        /**
         * Returns whether the wait should have ended. The driver itself aborts a statement after the timeout; it gets
         * the same time again to do so, but at most a minute.
         */
        private boolean isOverdue() {
            Duration gracePeriod = Durations.min(timeout, MAX_GRACE_PERIOD);
            return stopwatch.elapsed().compareTo(timeout.plus(gracePeriod)) > 0;
        }

        @Override
        public void close() {
            waits.remove(this);
        }
    }
}
