package dev.cairn.integration.chaos;

import java.util.ArrayDeque;
import java.util.Deque;

/** A pool of processes, each of which is used for upgrades until it is killed. */
final class MigratorProcesses implements AutoCloseable {
    private final Deque<MigratorProcess> idleProcesses = new ArrayDeque<>();
    private boolean isClosed;
    private int startedCount;

    MigratorProcess take() {
        synchronized (this) {
            if (!idleProcesses.isEmpty()) {
                return idleProcesses.pop();
            }
            startedCount++;
        }
        return MigratorProcess.start();
    }

    /** Returns an idle process to the pool. */
    synchronized void giveBack(MigratorProcess process) {
        if (isClosed) {
            process.kill();
        } else {
            idleProcesses.push(process);
        }
    }

    /** Returns the number of processes started so far. */
    synchronized int startedCount() {
        return startedCount;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        idleProcesses.forEach(MigratorProcess::close);
        idleProcesses.clear();
    }
}
