package dev.cairn.integration.chaos;

import java.util.ArrayDeque;
import java.util.Deque;

/** Processes that wait for work; what is started once is used again until it is killed. */
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

    /** Takes one back that waits for work. */
    synchronized void giveBack(MigratorProcess process) {
        if (closed) {
            process.kill();
        } else {
            idle.push(process);
        }
    }

    /** How many were started so far. */
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
