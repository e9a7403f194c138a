package dev.cairn.embedded.state;

import dev.cairn.catalog.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The loads of a server in the order of their ids, the oldest forgotten; their labels can't be used again. */
public record LoadRegistry(PersistentMap<Load> loads, PersistentMap<Long> labels) {
    static final LoadRegistry EMPTY = new LoadRegistry(PersistentMap.empty(), PersistentMap.empty());
    /** What {@code label_keep_max_num} comes with. */
    private static final int KEPT = 1_000;

    public boolean hasLabel(String database, String label) {
        return labels.contains(database + "." + label);
    }

    LoadRegistry with(Load load) {
        PersistentMap<Load> all = loads.with(key(load.id()), load);
        PersistentMap<Long> used = labels.with(load.database() + "." + load.label(), load.id());
        if (all.size() > KEPT) {
            Load oldest = all.iterator().next().getValue();
            all = all.without(key(oldest.id()));
            used = used.without(oldest.database() + "." + oldest.label());
        }
        return new LoadRegistry(all, used);
    }

    /** Without those of a database that was dropped: in another one of its name, all labels are free. */
    LoadRegistry without(String database) {
        LoadRegistry left = EMPTY;
        for (Load load : all()) {
            left = load.database().equals(database) ? left : left.with(load);
        }
        return left;
    }

    private static String key(long id) {
        return String.format("%019d", id);
    }

    public List<Load> all() {
        List<Load> all = new ArrayList<>(loads.size());
        for (Map.Entry<String, Load> entry : loads) {
            all.add(entry.getValue());
        }
        return all;
    }
}
