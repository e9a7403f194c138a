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
 * A refresh of a materialized view on the server. It begins as one run of the view's task. This run may leave partitions
 * to another run of the same job; while it is pending, it may also be merged into a later one.
 */
final class RefreshJob {
    /** A follower frontend may not yet know the runs that its leader has accepted. */
    private static final int MAX_POLLS = 5;

    private final ServerPoller calls;
    private final String view;
    private final List<String> seenRuns = new ArrayList<>();

    RefreshJob(ServerPoller calls, String view) {
        this.calls = calls;
        this.view = view;
    }

    /** Returns the ids of all runs, in their order. */
    List<String> runIds() {
        return seenRuns;
    }

    /**
     * Waits until the refresh has ended, and returns its last run.
     *
     * @throws RefreshException if a run failed
     */
    TaskRun await(String first) {
        TaskRun run = awaitEnd(first);
        while (run.state() == State.MERGED || (run.state() == State.SUCCESS && run.hasContinuation())) {
            run = awaitEnd(awaitFollowingRun(run));
        }
        if (run.state() == State.FAILED) {
            throw new RefreshException(view, run.error());
        }
        return run;
    }

    private TaskRun awaitEnd(String id) {
        seenRuns.add(id);
        Backoff backoff = calls.backoff();
        TaskRun run = findRun(id);
        while (!run.state().isEnd()) {
            backoff.pause();
            run = findRun(id);
        }
        return run;
    }

    private TaskRun findRun(String id) {
        return calls.ask(view, connection -> TaskRun.findBy(connection, "QUERY_ID", id)).stream()
                .findFirst()
                .or(() ->
                        calls
                                .askWithReconnection(view, connection -> TaskRun.findBy(connection, "QUERY_ID", id))
                                .stream()
                                .findFirst())
                .orElseThrow(() -> new RefreshException(view, "the server does not know its task run " + id));
    }

    private String awaitFollowingRun(TaskRun run) {
        Backoff backoff = calls.backoff();
        for (int polls = 1; ; polls++) {
            List<TaskRun> others =
                    calls.ask(view, connection -> TaskRun.findBy(connection, "TASK_NAME", run.task())).stream()
                            .filter(other -> !seenRuns.contains(other.id()))
                            .toList();
            Optional<TaskRun> next = run.state() == State.MERGED ? findMergeTarget(run, others) : nextOf(run, others);
            if (next.isPresent()) {
                return next.get().id();
            }
            if (polls == MAX_POLLS) {
                throw new RefreshException(
                        view,
                        run.state() == State.MERGED
                                ? "the server merged its task run " + run.id()
                                        + " into another one that it does not know"
                                : "some partitions were not refreshed when its task run " + run.id()
                                        + " ended, and the server did not start another one");
            }
            backoff.pause();
        }
    }

    private static Optional<TaskRun> nextOf(TaskRun run, List<TaskRun> others) {
        return others.stream().filter(other -> other.job().equals(run.job())).findFirst();
    }

    /**
     * Returns the run into which a run was merged. A task has at most one active run, and a pending run is merged only into
     * a later one. So the run is pending, or else active, or else the first one that began after the merge.
     */
    private static Optional<TaskRun> findMergeTarget(TaskRun merged, List<TaskRun> others) {
        List<TaskRun> same = others.stream()
                .filter(other ->
                        other.state() != State.MERGED && other.request().equals(merged.request()))
                .toList();
        return same.stream()
                .filter(other -> other.state() == State.PENDING)
                .findFirst()
                .or(() -> same.stream()
                        .filter(other -> other.state() == State.RUNNING)
                        .findFirst())
                .or(() -> same.stream()
                        .filter(other -> other.startTime().compareTo(merged.endTime()) >= 0)
                        .min(Comparator.comparing(TaskRun::startTime)));
    }
}
