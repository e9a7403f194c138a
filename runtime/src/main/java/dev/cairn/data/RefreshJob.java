package dev.cairn.data;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.polling.ServerPoller;
import dev.cairn.internal.polling.TaskRun;
import dev.cairn.internal.polling.TaskRun.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A refresh of a materialized view on the server. It begins as one run of the view's task. This run may leave
 * partitions to another run of the same job. The server may also merge a pending run into a later one.
 */
final class RefreshJob {
    /**
     * The maximum number of polls for a following run: a follower frontend may not yet know the runs that its leader
     * has accepted.
     */
    private static final int MAX_FOLLOWING_RUN_POLLS = 5;

    private final ServerPoller poller;
    private final String viewName;
    private final List<String> seenRunIds = new ArrayList<>();

    RefreshJob(ServerPoller poller, String viewName) {
        this.poller = poller;
        this.viewName = viewName;
    }

    /** Returns the ids of all runs so far, in their order. */
    List<String> runIds() {
        return seenRunIds;
    }

    /**
     * Waits until the refresh has ended, and returns its last run.
     *
     * @throws RefreshException if a run failed
     */
    TaskRun await(String firstRunId) {
        TaskRun run = awaitEnd(firstRunId);
        while (run.state() == State.MERGED || (run.state() == State.SUCCESS && run.isContinued())) {
            run = awaitEnd(awaitFollowingRunId(run));
        }
        if (run.state() == State.FAILED) {
            throw new RefreshException(viewName, run.errorMessage());
        }
        return run;
    }

    private TaskRun awaitEnd(String runId) {
        seenRunIds.add(runId);
        Backoff backoff = poller.createBackoff();
        TaskRun run = readRun(runId);
        while (!run.state().isFinal()) {
            backoff.pause();
            run = readRun(runId);
        }
        return run;
    }

    /**
     * Reads a run. A follower frontend may not list it yet, so it is read again after the frontend has caught up.
     *
     * @throws RefreshException if the server has no such run
     */
    private TaskRun readRun(String runId) {
        return poller.queryWithOutageWait(viewName, connection -> TaskRun.readById(connection, runId)).stream()
                .findFirst()
                .or(() -> poller.queryAfterSync(viewName, connection -> TaskRun.readById(connection, runId)).stream()
                        .findFirst())
                .orElseThrow(() -> new RefreshException(
                        viewName, "the server has no task run '" + runId + "'; request the refresh again"));
    }

    private String awaitFollowingRunId(TaskRun run) {
        Backoff backoff = poller.createBackoff();
        for (int pollCount = 1; ; pollCount++) {
            List<TaskRun> unseenRuns = poller
                    .queryWithOutageWait(viewName, connection -> TaskRun.readByTask(connection, run.taskName()))
                    .stream()
                    .filter(otherRun -> !seenRunIds.contains(otherRun.id()))
                    .toList();
            Optional<TaskRun> followingRun =
                    run.state() == State.MERGED ? findMergeTarget(run, unseenRuns) : findNextRun(run, unseenRuns);
            if (followingRun.isPresent()) {
                return followingRun.get().id();
            }
            if (pollCount == MAX_FOLLOWING_RUN_POLLS) {
                throw new RefreshException(
                        viewName,
                        run.state() == State.MERGED
                                ? "the server merged its task run " + run.id()
                                        + " into another one that it does not know"
                                : "some partitions were not refreshed when its task run " + run.id()
                                        + " ended, and the server did not start another one");
            }
            backoff.pause();
        }
    }

    private static Optional<TaskRun> findNextRun(TaskRun run, List<TaskRun> unseenRuns) {
        return unseenRuns.stream()
                .filter(otherRun -> otherRun.jobId().equals(run.jobId()))
                .findFirst();
    }

    /**
     * Returns the run into which a run was merged; empty if the server does not list it yet. A task has at most one
     * active run, and a pending run is merged only into a later one. So the merge target is the pending run, else the
     * active run, else the first run that began after the merge.
     */
    private static Optional<TaskRun> findMergeTarget(TaskRun mergedRun, List<TaskRun> unseenRuns) {
        List<TaskRun> runsOfSameRequest = unseenRuns.stream()
                .filter(otherRun ->
                        otherRun.state() != State.MERGED && otherRun.request().equals(mergedRun.request()))
                .toList();
        return runsOfSameRequest.stream()
                .filter(otherRun -> otherRun.state() == State.PENDING)
                .findFirst()
                .or(() -> runsOfSameRequest.stream()
                        .filter(otherRun -> otherRun.state() == State.RUNNING)
                        .findFirst())
                .or(() -> runsOfSameRequest.stream()
                        .filter(otherRun -> otherRun.startTime().compareTo(mergedRun.endTime()) >= 0)
                        .min(Comparator.comparing(TaskRun::startTime)));
    }
}
