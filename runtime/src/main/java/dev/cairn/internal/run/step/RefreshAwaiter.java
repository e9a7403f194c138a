package dev.cairn.internal.run.step;

import dev.cairn.internal.Backoff;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.polling.TaskRun;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.ViewStatement;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Waits for the refresh of a materialized view that a statement starts: a REFRESH, or a statement that creates or
 * activates the view. A failed REFRESH fails its step, because readers would see old rows; any other failed refresh
 * causes only a warning, because the view exists.
 */
public final class RefreshAwaiter {
    /**
     * The creation time has seconds only. Of several runs in the same second, a running one is the newest, then a
     * failed one: a refresh that may have failed is repeated.
     */
    private static final Comparator<TaskRun> AGE_ORDER = Comparator.comparing(TaskRun::creationTime)
            .thenComparing(taskRun -> !taskRun.state().isFinal())
            .thenComparing(RefreshAwaiter::hasFailed);

    private final RunContext context;
    private final StatementStep step;
    private final StepConnection connection;
    private Set<String> earlierRunIds = Set.of();

    public RefreshAwaiter(RunContext context, StatementStep step, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
    }

    /**
     * Notes the refreshes before the statement: they may have the same creation time as the refresh of the statement.
     */
    void noteEarlierRuns() {
        if (step.simulatedStep().action().statement() instanceof ViewStatement.RefreshMaterializedView) {
            earlierRunIds = findTaskName().stream()
                    .flatMap(taskName -> readRuns(taskName).stream())
                    .map(TaskRun::id)
                    .collect(Collectors.toSet());
        }
    }

    private ObjectName viewName() {
        return Objects.requireNonNull(step.simulatedStep().object());
    }

    private Optional<String> findTaskName() {
        return connection.runIdempotent(context::createBackoff, server -> findTaskName(server, viewName()));
    }

    /**
     * Waits until the newest refresh has ended. Returns at once if the view has no refresh task, or no new refresh.
     *
     * @throws dev.cairn.upgrade.MigrationException.StepFailedException if the step is a REFRESH, and the refresh failed
     */
    public void await() {
        ObjectName viewName = viewName();
        Optional<String> taskName = findTaskName();
        if (taskName.isEmpty()) {
            return;
        }
        Backoff backoff = context.createBackoff();
        Optional<TaskRun> newestRun = findNewestRun(taskName.get());
        while (newestRun.isPresent() && !newestRun.get().state().isFinal()) {
            context.publishWait(
                    step,
                    "the refresh of " + viewName + " is " + newestRun.get().state());
            backoff.pause();
            newestRun = findNewestRun(taskName.get());
        }
        newestRun
                .filter(RefreshAwaiter::hasFailed)
                .ifPresent(failedRun -> handleFailedRefresh(viewName, failedRun.errorMessage()));
    }

    /**
     * Handles a failed refresh. If the step is a REFRESH, it has failed; otherwise the view exists, so the step is
     * done.
     */
    private void handleFailedRefresh(ObjectName viewName, String message) {
        if (step.simulatedStep().action().statement() instanceof ViewStatement.RefreshMaterializedView) {
            context.ledger().recordUndone(step.number());
            throw new StepErrors(context, step).failedRefresh(message);
        }
        context.warn("The refresh of " + viewName + " failed: " + message);
    }

    /**
     * Returns the task that refreshes a view. A frontend answers this query without backends only if it has no other
     * conditions.
     */
    private static Optional<String> findTaskName(ServerConnection server, ObjectName viewName) {
        return server
                .fetchNamedRows("SELECT TABLE_SCHEMA, TABLE_NAME, TASK_NAME FROM information_schema.materialized_views"
                        + " WHERE TABLE_SCHEMA = " + SqlQuoting.quoteText(viewName.database()) + " AND TABLE_NAME = "
                        + SqlQuoting.quoteText(viewName.name()))
                .stream()
                .filter(row -> viewName.database().equals(row.text("TABLE_SCHEMA"))
                        && viewName.name().equals(row.text("TABLE_NAME")))
                .map(row -> row.text("TASK_NAME"))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    private static boolean hasFailed(TaskRun taskRun) {
        return taskRun.state() == TaskRun.State.FAILED;
    }

    private Optional<TaskRun> findNewestRun(String taskName) {
        return readRuns(taskName).stream()
                .filter(taskRun -> !earlierRunIds.contains(taskRun.id()))
                .max(AGE_ORDER);
    }

    private List<TaskRun> readRuns(String taskName) {
        return connection.runIdempotent(context::createBackoff, server -> TaskRun.readByTask(server, taskName));
    }
}
