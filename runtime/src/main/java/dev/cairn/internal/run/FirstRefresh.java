package dev.cairn.internal.run;

import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.ViewStatement;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Waits for the refresh of a materialized view that a statement starts: REFRESH, or one that creates or activates the
 * view.
 */
final class FirstRefresh {
    /** The final states. A task run that was merged into another one, or had nothing to do, counts as successful. */
    private static final Set<String> ENDS = Set.of("SUCCESS", "MERGED", "SKIPPED", "FAILED");

    private record RefreshRun(String created, String state, String message) {}

    private final RunContext context;
    private final RunStep.OfStatement step;
    private final StepConnection connection;

    FirstRefresh(RunContext context, RunStep.OfStatement step, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
    }

    void await() {
        ObjectName view = Objects.requireNonNull(step.step().object());
        Optional<String> task = connection.ask(context::backoff, link -> task(link, view));
        if (task.isEmpty()) {
            return;
        }
        Backoff backoff = context.backoff();
        Optional<RefreshRun> run = newest(task.get());
        while (run.isPresent() && !ENDS.contains(run.get().state())) {
            context.waiting(step, "the refresh of " + view + " is " + run.get().state());
            backoff.pause();
            run = newest(task.get());
        }
        run.filter(ended -> ended.state().equals("FAILED")).ifPresent(failed -> failed(view, failed.message()));
    }

    /**
     * If the view exists but its first refresh fails, the step is done; if the step itself is a REFRESH, it has failed.
     */
    private void failed(ObjectName view, String message) {
        if (step.step().action().statement() instanceof ViewStatement.RefreshMaterializedView) {
            context.ledger().undone(step.number());
            throw new StepErrors(context, step).refreshFailed(message);
        }
        context.warn("The refresh of " + view + " failed: " + message);
    }

    /** A frontend answers this query without backends, as long as the query has no further conditions. */
    private static Optional<String> task(ServerConnection link, ObjectName view) {
        return link
                .named("SELECT TABLE_SCHEMA, TABLE_NAME, TASK_NAME FROM information_schema.materialized_views"
                        + " WHERE TABLE_SCHEMA = " + SqlQuoting.text(view.database()) + " AND TABLE_NAME = "
                        + SqlQuoting.text(view.name()))
                .stream()
                .filter(row -> view.database().equals(row.text("TABLE_SCHEMA"))
                        && view.name().equals(row.text("TABLE_NAME")))
                .map(row -> row.text("TASK_NAME"))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    private Optional<RefreshRun> newest(String task) {
        List<RefreshRun> runs = connection.ask(
                context::backoff,
                link -> link
                        .named("SELECT TASK_NAME, CREATE_TIME, STATE, ERROR_MESSAGE"
                                + " FROM information_schema.task_runs WHERE TASK_NAME = " + SqlQuoting.text(task))
                        .stream()
                        .map(row ->
                                new RefreshRun(row.text("CREATE_TIME"), row.text("STATE"), row.text("ERROR_MESSAGE")))
                        .toList());
        return runs.stream().max(Comparator.comparing(RefreshRun::created));
    }
}
