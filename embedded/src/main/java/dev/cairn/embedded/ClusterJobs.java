package dev.cairn.embedded;

import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.job.Jobs;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.JobProgress;
import java.util.List;

/** Gives tests access to the jobs of a cluster. */
final class ClusterJobs implements Jobs {
    private final Cluster cluster;

    ClusterJobs(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public List<Job> all() {
        return cluster.look().jobs().all();
    }

    @Override
    public List<Job> running() {
        return cluster.look().jobs().running();
    }

    @Override
    public void step() {
        cluster.progress(JobProgress::step);
    }

    @Override
    public void finish() {
        cluster.progress(JobProgress::finish);
    }

    @Override
    public void finish(String database, String table) {
        cluster.progress(progress -> progress.finish(database, table));
    }

    @Override
    public void fail(String database, String table, String reason) {
        cluster.progress(progress -> progress.fail(database, table, reason));
    }
}
