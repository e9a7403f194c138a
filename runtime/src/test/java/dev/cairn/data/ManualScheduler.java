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

/** A scheduler without threads: it runs due tasks on the thread that advances its time. */
final class ManualScheduler extends ScheduledThreadPoolExecutor {
    private final List<ScheduledTask> scheduledTasks = new ArrayList<>();
    private Duration elapsedTime = Duration.ZERO;
    private boolean isStopped;

    private record ScheduledTask(Duration dueTime, RunnableScheduledFuture<?> work) {}

    ManualScheduler() {
        super(0);
    }

    @Override
    public void execute(Runnable work) {
        addTask(work, Duration.ZERO);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return addTask(work, Duration.ofNanos(unit.toNanos(delay))).work();
    }

    private synchronized ScheduledTask addTask(Runnable work, Duration delay) {
        if (isStopped) {
            throw new RejectedExecutionException("stopped");
        }
        ScheduledTask task = new ScheduledTask(elapsedTime.plus(delay), new ManualFuture<>(work));
        scheduledTasks.add(task);
        return task;
    }

    synchronized void stop() {
        isStopped = true;
    }

    /** Advances the time, and runs the tasks that become due, including those that the tasks add. */
    void advance(Duration time) {
        Duration endTime = elapsedTime.plus(time);
        Optional<ScheduledTask> nextTask = removeNextTask(endTime);
        while (nextTask.isPresent()) {
            elapsedTime = nextTask.get().dueTime();
            nextTask.get().work().run();
            nextTask = removeNextTask(endTime);
        }
        elapsedTime = endTime;
    }

    /** Runs the tasks that are due now. */
    void advance() {
        advance(Duration.ZERO);
    }

    private synchronized Optional<ScheduledTask> removeNextTask(Duration endTime) {
        Optional<ScheduledTask> nextTask = scheduledTasks.stream()
                .filter(task -> task.dueTime().compareTo(endTime) <= 0)
                .min(Comparator.comparing(ScheduledTask::dueTime));
        nextTask.ifPresent(scheduledTasks::remove);
        return nextTask;
    }

    private static final class ManualFuture<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {
        ManualFuture(Runnable work) {
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
