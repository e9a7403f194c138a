package dev.cairn.internal.run;

import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.Retry;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.link.TransientError;
import dev.cairn.internal.look.KeptTable;
import dev.cairn.internal.look.ServerClock;
import dev.cairn.internal.poll.TaskRun;
import dev.cairn.internal.run.AlterJobs.AlterJob;
import dev.cairn.internal.run.prepare.RefusalPatterns;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.StagingName;
import dev.cairn.plan.step.Step.Touched;
import dev.cairn.plan.step.WaitCondition;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs a statement whose effect the server shows. Instead of tracking whether the statement ran, it inspects the
 * objects before it sends the statement, and again after each wait or error.
 */
final class DefinitionRun {
    private static final int MOST_LOSSES = 5;

    private final RunContext context;
    private final RunStep.OfStatement step;
    private final StepConnection connection;
    private final StepInspector judge;
    private final StepErrors stops;
    private final JobAwaiter waits;
    private boolean begun;
    private final OldTableRetention retention;
    private final FirstRefresh refresh;
    private boolean mayHaveRun;
    private List<AlterClause> needless = List.of();

    DefinitionRun(RunContext context, RunStep.OfStatement step, StepConnection connection) {
        this.context = context;
        this.step = step;
        this.connection = connection;
        this.judge = new StepInspector(context);
        this.stops = new StepErrors(context, step);
        this.waits = new JobAwaiter();
        this.retention = new OldTableRetention();
        this.refresh = new FirstRefresh(context, step, connection);
        this.mayHaveRun = context.wasInterrupted(step);
    }

    /** Returns whether there was anything to do. */
    boolean run() {
        boolean wasUnderWay = mayHaveRun && waits.idle();
        Backoff backoff = context.backoff();
        Retry retry = connection.retry();
        int losses = 0;
        while (!isDone(wasUnderWay)) {
            Optional<AlterJob> newest = waits.newest();
            Optional<KeptTable> kept = retention.kept();
            refresh.begin();
            begin();
            try {
                send(kept.map(retention::rename).orElseGet(this::text));
                afterwards(newest);
                kept.ifPresent(retention::report);
                return true;
            } catch (ServerRefusalException refusal) {
                if (isDoneThough(refusal, newest, backoff, retry)) {
                    return true;
                }
            } catch (ConnectionLostException loss) {
                mayHaveRun = true;
                if (++losses == MOST_LOSSES) {
                    throw stops.lost(loss);
                }
                connection.reconnect();
                if (wentOn(newest)) {
                    return true;
                }
                if (CompletionEvidence.isSwap(step) && !isDone(false)) {
                    throw stops.lostSwap(loss, "the connection was lost");
                }
            }
        }
        return begun;
    }

    /**
     * @param finished whether a running job was found that has succeeded since; this decides if inspection is
     *     inconclusive
     */
    private boolean isDone(boolean finished) {
        InspectionResult verdict = look();
        needless = verdict.needless();
        if (verdict.is(InspectionResult.State.UNTOLD) && finished) {
            return true;
        }
        if (verdict.is(InspectionResult.State.OTHER)) {
            throw stops.neither(verdict.differences());
        }
        if (verdict.is(InspectionResult.State.UNTOLD) && mayHaveRun && !CompletionEvidence.mayBeSentTwice(step)) {
            throw stops.uncertain("it ran: the states before and after it look the same");
        }
        return verdict.is(InspectionResult.State.AFTER);
    }

    /** An object that an earlier owner of the ledger renamed late has a name that this owner does not expect. */
    private InspectionResult look() {
        InspectionResult verdict = connection.ask(context::backoff, link -> judge.look(link, step));
        return verdict.is(InspectionResult.State.OTHER) && new StagingTakeover(context, connection).take(step)
                ? connection.ask(context::backoff, link -> judge.look(link, step))
                : verdict;
    }

