package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.embedded.account.Accounts;
import dev.cairn.profile.ServerProfile;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The complete state of the server at one moment. It is immutable.
 *
 * @param lastId the last id that was assigned to an object, a job, a load or a refresh
 */
public record ClusterState(
        Catalog catalog,
        Identities identities,
        JobRegistry jobs,
        Accounts accounts,
        LoadRegistry loads,
        RefreshRuns runs,
        PartitionVersions versions,
        FrontendPorts ports,
        long lastId) {
    private static final long FIRST_ID = 10_000;

    /** Returns a state with nothing but accounts. */
    public static ClusterState initial(Accounts accounts) {
        return new ClusterState(
                Catalog.EMPTY,
                Identities.NONE,
                JobRegistry.EMPTY,
                accounts,
                LoadRegistry.EMPTY,
                RefreshRuns.NONE,
                PartitionVersions.NONE,
                FrontendPorts.USUAL,
                FIRST_ID);
    }

    ClusterState with(Catalog newCatalog) {
        return copy(draft -> draft.catalog = newCatalog);
    }

    ClusterState with(Catalog newCatalog, Identities newIdentities, long newLastId) {
        return copy(draft -> {
            draft.catalog = newCatalog;
            draft.identities = newIdentities;
            draft.lastId = newLastId;
        });
    }

    ClusterState with(JobRegistry newJobs) {
        return copy(draft -> draft.jobs = newJobs);
    }

    ClusterState with(Accounts newAccounts) {
        return copy(draft -> draft.accounts = newAccounts);
    }

    ClusterState with(LoadRegistry newLoads) {
        return copy(draft -> draft.loads = newLoads);
    }

    ClusterState with(RefreshRuns newRuns) {
        return copy(draft -> draft.runs = newRuns);
    }

    ClusterState with(PartitionVersions newVersions, long newLastId) {
        return copy(draft -> {
            draft.versions = newVersions;
            draft.lastId = newLastId;
        });
    }

    ClusterState with(FrontendPorts newPorts) {
        return copy(draft -> draft.ports = newPorts);
    }

    ClusterState counting(long newLastId) {
        return copy(draft -> draft.lastId = newLastId);
    }

    private ClusterState copy(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.state();
    }

    /** Returns the state with a copy of a database: its objects, refreshes and finished loads, and the grants on them. */
    ClusterState copying(ServerProfile profile, String from, String to, InstantSource clock) {
        long[] last = {lastId};
        Identities named = identities.copying(from, to, () -> new Identity(++last[0], clock.instant()));
        Map<Long, Long> copies = named.copies(from, to);
        Database copy = new DatabaseCopy(profile, catalog, from, to)
                .of(catalog.database(from).orElseThrow());
        ClusterState after = with(catalog.with(copy), named, last[0]).with(accounts.copying(copies));
        for (Map.Entry<Long, Long> object : copies.entrySet()) {
            Optional<RefreshRun> run = runs.lastOf(object.getKey());
            if (run.isPresent()) {
                RefreshRun copied = run.get().copied(after.lastId() + 1, object.getValue(), to);
                after = after.with(after.runs().with(copied)).counting(copied.id());
            }
        }
        for (Load load : loads.all()) {
            if (load.database().equals(from) && !load.running()) {
                long copyId = copies.getOrDefault(load.tableId(), 0L);
                Load copied = load.copied(after.lastId() + 1, to, copyId);
                after = after.with(after.loads().with(copied)).counting(copied.id());
            }
        }
        return after;
    }

    /**
     * The newest 10,000 refreshes of a server, in the order of their ids.
     *
     * @param last the last refresh of each view, by the identity of the view
     */
    public record RefreshRuns(PersistentMap<RefreshRun> runs, PersistentMap<RefreshRun> last) {
        static final RefreshRuns NONE = new RefreshRuns(PersistentMap.empty(), PersistentMap.empty());
        /** The server's default of {@code task_runs_max_history_number}. */
        private static final int KEPT = 10_000;

        RefreshRuns with(RefreshRun run) {
            PersistentMap<RefreshRun> all = runs.with(key(run.id()), run);
            if (all.size() > KEPT) {
                all = all.without(all.iterator().next().getKey());
            }
            return new RefreshRuns(all, last.with(key(run.view()), run));
        }

        /** Removes the refreshes of a database that can't be recovered. */
        RefreshRuns without(String database) {
            RefreshRuns left = NONE;
            for (RefreshRun run : all()) {
                left = run.database().equals(database) ? left : left.with(run);
            }
            return left;
        }

        /** Marks the last refresh of a view as failed. */
        RefreshRuns failing(long view, String message) {
            return lastOf(view).map(run -> with(run.failing(message))).orElse(this);
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

    /** The parts of a state while a copy of it is made. */
    private static final class Draft {
        private Catalog catalog;
        private Identities identities;
        private JobRegistry jobs;
        private Accounts accounts;
        private LoadRegistry loads;
        private RefreshRuns runs;
        private PartitionVersions versions;
        private FrontendPorts ports;
        private long lastId;

        Draft(ClusterState state) {
            this.catalog = state.catalog;
            this.identities = state.identities;
            this.jobs = state.jobs;
            this.accounts = state.accounts;
            this.loads = state.loads;
            this.runs = state.runs;
            this.versions = state.versions;
            this.ports = state.ports;
            this.lastId = state.lastId;
        }

        ClusterState state() {
            return new ClusterState(catalog, identities, jobs, accounts, loads, runs, versions, ports, lastId);
        }
    }
}
