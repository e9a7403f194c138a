package dev.cairn.embedded.state;

import dev.cairn.catalog.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The refreshes of a server in their order, the oldest forgotten.
 *
 * @param last that of each view, by its identity
 */
public record RefreshRuns(PersistentMap<RefreshRun> runs, PersistentMap<RefreshRun> last) {
    static final RefreshRuns NONE = new RefreshRuns(PersistentMap.empty(), PersistentMap.empty());
    /** What {@code task_runs_max_history_number} comes with. */
    private static final int KEPT = 10_000;

    RefreshRuns with(RefreshRun run) {
        PersistentMap<RefreshRun> all = runs.with(key(run.id()), run);
        if (all.size() > KEPT) {
            all = all.without(all.iterator().next().getKey());
        }
        return new RefreshRuns(all, last.with(key(run.view()), run));
    }

    /** The last run of a view failed. */
    RefreshRuns failing(long view, String words) {
        return lastOf(view).map(run -> with(run.failing(words))).orElse(this);
    }

    private static String key(long id) {
        return String.format("%019d", id);
    }

    public Optional<RefreshRun> lastOf(long view) {
        return last.get(key(view));
    }

    public List<RefreshRun> all() {
        List<RefreshRun> all = new ArrayList<>(runs.size());
        for (Map.Entry<String, RefreshRun> entry : runs) {
            all.add(entry.getValue());
        }
        return all;
    }
}
