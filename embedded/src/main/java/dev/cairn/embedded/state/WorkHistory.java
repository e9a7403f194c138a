package dev.cairn.embedded.state;

import dev.cairn.catalog.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The newest work of one kind, ordered by id. If the history becomes too long, the oldest work that has ended is
 * removed, or the oldest work if none has ended. A history is immutable.
 */
public final class WorkHistory<T extends ServerWork> {
    private final int maxSize;
    private final PersistentMap<T> workById;
    private final PersistentMap<T> runningWorkById;

    private WorkHistory(int maxSize, PersistentMap<T> workById, PersistentMap<T> runningWorkById) {
        this.maxSize = maxSize;
        this.workById = workById;
        this.runningWorkById = runningWorkById;
    }

    /** Creates an empty history, which keeps a limited number of entries. */
    static <T extends ServerWork> WorkHistory<T> ofMaxSize(int maxSize) {
        return new WorkHistory<>(maxSize, PersistentMap.empty(), PersistentMap.empty());
    }

    /** Returns a history with an additional entry, or with a new one in place of the entry with the same id. */
    WorkHistory<T> withWork(T work) {
        String key = key(work.id());
        PersistentMap<T> newWorkById = workById.withEntry(key, work);
        if (newWorkById.size() > maxSize) {
            newWorkById =
                    newWorkById.withoutKey(key(chooseWorkToRemove(newWorkById).id()));
        }
        return new WorkHistory<>(
                maxSize,
                newWorkById,
                work.isRunning() ? runningWorkById.withEntry(key, work) : runningWorkById.withoutKey(key));
    }

    /** Returns the oldest work that has ended, or the oldest work if all of it is running. */
    private T chooseWorkToRemove(PersistentMap<T> candidates) {
        for (T candidate : candidates.values()) {
            if (!candidate.isRunning()) {
                return candidate;
            }
        }
        return candidates.iterator().next().getValue();
    }

    /** Returns a history without the work on a database. */
    WorkHistory<T> withoutDatabase(String databaseName) {
        return withoutMatching(work -> work.databaseName().equals(databaseName));
    }

    /** Returns a history without the work that meets a condition. */
    WorkHistory<T> withoutMatching(Predicate<T> condition) {
        WorkHistory<T> remainingWork = ofMaxSize(maxSize);
        for (T work : workById.values()) {
            remainingWork = condition.test(work) ? remainingWork : remainingWork.withWork(work);
        }
        return remainingWork;
    }

    /** Returns whether no work is running. */
    public boolean hasNoRunningWork() {
        return runningWorkById.isEmpty();
    }

    /** Returns the work that has not ended, the oldest first. */
    public List<T> runningWork() {
        return listValues(runningWorkById);
    }

    /** Returns all work, the oldest first. */
    public List<T> list() {
        return listValues(workById);
    }

    Optional<T> find(long id) {
        return workById.get(key(id));
    }

    /** Returns the key for an id. Keys sort like ids. */
    static String key(long id) {
        return String.format(Locale.ROOT, "%019d", id);
    }

    private static <T> List<T> listValues(PersistentMap<T> workByKey) {
        List<T> values = new ArrayList<>(workByKey.size());
        workByKey.values().forEach(values::add);
        return values;
    }
}
