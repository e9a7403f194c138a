package dev.cairn.embedded.state;

import dev.cairn.catalog.PersistentMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest 10,000 refreshes of a server.
 *
 * @param lastRunByViewKey the last refresh of each view, by the identity of the view; it may be older than those of the
 *     history
 */
public record RefreshRunRegistry(WorkHistory<RefreshRun> history, PersistentMap<RefreshRun> lastRunByViewKey) {
    /** The server's default of {@code task_runs_max_history_number}. */
    private static final int MAX_RUNS = 10_000;

    static final RefreshRunRegistry EMPTY =
            new RefreshRunRegistry(WorkHistory.ofMaxSize(MAX_RUNS), PersistentMap.empty());

    RefreshRunRegistry withRun(RefreshRun run) {
        return new RefreshRunRegistry(
                history.withWork(run), lastRunByViewKey.withEntry(WorkHistory.key(run.viewId()), run));
    }

    /** Returns a registry without the refreshes of a database that can't be recovered. */
    RefreshRunRegistry withoutDatabase(String databaseName) {
        PersistentMap<RefreshRun> remainingLastRuns = lastRunByViewKey;
        for (Map.Entry<String, RefreshRun> runEntry : lastRunByViewKey) {
            remainingLastRuns = runEntry.getValue().databaseName().equals(databaseName)
                    ? remainingLastRuns.withoutKey(runEntry.getKey())
                    : remainingLastRuns;
        }
        return new RefreshRunRegistry(history.withoutDatabase(databaseName), remainingLastRuns);
    }

    /** Returns a registry in which the last refresh of a view has failed; unchanged if the view has none. */
    RefreshRunRegistry withLastRunFailed(long viewId, String message) {
        return findLast(viewId).map(run -> withRun(run.withFailure(message))).orElse(this);
    }

    /** Returns the last refresh of a view; empty if there was none. */
    public Optional<RefreshRun> findLast(long viewId) {
        return lastRunByViewKey.get(WorkHistory.key(viewId));
    }

    public List<RefreshRun> list() {
        return history.list();
    }
}
