package dev.cairn.embedded.state;

import dev.cairn.catalog.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The newest 10,000 jobs of a server, in the order of their ids. It is immutable. */
public final class JobRegistry {
    public static final JobRegistry EMPTY = new JobRegistry(PersistentMap.empty(), PersistentMap.empty());
    private static final int MAX_JOBS = 10_000;

    private final PersistentMap<SchemaChangeJob> jobs;
    private final PersistentMap<SchemaChangeJob> runningJobs;

    private JobRegistry(PersistentMap<SchemaChangeJob> jobs, PersistentMap<SchemaChangeJob> running) {
        this.jobs = jobs;
        this.runningJobs = running;
    }

    public JobRegistry with(SchemaChangeJob job) {
        String key = String.format("%019d", job.id());
        PersistentMap<SchemaChangeJob> newJobs = jobs.with(key, job);
        if (newJobs.size() > MAX_JOBS) {
            newJobs = newJobs.without(newJobs.iterator().next().getKey());
        }
        return new JobRegistry(newJobs, job.state().isFinal() ? runningJobs.without(key) : runningJobs.with(key, job));
    }

    /** Removes the jobs of a database that can't be recovered. */
    JobRegistry removeDatabase(String database) {
        JobRegistry remainingJobs = EMPTY;
        for (SchemaChangeJob job : list()) {
            remainingJobs = job.database().equals(database) ? remainingJobs : remainingJobs.with(job);
        }
        return remainingJobs;
    }

    public boolean isIdle() {
        return runningJobs.isEmpty();
    }

    /** Returns the jobs that have not ended, the oldest first. */
    public List<SchemaChangeJob> runningJobs() {
        return listValues(runningJobs);
    }

    public List<SchemaChangeJob> list() {
        return listValues(jobs);
    }

    /** Returns the job with this id. */
    Optional<SchemaChangeJob> find(long id) {
        return jobs.get(String.format("%019d", id));
    }

    public Optional<SchemaChangeJob> findRunning(String database, String table) {
        return runningJobs().stream()
                .filter(job -> job.isRunningOn(database, table))
                .findFirst();
    }

    private static List<SchemaChangeJob> listValues(PersistentMap<SchemaChangeJob> map) {
        List<SchemaChangeJob> values = new ArrayList<>(map.size());
        for (Map.Entry<String, SchemaChangeJob> entry : map) {
            values.add(entry.getValue());
        }
        return values;
    }
}
