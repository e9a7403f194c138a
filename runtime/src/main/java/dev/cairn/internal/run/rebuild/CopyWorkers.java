package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.DaemonThread;
import dev.cairn.internal.copy.CopyUnit;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.internal.run.step.StepConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * Copies or compares the units of a table in parallel, each on a separate connection. If only one unit can run at a
 * time, it runs on the thread of the caller.
 */
final class CopyWorkers {
    private final RunContext context;
    private final StepConnection connection;
    private final int parallelism;

    /**
     * Creates workers, which open further connections only while they run.
     *
     * @param connection the connection of the step, which one of the workers uses
     * @param parallelism the maximum number of units at the same time
     */
    CopyWorkers(RunContext context, StepConnection connection, int parallelism) {
        this.context = context;
        this.connection = connection;
        this.parallelism = parallelism;
    }

    /**
     * Does the work for all units. After a failure, no other unit begins; the method waits for the running units, and
     * then throws the first failure.
     *
     * @param work called for each unit, with a connection that nothing else uses at the same time
     */
    void run(List<CopyUnit> units, BiConsumer<StepConnection, CopyUnit> work, CopyListener listener) {
        List<StepConnection> siblings = openSiblings(Math.min(parallelism, units.size()) - 1);
        if (siblings.isEmpty()) {
            for (CopyUnit unit : units) {
                listener.beforeUnit();
                work.accept(connection, unit);
                listener.afterUnit(unit);
            }
            return;
        }
        List<StepConnection> connections = new ArrayList<>(siblings);
        connections.add(connection);
        ExecutorService executor =
                Executors.newFixedThreadPool(connections.size(), worker -> DaemonThread.create(worker, "cairn-copy"));
        try {
            new ParallelCopyRunner(work, listener, executor, connections, context.cancellation()).run(units);
        } finally {
            executor.shutdown();
            siblings.forEach(StepConnection::close);
        }
    }

    /** Opens other connections, as many as the pool of the data source has. */
    private List<StepConnection> openSiblings(int count) {
        List<StepConnection> siblings = new ArrayList<>();
        while (siblings.size() < count) {
            StepConnection sibling = connection.createSibling();
            if (!sibling.openIfAvailable()) {
                break;
            }
            siblings.add(sibling);
        }
        return siblings;
    }
}
