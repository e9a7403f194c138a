package dev.cairn.integration.chaos;

import java.util.ArrayDeque;
import java.util.Deque;

/** A pool of processes: each is used again until it is killed. */
final class MigratorProcesses implements AutoCloseable {
    private final Deque<MigratorProcess> idle = new ArrayDeque<>();
    private boolean closed;
    private int started;

    MigratorProcess take() {
        synchronized (this) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
            started++;
        }
        return MigratorProcess.start();
    }

    /** Returns an idle process to the pool. */
    synchronized void giveBack(MigratorProcess process) {
        if (closed) {
            process.kill();
        } else {
            idle.push(process);
        }
    }

    /** Returns the number of processes started so far. */
    synchronized int started() {
        return started;
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(MigratorProcess::close);
        idle.clear();
    }
}
