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
import java.util.stream.Collectors;

/**
 * Waits for the refresh of a materialized view that a statement starts: REFRESH, or one that creates or activates the
 * view.
 */
final class FirstRefresh {
    /** The final states. A task run that was merged into another one, or had nothing to do, counts as successful. */
    private static final Set<String> ENDS = Set.of("SUCCESS", "MERGED", "SKIPPED", "FAILED");

    private record RefreshRun(String id, String created, String state, String message) {
        boolean hasEnded() {
            return ENDS.contains(state);
        }

        boolean hasFailed() {
            return state.equals("FAILED");
        }
    }

    /**
     * The time of creation has seconds only. Of several runs in one second, one that is running counts, then one that
     * has failed: a refresh that may have failed is repeated.
     */
    private static final Comparator<RefreshRun> ORDER = Comparator.comparing(RefreshRun::created)
            .thenComparing(run -> !run.hasEnded())
            .thenComparing(RefreshRun::hasFailed);

    private final RunContext context;
    private final RunStep.OfStatement step;
    private final StepConnection connection;
    private Set<String> earlier = Set.of();

    FirstRefresh(RunContext context, RunStep.OfStatement step, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
    }

    /** Notes the refreshes before the statement, which may be as new as its own, by the time that the server shows. */
    void begin() {
        if (step.step().action().statement() instanceof ViewStatement.RefreshMaterializedView) {
            earlier = task().stream()
                    .flatMap(task -> runs(task).stream())
                    .map(RefreshRun::id)
                    .collect(Collectors.toSet());
        }
    }

    private ObjectName view() {
        return Objects.requireNonNull(step.step().object());
    }

    private Optional<String> task() {
        return connection.ask(context::backoff, link -> task(link, view()));
    }

    void await() {
        ObjectName view = view();
        Optional<String> task = task();
        if (task.isEmpty()) {
            return;
        }
        Backoff backoff = context.backoff();
        Optional<RefreshRun> run = newest(task.get());
        while (run.isPresent() && !run.get().hasEnded()) {
            context.waiting(step, "the refresh of " + view + " is " + run.get().state());
            backoff.pause();
            run = newest(task.get());
        }
        run.filter(RefreshRun::hasFailed).ifPresent(failed -> failed(view, failed.message()));
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
        return runs(task).stream().filter(run -> !earlier.contains(run.id())).max(ORDER);
    }

    private List<RefreshRun> runs(String task) {
        return connection.ask(
                context::backoff,
                link -> link
                        .named("SELECT QUERY_ID, TASK_NAME, CREATE_TIME, STATE, ERROR_MESSAGE"
                                + " FROM information_schema.task_runs WHERE TASK_NAME = " + SqlQuoting.text(task))
                        .stream()
                        .map(row -> new RefreshRun(
                                row.text("QUERY_ID"),
                                row.text("CREATE_TIME"),
                                row.text("STATE"),
                                row.text("ERROR_MESSAGE")))
                        .toList());
    }
}