    private void begin() {
        if (begun) {
            context.ledger().look();
        } else {
            context.begins(step);
            context.ledger().begin(step.number());
            begun = true;
        }
    }

    private void send(String text) {
        ServerConnection link = connection.link(step.session());
        if (step.step().action().statement() instanceof ViewStatement.RefreshMaterializedView) {
            link.load(text);
        } else {
            link.execute(text);
        }
    }

    private String text() {
        if (needless.isEmpty() || !(step.step().action().statement() instanceof Statement.AlterTable alter)) {
            return step.text();
        }
        List<AlterClause> clauses = new ArrayList<>(alter.clauses());
        clauses.removeAll(needless);
        return Sql.render(new Statement.AlterTable(alter.table(), clauses, alter.span()));
    }

    /**
     * Handles a statement that reached the server before the connection was lost, and whose only evidence is its job.
     */
    private boolean wentOn(Optional<AlterJob> newest) {
        boolean started =
                waits.newest().filter(job -> AlterJobs.isLater(job, newest)).isPresent();
        if (started) {
            afterwards(newest);
        }
        return started;
    }

    /** Inspects the objects after a transient error, then allows a retry. Returns whether the statement is done. */
    private boolean isDoneAfter(
            ServerRefusalException refusal, TransientError transientError, Optional<AlterJob> newest, Retry retry) {
        if (transientError.mayHaveRun()) {
            mayHaveRun = true;
            if (wentOn(newest) || isDone(false)) {
                return true;
            }
            if (CompletionEvidence.isSwap(step)) {
                throw stops.lostSwap(refusal, "the server cancelled the statement");
            }
        }
        if (!retry.again()) {
            context.ledger().undone(step.number());
            throw stops.refused(refusal);
        }
        context.waiting(step, "the server is overloaded or unavailable: " + refusal.reason());
        context.cancellation().check();
        return false;
    }

    private boolean isDoneThough(
            ServerRefusalException refusal, Optional<AlterJob> newest, Backoff backoff, Retry retry) {
        if (RefusalPatterns.isBusy(refusal)) {
            context.waiting(step, "the table is busy: " + refusal.reason());
            backoff.pause();
            return false;
        }
        Optional<TransientError> transientError = refusal.transientError();
        if (transientError.isPresent()) {
            return isDoneAfter(refusal, transientError.get(), newest, retry);
        }
        // The server may refuse the statement because it is already done: an earlier attempt that seemed lost was only
        // late.
        if (RefusalPatterns.isNeedless(refusal)) {
            return true;
        }
        InspectionResult verdict = look();
        if (verdict.is(InspectionResult.State.UNTOLD) && mayHaveRun) {
            throw stops.uncertain("it ran: the second attempt was refused: " + refusal.reason());
        }
        if (!verdict.is(InspectionResult.State.AFTER)) {
            context.ledger().undone(step.number());
            throw stops.refused(refusal);
        }
        return true;
    }

    private void afterwards(Optional<AlterJob> newest) {
        WaitCondition wait = step.step().waitsFor();
        if (wait == WaitCondition.HIDDEN_JOB) {
            new HiddenJob().await();
            return;
        }
        if (wait == WaitCondition.REFRESH) {
            refresh.await();
            return;
        }
        waits.ended(newest);
        if (step.step().visible() && (wait != WaitCondition.NOTHING || mayBeJob())) {
            confirm();
        }
    }

    /** A statement that was planned to be synchronous may start a job on a server with another configuration. */
    private boolean mayBeJob() {
        return step.step().action().statement() instanceof Statement.AlterTable alter
                && alter.otherNames().isEmpty();
    }

    /** Inspects the result again after SYNC if necessary, because a follower frontend may lag behind its leader. */
    private void confirm() {
        InspectionResult verdict = look();
        if (!verdict.is(InspectionResult.State.AFTER)) {
            waits.idle();
            connection.ask(context::backoff, link -> {
                link.execute("SYNC");
                return link;
            });
            verdict = look();
        }
        if (verdict.is(InspectionResult.State.OTHER)) {
            throw stops.neither(verdict.differences());
        }
        if (verdict.is(InspectionResult.State.BEFORE)) {
            context.ledger().undone(step.number());
            throw stops.withoutEffect();
        }
    }

