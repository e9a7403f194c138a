package dev.cairn.internal.run;

import dev.cairn.internal.link.ConnectionFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The connections of a runner. */
final class StepConnectionPool implements AutoCloseable {
    private final List<StepConnection> all = new ArrayList<>();
    private final Deque<StepConnection> free = new ArrayDeque<>();

    StepConnectionPool(ConnectionFactory links, int number) {
        for (int i = 0; i < number; i++) {
            all.add(new StepConnection(links));
        }
        free.addAll(all);
    }

    /** While no step runs. */
    void set(Map<String, String> settings) {
        all.forEach(lane -> lane.set(settings));
    }

    /** While no step runs. */
    StepConnection first() {
        return all.get(0);
    }

    int number() {
        return all.size();
    }

    /** One that no other step has; those that have been used come first. */
    synchronized StepConnection take() {
        return free.removeFirst();
    }

    synchronized void giveBack(StepConnection lane) {
        free.addFirst(lane);
    }

    @Override
    public void close() {
        all.forEach(StepConnection::close);
    }
}
