package dev.cairn.data;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs what it is given in the thread that lets its time pass, and has none of its own. */
final class ManualScheduler extends ScheduledThreadPoolExecutor {
    private final List<Due> waiting = new ArrayList<>();
    private Duration now = Duration.ZERO;
    private boolean stopped;

    private record Due(Duration time, RunnableScheduledFuture<?> work) {}

    ManualScheduler() {
        super(0);
    }

    @Override
    public void execute(Runnable work) {
        add(work, Duration.ZERO);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return add(work, Duration.ofNanos(unit.toNanos(delay))).work();
    }

    private synchronized Due add(Runnable work, Duration delay) {
        if (stopped) {
            throw new RejectedExecutionException("stopped");
        }
        Due due = new Due(now.plus(delay), new Later<>(work));
        waiting.add(due);
        return due;
    }

    synchronized void stop() {
        stopped = true;
    }

    /** Runs the tasks that are due by then, and those that become due meanwhile. */
    void pass(Duration time) {
        Duration end = now.plus(time);
        Optional<Due> next = next(end);
        while (next.isPresent()) {
            now = next.get().time();
            next.get().work().run();
            next = next(end);
        }
        now = end;
    }

    /** Returns the tasks that are due. */
    void pass() {
        pass(Duration.ZERO);
    }

    private synchronized Optional<Due> next(Duration end) {
        Optional<Due> next =
                waiting.stream().filter(due -> due.time().compareTo(end) <= 0).min(Comparator.comparing(Due::time));
        next.ifPresent(waiting::remove);
        return next;
    }

    private static final class Later<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {
        Later(Runnable work) {
            super(work, null);
        }

        @Override
        public boolean isPeriodic() {
            return false;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }
}
