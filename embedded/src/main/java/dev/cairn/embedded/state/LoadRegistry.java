package dev.cairn.embedded.state;

import dev.cairn.catalog.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest 1,000 loads of a server, in the order of their ids. A label can't be reused while its load is kept.
 */
public record LoadRegistry(PersistentMap<Load> loads, PersistentMap<Long> labels) {
    static final LoadRegistry EMPTY = new LoadRegistry(PersistentMap.empty(), PersistentMap.empty());
    /** The server's default of {@code label_keep_max_num}. */
    private static final int MAX_LOADS = 1_000;

    /**
     * Returns whether a load with this label is running or was committed; the label of an aborted load can be
     * reused.
     */
    public boolean hasLabel(String database, String label) {
        return find(database, label)
                .filter(load -> load.phase() != Load.LoadPhase.ABORTED)
                .isPresent();
    }

    /** Returns the newest load with this label. */
    public Optional<Load> find(String database, String label) {
        return labels.get(database + "." + label).flatMap(id -> loads.get(key(id)));
    }

    /** Returns the loads that have begun and not ended. */
    public List<Load> runningLoads() {
        return list().stream().filter(Load::isRunning).toList();
    }

    LoadRegistry with(Load load) {
        PersistentMap<Load> newLoads = loads.with(key(load.id()), load);
        PersistentMap<Long> newLabels = labels.with(load.database() + "." + load.label(), load.id());
        if (newLoads.size() > MAX_LOADS) {
            Load oldest = findOldestEnded(newLoads);
            newLoads = newLoads.without(key(oldest.id()));
            String label = oldest.database() + "." + oldest.label();
            newLabels = newLabels.get(label).filter(id -> id == oldest.id()).isPresent()
                    ? newLabels.without(label)
                    : newLabels;
        }
        return new LoadRegistry(newLoads, newLabels);
    }

    /** Removes the loads of a dropped database, so that a new database of the same name can use all labels. */
    LoadRegistry removeDatabase(String database) {
        LoadRegistry remainingLoads = EMPTY;
        for (Load load : list()) {
            remainingLoads = load.database().equals(database) ? remainingLoads : remainingLoads.with(load);
        }
        return remainingLoads;
    }

    private static Load findOldestEnded(PersistentMap<Load> loads) {
        for (Load load : loads.values()) {
            if (!load.isRunning()) {
                return load;
            }
        }
        return loads.iterator().next().getValue();
    }

    private static String key(long id) {
        return String.format("%019d", id);
    }

    public List<Load> list() {
        List<Load> allLoads = new ArrayList<>(loads.size());
        for (Map.Entry<String, Load> entry : loads) {
            allLoads.add(entry.getValue());
        }
        return allLoads;
    }
}
