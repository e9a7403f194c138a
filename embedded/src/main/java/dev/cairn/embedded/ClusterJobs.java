package dev.cairn.embedded;

import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.job.Jobs;
import dev.cairn.embedded.state.Cluster;
import dev.cairn.embedded.state.JobAdvancer;
import dev.cairn.embedded.state.SchemaChangeJob;
import java.util.List;

/** Gives tests access to the jobs of a cluster. */
record ClusterJobs(Cluster cluster) implements Jobs {
    @Override
    public List<Job> all() {
        return cluster.state().jobs().list().stream()
                .map(SchemaChangeJob::toJob)
                .toList();
    }

    @Override
    public List<Job> runningJobs() {
        return cluster.state().jobs().runningWork().stream()
                .map(SchemaChangeJob::toJob)
                .toList();
    }

    @Override
    public void step() {
        cluster.applyJobChange(JobAdvancer::advance);
    }

    @Override
    public void finish() {
        cluster.applyJobChange(JobAdvancer::finish);
    }

    @Override
    public void finish(String database, String table) {
        cluster.applyJobChange((jobAdvancer, state) -> jobAdvancer.finish(state, database, table));
    }

    @Override
    public void fail(String database, String table, String reason) {
        cluster.applyJobChange((jobAdvancer, state) -> jobAdvancer.fail(state, database, table, reason));
    }
}
