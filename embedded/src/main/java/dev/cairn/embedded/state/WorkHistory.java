package dev.cairn.embedded.state;

import dev.cairn.catalog.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newest work of one kind, in the order of its ids. If it becomes too long, the oldest work that has ended is
 * removed. It is immutable.
 */
public final class WorkHistory<T extends ServerWork> {
    private final int maxSize;
    private final PersistentMap<T> works;
    private final PersistentMap<T> runningWorks;

    private WorkHistory(int maxSize, PersistentMap<T> works, PersistentMap<T> runningWorks) {
        this.maxSize = maxSize;
        this.works = works;
        this.runningWorks = runningWorks;
    }

    /** Creates an empty history, which keeps a limited number of works. */
    static <T extends ServerWork> WorkHistory<T> ofSize(int maxSize) {
        return new WorkHistory<>(maxSize, PersistentMap.empty(), PersistentMap.empty());
    }

    /** Adds a work, or replaces the one with its id. */
    WorkHistory<T> withWork(T work) {
        String key = key(work.id());
        PersistentMap<T> newWorks = works.withEntry(key, work);
        if (newWorks.size() > maxSize) {
            newWorks = newWorks.withoutKey(key(findOldest(newWorks).id()));
        }
        return new WorkHistory<>(
                maxSize, newWorks, work.isRunning() ? runningWorks.withEntry(key, work) : runningWorks.withoutKey(key));
    }

    private T findOldest(PersistentMap<T> candidates) {
        for (T candidate : candidates.values()) {
            if (!candidate.isRunning()) {
                return candidate;
            }
        }
        return candidates.iterator().next().getValue();
    }

    /** Removes the work on a database that was dropped or can't be recovered. */
    WorkHistory<T> removeDatabase(String database) {
        WorkHistory<T> remainingWorks = ofSize(maxSize);
        for (T work : works.values()) {
            remainingWorks = work.database().equals(database) ? remainingWorks : remainingWorks.withWork(work);
        }
        return remainingWorks;
    }

    /** Returns whether nothing is running. */
    public boolean isIdle() {
        return runningWorks.isEmpty();
    }

    /** Returns the work that has not ended, the oldest first. */
    public List<T> runningWork() {
        return listValues(runningWorks);
    }

    /** Returns all work, the oldest first. */
    public List<T> list() {
        return listValues(works);
    }

    Optional<T> find(long id) {
        return works.get(key(id));
    }

    /** Returns a key whose order is that of the ids. */
    static String key(long id) {
        return String.format("%019d", id);
    }

    private static <T> List<T> listValues(PersistentMap<T> map) {
        List<T> values = new ArrayList<>(map.size());
        map.values().forEach(values::add);
        return values;
    }
}
