package dev.cairn.internal.run;

import dev.cairn.internal.link.Links;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The connections of a runner. */
final class Lanes implements AutoCloseable {
    private final List<Lane> all = new ArrayList<>();
    private final Deque<Lane> free = new ArrayDeque<>();

    Lanes(Links links, int number) {
        for (int i = 0; i < number; i++) {
            all.add(new Lane(links));
        }
        free.addAll(all);
    }

    /** While no step runs. */
    void set(Map<String, String> settings) {
        all.forEach(lane -> lane.set(settings));
    }

    /** While no step runs. */
    Lane first() {
        return all.get(0);
    }

    int number() {
        return all.size();
    }

    /** One that no other step has; those that have been used come first. */
    synchronized Lane take() {
        return free.removeFirst();
    }

    synchronized void giveBack(Lane lane) {
        free.addFirst(lane);
    }

    @Override
    public void close() {
        all.forEach(Lane::close);
    }
}