    /**
     * Waits for a job of a shared-data server that no SHOW ALTER statement lists. It polls the table's definition. To
     * find out whether the job is still running, it sends the statement again: the server refuses it while the job
     * runs.
     */
    private final class HiddenJob {
        private static final int LOOKS_BETWEEN_PROBES = 8;
        private static final int MOST_STARTS = 3;

        private boolean done;

        void await() {
            if (!step.step().visible()) {
                // Nothing shows when the job ends; the next statement finds the table busy, and waits.
                return;
            }
            Backoff backoff = context.backoff();
            int starts = 1;
            for (int looks = 1; !isDone(); looks++) {
                if (looks % LOOKS_BETWEEN_PROBES == 0 && isAccepted() && ++starts > MOST_STARTS) {
                    context.ledger().undone(step.number());
                    throw new StepErrors(context, step).withoutEffect();
                }
                context.waiting(step, "a job that no SHOW statement lists");
                backoff.pause();
            }
        }

        private boolean isDone() {
            if (done) {
                return true;
            }
            InspectionResult verdict = connection.ask(context::backoff, link -> judge.look(link, step));
            if (verdict.is(InspectionResult.State.OTHER)) {
                throw new StepErrors(context, step).neither(verdict.differences());
            }
            return verdict.is(InspectionResult.State.AFTER);
        }

        private boolean isAccepted() {
            context.ledger().look();
            try {
                connection.link(step.session()).execute(step.text());
                return true;
            } catch (ServerRefusalException refusal) {
                // The table is busy, or the job has finished in the meantime: the next inspection decides.
                done |= RefusalPatterns.isNeedless(refusal);
                return false;
            } catch (ConnectionLostException loss) {
                connection.reconnect();
                return false;
            }
        }
    }

    /** Waits for the jobs that a statement starts. */
    private final class JobAwaiter {
        private final Optional<AlterJobs> jobs;

        JobAwaiter() {
            ObjectName table = step.step().object();
            this.jobs =
                    table == null ? Optional.empty() : AlterJobs.of(step.step().waitsFor(), table);
        }

        /** Returns the newest job of the kind that the step starts, before the statement is sent. */
        Optional<AlterJob> newest() {
            return jobs.flatMap(listed -> connection.ask(context::backoff, listed::newest));
        }

        /**
         * Waits until the job that is newer than the given one has ended. Returns at once if there is no such job,
         * because a statement that changes nothing starts none.
         *
         * @throws dev.cairn.upgrade.MigrationException.StepException if the server cancelled the job
         */
        void ended(Optional<AlterJob> before) {
            Optional<AlterJob> job = await(jobs.orElse(null), before);
            if (job.filter(AlterJob::isCancelled).isPresent()) {
                context.ledger().undone(step.number());
                throw new StepErrors(context, step).cancelled(job.get());
            }
        }

        /**
         * Waits until no job of the kind is running on the table, including jobs that others started. Returns whether a
         * job was running and succeeded.
         */
        boolean idle() {
            ObjectName table = step.step().object();
            boolean alters = step.step().action().statement() instanceof Statement.AlterTable;
            if (table != null && (jobs.isPresent() || (alters && step.step().waitsFor() == WaitCondition.NOTHING))) {
                AlterJobs listed = jobs.orElseGet(() -> AlterJobs.ofColumns(table));
                Optional<AlterJob> running =
                        connection.ask(context::backoff, listed::newest).filter(job -> !job.hasEnded());
                return running.isPresent()
                        && await(listed, Optional.empty())
                                .filter(AlterJob::isFinished)
                                .isPresent();
            }
            return false;
        }

