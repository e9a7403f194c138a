package dev.cairn.embedded.state;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.embedded.account.Accounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        return new ClusterState(newCatalog, identities, jobs, accounts, loads, runs, versions, ports, lastId);
    }

    ClusterState with(Catalog newCatalog, Identities newIdentities, long newLastId) {
        return new ClusterState(newCatalog, newIdentities, jobs, accounts, loads, runs, versions, ports, newLastId);
    }

    ClusterState with(JobRegistry newJobs) {
        return new ClusterState(catalog, identities, newJobs, accounts, loads, runs, versions, ports, lastId);
    }

    ClusterState with(Accounts newAccounts) {
        return new ClusterState(catalog, identities, jobs, newAccounts, loads, runs, versions, ports, lastId);
    }

    ClusterState with(LoadRegistry newLoads) {
        return new ClusterState(catalog, identities, jobs, accounts, newLoads, runs, versions, ports, lastId);
    }

    ClusterState with(RefreshRuns newRuns) {
        return new ClusterState(catalog, identities, jobs, accounts, loads, newRuns, versions, ports, lastId);
    }

    ClusterState with(PartitionVersions newVersions, long newLastId) {
        return new ClusterState(catalog, identities, jobs, accounts, loads, runs, newVersions, ports, newLastId);
    }

    ClusterState with(FrontendPorts newPorts) {
        return new ClusterState(catalog, identities, jobs, accounts, loads, runs, versions, newPorts, lastId);
    }

    ClusterState counting(long newLastId) {
        return new ClusterState(catalog, identities, jobs, accounts, loads, runs, versions, ports, newLastId);
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

    /**
     * The newest 1,000 loads of a server, in the order of their ids. A label can't be reused while its load is kept.
     */
    public record LoadRegistry(PersistentMap<Load> loads, PersistentMap<Long> labels) {
        static final LoadRegistry EMPTY = new LoadRegistry(PersistentMap.empty(), PersistentMap.empty());
        /** The server's default of {@code label_keep_max_num}. */
        private static final int KEPT = 1_000;

        /** Returns whether a load with this label is running or was committed; the label of another can be reused. */
        public boolean hasLabel(String database, String label) {
            return find(database, label)
                    .filter(load -> load.phase() != Load.Phase.ABORTED)
                    .isPresent();
        }

        /** Returns the newest load with this label. */
        public Optional<Load> find(String database, String label) {
            return labels.get(database + "." + label).flatMap(id -> loads.get(key(id)));
        }

        /** Returns the loads that have begun and not ended. */
        public List<Load> running() {
            return all().stream().filter(Load::running).toList();
        }

        LoadRegistry with(Load load) {
            PersistentMap<Load> all = loads.with(key(load.id()), load);
            PersistentMap<Long> used = labels.with(load.database() + "." + load.label(), load.id());
            if (all.size() > KEPT) {
                Load oldest = oldestEnded(all);
                all = all.without(key(oldest.id()));
                String label = oldest.database() + "." + oldest.label();
                used = used.get(label).filter(id -> id == oldest.id()).isPresent() ? used.without(label) : used;
            }
            return new LoadRegistry(all, used);
        }

        /** Removes the loads of a dropped database, so that a new database of the same name can use all labels. */
        LoadRegistry without(String database) {
            LoadRegistry left = EMPTY;
            for (Load load : all()) {
                left = load.database().equals(database) ? left : left.with(load);
            }
            return left;
        }

        private static Load oldestEnded(PersistentMap<Load> loads) {
            for (Load load : loads.values()) {
                if (!load.running()) {
                    return load;
                }
            }
            return loads.iterator().next().getValue();
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

    /** The newest 10,000 jobs of a server, in the order of their ids. It is immutable. */
    public static final class JobRegistry {
        public static final JobRegistry EMPTY = new JobRegistry(PersistentMap.empty(), PersistentMap.empty());
        private static final int KEPT = 10_000;

        private final PersistentMap<SchemaChangeJob> jobs;
        private final PersistentMap<SchemaChangeJob> running;

        private JobRegistry(PersistentMap<SchemaChangeJob> jobs, PersistentMap<SchemaChangeJob> running) {
            this.jobs = jobs;
            this.running = running;
        }

        public JobRegistry with(SchemaChangeJob job) {
            String key = String.format("%019d", job.id());
            PersistentMap<SchemaChangeJob> all = jobs.with(key, job);
            if (all.size() > KEPT) {
                all = all.without(all.iterator().next().getKey());
            }
            return new JobRegistry(all, job.state().isFinal() ? running.without(key) : running.with(key, job));
        }

        /** Removes the jobs of a database that can't be recovered. */
        JobRegistry without(String database) {
            JobRegistry left = EMPTY;
            for (SchemaChangeJob job : all()) {
                left = job.database().equals(database) ? left : left.with(job);
            }
            return left;
        }

        public boolean isIdle() {
            return running.isEmpty();
        }

        /** Returns the jobs that have not ended, the oldest first. */
        public List<SchemaChangeJob> running() {
            return values(running);
        }

        public List<SchemaChangeJob> all() {
            return values(jobs);
        }

        /** Returns the job with this id. */
        Optional<SchemaChangeJob> find(long id) {
            return jobs.get(String.format("%019d", id));
        }

        public Optional<SchemaChangeJob> on(String database, String table) {
            return running().stream()
                    .filter(job -> job.isUnder(database, table))
                    .findFirst();
        }

        private static List<SchemaChangeJob> values(PersistentMap<SchemaChangeJob> map) {
            List<SchemaChangeJob> values = new ArrayList<>(map.size());
            for (Map.Entry<String, SchemaChangeJob> entry : map) {
                values.add(entry.getValue());
            }
            return values;
        }
    }
}
