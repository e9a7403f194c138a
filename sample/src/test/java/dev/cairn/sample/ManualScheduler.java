package dev.cairn.sample;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs tasks without a delay at once, and delayed tasks when a test calls {@link #runNext}. */
final class ManualScheduler extends ScheduledThreadPoolExecutor {
    private final BlockingQueue<Runnable> delayedTasks = new LinkedBlockingQueue<>();

    ManualScheduler() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        if (delay == 0) {
            return super.schedule(task, delay, unit);
        }
        delayedTasks.add(task);
        return super.schedule(() -> {}, delay, unit);
    }

    /** Runs the next delayed task. */
    void runNext() throws InterruptedException {
        execute(delayedTasks.take());
    }
}
