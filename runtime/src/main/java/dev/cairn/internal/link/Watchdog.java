package dev.cairn.internal.link;

import dev.cairn.internal.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows what is waited for, and for how long it may be. A driver that does not keep to the limit that it was given, and code that
 * does not return, are found here: whoever waits for them does not get on.
 */
public final class Watchdog {
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Ticker ticker;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

    Watchdog(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Begins to wait; {@link Wait#close} is the end of it. */
    public Wait waitFor(String what, Duration limit) {
        Wait wait = new Wait(what, limit, ticker.start());
        waits.add(wait);
        return wait;
    }

    /** What should have ended long ago, in words. */
    public Optional<String> overdue() {
        return waits.stream()
                .filter(Wait::isOverdue)
                .findFirst()
                .map(wait -> wait.what + " has not ended within " + wait.limit.toSeconds() + " s");
    }

    /** One thing that is waited for. */
    public final class Wait implements AutoCloseable {
        private final String what;
        private final Duration limit;
        private final Ticker.Stopwatch watch;

        private Wait(String what, Duration limit, Ticker.Stopwatch watch) {
            this.what = what;
            this.limit = limit;
            this.watch = watch;
        }

        /** The driver itself ends what takes too long: it gets as much time again for that, up to a minute. */
        private boolean isOverdue() {
            Duration grace = limit.compareTo(GRACE) < 0 ? limit : GRACE;
            return watch.elapsed().compareTo(limit.plus(grace)) > 0;
        }

        @Override
        public void close() {
            waits.remove(this);
        }
    }
}
