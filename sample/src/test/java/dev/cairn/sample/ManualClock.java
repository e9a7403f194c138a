package dev.cairn.sample;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs tasks without a delay at once, and delayed tasks when a test advances the time. */
final class ManualClock extends ScheduledThreadPoolExecutor {
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

    ManualClock() {
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

    /** Advances the time to the next task, and runs it. */
    void advance() throws InterruptedException {
        execute(waiting.take());
    }
}
