package dev.cairn.internal.connection;

import dev.cairn.internal.Durations;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.option.OptionKey;
import dev.cairn.internal.option.OptionValues;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * The retries of an operation that the server refuses with a transient error, until the retry timeout has elapsed since
 * the creation of this object. The pauses between them double up to ten seconds, and a random factor shortens each of
 * them by up to a half.
 */
public final class Retry {
    /** Random numbers from 0 to 1, so that the clients of an overloaded server do not all retry at the same time. */
    static final OptionKey<DoubleSupplier> JITTER =
            new OptionKey<>(() -> ThreadLocalRandom.current().nextDouble());

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    private final Ticker ticker;
    private final OptionValues options;
    private final Ticker.Stopwatch stopwatch;
    private Duration nextPause = FIRST_PAUSE;

    Retry(Ticker ticker, OptionValues options) {
        this.ticker = ticker;
        this.options = options;
        this.stopwatch = ticker.start();
    }

    /** Returns whether the retry timeout has not elapsed yet. */
    public boolean hasTimeLeft() {
        return stopwatch.elapsed().compareTo(options.get(MigratorOption.RETRY)) < 0;
    }

    /**
     * Pauses before the next attempt. Returns false if the operation must not be attempted again: the retry timeout has
     * elapsed, or the thread was interrupted.
     */
    public boolean pauseIfTimeLeft() {
        if (!hasTimeLeft()) {
            return false;
        }
        double jitterFactor = (1 + options.get(JITTER).getAsDouble()) / 2;
        try {
            ticker.sleep(Duration.ofNanos((long) (nextPause.toNanos() * jitterFactor)));
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return false;
        }
        nextPause = Durations.min(nextPause.multipliedBy(2), MAX_PAUSE);
        return true;
    }
}
