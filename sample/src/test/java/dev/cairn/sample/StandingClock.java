package dev.cairn.sample;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does at once what has no time to wait for; for all else, time passes when a test says so. */
final class StandingClock extends ScheduledThreadPoolExecutor {
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

    StandingClock() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        if (delay == 0) {
            return super.schedule(work, delay, unit);
        }
        waiting.add(work);
        return super.schedule(() -> {}, delay, unit);
    }

    /** The time of the next piece of work has come. */
    void pass() throws InterruptedException {
        execute(waiting.take());
    }
}