        private Optional<AlterJob> await(@Nullable AlterJobs listed, Optional<AlterJob> before) {
            Backoff backoff = context.backoff();
            while (listed != null) {
                Optional<AlterJob> job = connection
                        .ask(context::backoff, listed::newest)
                        .filter(latest -> AlterJobs.isLater(latest, before));
                if (job.isEmpty() || job.get().hasEnded()) {
                    return job;
                }
                context.waiting(step, job.get().toString());
                backoff.pause();
            }
            return Optional.empty();
        }
    }

    /**
     * Keeps the old table of a rebuild instead of dropping it, if the options say so. The step that drops it renames it
     * instead: afterwards the staging name is free, as after the DROP, so that the step is inspected and repeated alike.
     */
    private final class OldTableRetention {
        /**
         * Returns the table as it will be kept, until a time by the clock of the server; empty if the step drops no old table
         * of a rebuild, or if old tables are not kept.
         */
        Optional<KeptTable> kept() {
            ObjectName old = step.step().object();
            if (old == null
                    || context.options().rebuild().keepOld().isZero()
                    || !(step.step().action().statement() instanceof Statement.DropTable)
                    || StagingName.origin(old.name()).equals(old.name())
                    || !isSwapped(old)) {
                return Optional.empty();
            }
            Instant now = connection.ask(context::backoff, ServerClock::of).instant();
            return Optional.of(new KeptTable(
                    old.named(StagingName.origin(old.name())),
                    now.plus(context.options().rebuild().keepOld()),
                    context.ledger().takenOver()));
        }

        /** Whether the object was swapped before: otherwise it is not the old table, but a copy. */
        private boolean isSwapped(ObjectName old) {
            return context.prepared().steps().stream()
                    .filter(other -> other.number() < step.number())
                    .filter(RunStep.OfStatement.class::isInstance)
                    .map(RunStep.OfStatement.class::cast)
                    .filter(CompletionEvidence::isSwap)
                    .flatMap(swap -> swap.step().touched().stream())
                    .map(Touched::object)
                    .anyMatch(old::equals);
        }

        /** Returns the statement that is sent in place of the DROP. */
        String rename(KeptTable kept) {
            return "ALTER TABLE "
                    + SqlQuoting.name(Objects.requireNonNull(step.step().object())) + " RENAME "
                    + SqlQuoting.name(kept.name().name());
        }

        void report(KeptTable kept) {
            context.warn("The old table of " + kept.table() + " is kept as "
                    + kept.name().name() + " until " + kept.until() + "; then cairn cleanup drops it");
        }
    }

    /**
     * Waits for the refresh of a materialized view that a statement starts: REFRESH, or one that creates or activates the
     * view.
     */
    static final class FirstRefresh {
        /**
         * The time of creation has seconds only. Of several runs in one second, one that is running counts, then one that
         * has failed: a refresh that may have failed is repeated.
         */
        private static final Comparator<TaskRun> ORDER = Comparator.comparing(TaskRun::created)
                .thenComparing(run -> !run.state().isEnd())
                .thenComparing(FirstRefresh::hasFailed);

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
                        .map(TaskRun::id)
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
            Optional<TaskRun> run = newest(task.get());
            while (run.isPresent() && !run.get().state().isEnd()) {
                context.waiting(
                        step, "the refresh of " + view + " is " + run.get().state());
                backoff.pause();
                run = newest(task.get());
            }
            run.filter(FirstRefresh::hasFailed).ifPresent(failed -> failed(view, failed.error()));
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

        private static boolean hasFailed(TaskRun run) {
            return run.state() == TaskRun.State.FAILED;
        }

        private Optional<TaskRun> newest(String task) {
            return runs(task).stream()
                    .filter(run -> !earlier.contains(run.id()))
                    .max(ORDER);
        }

        private List<TaskRun> runs(String task) {
            return connection.ask(context::backoff, link -> TaskRun.of(link, "TASK_NAME", task));
        }
    }
}
