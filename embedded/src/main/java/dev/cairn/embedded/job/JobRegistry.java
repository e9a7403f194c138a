package dev.cairn.embedded.job;

import dev.cairn.catalog.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The newest 10,000 jobs of a server, in the order of their ids. It is immutable. */
public final class JobRegistry {
    public static final JobRegistry EMPTY = new JobRegistry(PersistentMap.empty(), PersistentMap.empty());
    private static final int KEPT = 10_000;

    private final PersistentMap<Job> jobs;
    private final PersistentMap<Job> running;

    private JobRegistry(PersistentMap<Job> jobs, PersistentMap<Job> running) {
        this.jobs = jobs;
        this.running = running;
    }

    public JobRegistry with(Job job) {
        String key = String.format("%019d", job.id());
        PersistentMap<Job> all = jobs.with(key, job);
        if (all.size() > KEPT) {
            all = all.without(all.iterator().next().getKey());
        }
        return new JobRegistry(all, job.state().isFinal() ? running.without(key) : running.with(key, job));
    }

    public boolean isIdle() {
        return running.isEmpty();
    }

    /** Returns the jobs that have not ended, the oldest first. */
    public List<Job> running() {
        return values(running);
    }

    public List<Job> all() {
        return values(jobs);
    }

    public Optional<Job> on(String database, String table) {
        return running().stream().filter(job -> job.isUnder(database, table)).findFirst();
    }

    private static List<Job> values(PersistentMap<Job> map) {
        List<Job> values = new ArrayList<>(map.size());
        for (Map.Entry<String, Job> entry : map) {
            values.add(entry.getValue());
        }
        return values;
    }
}
