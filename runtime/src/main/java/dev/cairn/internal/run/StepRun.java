package dev.cairn.internal.run;

import dev.cairn.catalog.Database;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.Retry;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.link.TransientError;
import dev.cairn.internal.link.Watchdog;
import dev.cairn.internal.run.prepare.RefusalPatterns;
import dev.cairn.internal.run.prepare.RunLedger;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Statement;
import dev.cairn.upgrade.MigrationStep;
import dev.cairn.upgrade.Progress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs one step, in the way that suits its kind. */
final class StepRun {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final RunContext context;
    private final RunStep step;
    private final RewriteNotes notes;

    StepRun(RunContext context, RunStep step, RewriteNotes notes) {
        this.context = context;
        this.step = step;
        this.notes = notes;
    }

    void run(StepConnection stepConnection) {
        context.cancellation().check();
        Ticker.Stopwatch watch = context.ticker().start();
        try {
            run(stepConnection, watch);
        } catch (RuntimeException | Error failure) {
            publish(new Progress.StepFails(context.migration(), step.planned(), watch.elapsed(), failure));
            throw failure;
        }
    }

    /** Notifies the listener of a failure, which must not be replaced by one of the listener. */
    private void publish(Progress.StepFails failed) {
        try {
            context.publish(failed);
        } catch (RuntimeException ofListener) {
            if (ofListener != failed.failure()) {
                failed.failure().addSuppressed(ofListener);
            }
        }
    }

    private void run(StepConnection stepConnection, Ticker.Stopwatch watch) {
        try {
            boolean ran = isRun(stepConnection);
            context.ledger().done(step.number());
            if (ran) {
                LOG.log(
                        Level.INFO,
                        () -> context.where(step) + ": done in "
                                + watch.elapsed().toMillis() + " ms");
                context.publish(new Progress.StepEnds(context.migration(), step.planned(), watch.elapsed()));
            } else {
                LOG.log(Level.INFO, () -> context.where(step) + ": was already done");
                context.publish(new Progress.StepSkipped(context.migration(), step.planned()));
            }
        } catch (ConnectionLostException loss) {
            throw new StepErrors(context, step).lost(loss);
        } catch (ServerRefusalException refusal) {
            throw new StepErrors(context, step).refusedLook(refusal);
        }
    }

    private boolean isRun(StepConnection stepConnection) {
        if (step instanceof RunStep.OfGrants grants) {
            new GrantRun(context, grants, stepConnection).run();
            return true;
        }
        if (step instanceof RunStep.OfCounter counter) {
            new CounterRun(context, counter, stepConnection).run();
            return true;
        }
        if (step instanceof RunStep.OfCode code) {
            new CodeRun(context, code, stepConnection).run();
            return true;
        }
        RunStep.OfStatement statement = (RunStep.OfStatement) step;
        Optional<OnlineRebuild> rebuild = OnlineRebuild.of(context, statement, stepConnection);
        if (!OnlineRebuild.isPart(context, statement)) {
            return isRun(statement, stepConnection);
        }
        CopyThrottle throttle = new CopyThrottle(context, statement, stepConnection);
        return throttle.inResourceGroup(() -> {
            if (rebuild.isPresent()) {
                return rebuild.get().run();
            }
            if (CompletionEvidence.of(statement) == CompletionEvidence.LABEL) {
                // The swap does not wait, because writers are stopped until then.
                throttle.awaitWindow();
            }
            Optional<WholeCopy> whole = WholeCopy.of(context, statement, stepConnection);
            if (whole.isPresent()) {
                warnOfWriters(statement, stepConnection);
                return whole.get().run();
            }
            return isRun(statement, stepConnection);
        });
    }

    private boolean isRun(RunStep.OfStatement statement, StepConnection stepConnection) {
        return switch (CompletionEvidence.of(statement)) {
            case LOOK -> {
                warnOfWriters(statement, stepConnection);
                yield new DefinitionRun(context, statement, stepConnection).run();
            }
            case LABEL -> new LoadRun(context, statement, stepConnection).run();
            case NONE -> {
                new UnverifiableRun(context, statement, stepConnection).run();
                yield true;
            }
        };
    }

    private void warnOfWriters(RunStep.OfStatement statement, StepConnection stepConnection) {
        if (CompletionEvidence.of(statement) == CompletionEvidence.LOOK) {
            stepConnection
                    .ask(context::backoff, link -> notes.ofWriters(statement, link))
                    .forEach(context::warn);
        }
    }

    /** Runs the Java code of a migration. */
    private static final class CodeRun {
        private final RunContext context;
        private final RunStep.OfCode step;
        private final StepConnection stepConnection;

        CodeRun(RunContext context, RunStep.OfCode step, StepConnection stepConnection) {
            this.context = context;
            this.step = step;
            this.stepConnection = stepConnection;
        }

        @SuppressWarnings("try") // the wait exists only to be closed
        void run() {
            StepErrors stops = new StepErrors(context, step);
            if (context.wasInterrupted(step) && !step.repeatable()) {
                throw stops.uncertain("the code ran to its end");
            }
            MigrationStep code = context.migration().step().orElseThrow();
            // The connection is opened first, so that the ledger's check is the last thing before the code.
            ServerConnection link = stepConnection.ask(context::backoff, any -> stepConnection.link(Session.NONE));
            Connection connection = link.lent();
            context.begins(step);
            context.ledger().begin(step.number());
            context.ledger().lookNow();
            try (Watchdog.Wait wait =
                    link.waitFor("the code of " + context.migration().name())) {
                call(code, connection);
            } catch (SQLException | RuntimeException failure) {
                throw stops.failedCode(failure);
            } finally {
                stepConnection.discard();
            }
        }

        private void call(MigrationStep code, Connection connection) throws SQLException {
            switch (step.moment()) {
                case BEFORE_UPGRADE -> code.beforeUpgrade(connection);
                case AFTER_UPGRADE -> code.afterUpgrade(connection);
                case BEFORE_DOWNGRADE -> code.beforeDowngrade(connection);
                case AFTER_DOWNGRADE -> code.afterDowngrade(connection);
            }
        }
    }

    /** Copies the grants of one object to another, which keeps its own grants. The step is idempotent. */
    private static final class GrantRun {
        private final RunContext context;
        private final RunStep.OfGrants step;
        private final StepConnection stepConnection;

        GrantRun(RunContext context, RunStep.OfGrants step, StepConnection stepConnection) {
            this.context = context;
            this.step = step;
            this.stepConnection = stepConnection;
        }

        void run() {
            String doing = "the grants of " + step.from() + " can't be read";
            try {
                List<String> grants = stepConnection.ask(context::backoff, this::grants);
                context.begins(step);
                context.ledger().begin(step.number());
                doing = step.to() + " can't be given the grants of " + step.from();
                stepConnection.ask(context::backoff, link -> {
                    grants.forEach(link::execute);
                    return link;
                });
            } catch (ServerRefusalException refusal) {
                if (!step.lossAccepted()) {
                    context.ledger().undone(step.number());
                    throw new StepErrors(context, step).grants(doing, refusal);
                }
                context.warn(doing + ", and their loss was accepted: " + refusal.getMessage());
            }
        }

        /**
         * Returns the statements that grant the same privileges. The server shows grants only for each user and each
         * role.
         */
        private List<String> grants(ServerConnection link) {
            List<String> holders = new ArrayList<>();
            link.rows("SHOW USERS").forEach(row -> holders.add("USER " + row.get(0)));
            link.rows("SHOW ROLES").forEach(row -> holders.add("ROLE " + SqlQuoting.text(String.valueOf(row.get(0)))));
            List<String> grants = new ArrayList<>();
            for (String holder : holders) {
                String grantee = holder.startsWith("USER ") ? holder.substring("USER ".length()) : holder;
                for (var row : link.rows("SHOW GRANTS FOR " + grantee)) {
                    GrantLine.of(String.valueOf(row.get(2)), step.from())
                            .ifPresent(line -> grants.add(line.on(step.to())));
                }
            }
            return grants;
        }

        /**
         * A grant on one object, as SHOW GRANTS prints it, with names without backquotes:
         * {@code GRANT SELECT, INSERT ON TABLE shop.orders TO ROLE 'reader'}. Grants on all tables of a database name
         * no object, and also apply to new ones.
         */
        private record GrantLine(String privileges, String kind, String holder) {
            private static final Pattern LINE = Pattern.compile(
                    "GRANT (.+?) ON (TABLE|VIEW|MATERIALIZED VIEW) (.+) TO ((?:USER|ROLE) .+)", Pattern.DOTALL);

            static Optional<GrantLine> of(String line, ObjectName object) {
                Matcher parts = LINE.matcher(line);
                return parts.matches() && parts.group(3).equals(object.toString())
                        ? Optional.of(new GrantLine(parts.group(1), parts.group(2), parts.group(4)))
                        : Optional.empty();
            }

            /** Returns the statement that grants the same privileges on another object of the same kind. */
            String on(ObjectName other) {
                return "GRANT " + privileges + " ON " + kind + " " + SqlQuoting.name(other) + " TO " + holder;
            }
        }
    }

    /**
     * Runs a statement that leaves no evidence whether it ran: UPDATE, DELETE, and any statement that Cairn can't parse.
     */
    private static final class UnverifiableRun {
        private static final int MOST_LOSSES = 5;
        private static final String RAN = "it ran to its end";

        private final RunContext context;
        private final RunStep.OfStatement step;
        private final StepConnection connection;
        private final StepErrors stops;
        private int losses;

        UnverifiableRun(RunContext context, RunStep.OfStatement step, StepConnection connection) {
            this.context = context;
            this.step = step;
            this.connection = connection;
            this.stops = new StepErrors(context, step);
        }

        void run() {
            if (context.wasInterrupted(step) && !step.repeatable()) {
                throw stops.uncertain(RAN);
            }
            context.begins(step);
            // The connection is opened first, so that the ledger's check is the last thing before the statement.
            connection.ask(context::backoff, link -> connection.link(step.session()));
            context.ledger().begin(step.number());
            Backoff backoff = context.backoff();
            Retry retry = connection.retry();
            LedgerFence fence = new LedgerFence(step, context.ledger());
            while (!isSent(fence, backoff, retry)) {
                context.cancellation().check();
            }
        }

        /**
         * A statement that timed out was rolled back, and so was one whose backend is down; but sending the former again is
         * likely to take as long.
         */
        private boolean mayRepeat(TransientError transientError) {
            return transientError == TransientError.OVERLOADED
                    || transientError == TransientError.BACKEND_LOST
                    || (transientError == TransientError.LEADER_LOST && step.repeatable());
        }

        private boolean isSent(LedgerFence fence, Backoff backoff, Retry retry) {
            try {
                connection.link(step.session()).load(fence.text(), context.ledger()::lookNow);
                return true;
            } catch (ServerRefusalException refusal) {
                if (fence.isReasonFor(refusal)) {
                    // The owner has written another state in the meantime, or there is a new owner: the next check of
                    // the
                    // ledger decides.
                    backoff.pause();
                    return false;
                }
                if (RefusalPatterns.isBusy(refusal)) {
                    context.waiting(step, "the table is busy: " + refusal.reason());
                    backoff.pause();
                    return false;
                }
                Optional<TransientError> transientError = refusal.transientError();
                if (transientError.isPresent() && mayRepeat(transientError.get()) && retry.again()) {
                    context.waiting(step, "the server is overloaded or unavailable: " + refusal.reason());
                    return false;
                }
                if (transientError.isPresent()
                        && transientError.get() == TransientError.LEADER_LOST
                        && !step.repeatable()) {
                    throw stops.uncertain(RAN + ": " + refusal.reason());
                }
                context.ledger().undone(step.number());
                throw stops.refused(refusal);
            } catch (ConnectionLostException loss) {
                if (!step.repeatable()) {
                    throw stops.uncertain(RAN + ": the connection was lost in the meantime");
                }
                if (losses++ == MOST_LOSSES) {
                    throw stops.lost(loss);
                }
                connection.reconnect();
                return false;
            }
        }

        /**
         * Makes the server refuse an UPDATE or DELETE if another migrator has taken over the ledger: the statement names the
         * view of the ledger's state, which the next owner drops before it does anything else. So a statement that is sent
         * late, or arrives late, changes nothing.
         *
         * <p>The server resolves the names in all common table expressions, and then leaves out an expression that nothing
         * reads. It accepts common table expressions in UPDATE, and in DELETE from tables with a primary key.
         */
        private static final class LedgerFence {
            /**
             * After so many refusals because of a missing view, although the ledger is held, the statement is sent without
             * the fence.
             */
            private static final int MOST_IN_VAIN = 10;

            private final RunStep.OfStatement step;
            private final RunLedger ledger;
            private boolean possible;
            private int inVain;
            private ObjectName view;

            LedgerFence(RunStep.OfStatement step, RunLedger ledger) {
                this.step = step;
                this.ledger = ledger;
                this.possible = isPossible(step);
                this.view = ledger.view();
            }

            private static boolean isPossible(RunStep.OfStatement step) {
                if (!(step.step().action().statement() instanceof Statement.Opaque opaque)
                        || opaque.keywords().isEmpty()) {
                    return false;
                }
                String keyword = opaque.keywords().get(0);
                boolean bare = step.text().toUpperCase(Locale.ROOT).startsWith(keyword);
                return bare && (keyword.equals("UPDATE") || (keyword.equals("DELETE") && isOfPrimaryKey(step)));
            }

            private static boolean isOfPrimaryKey(RunStep.OfStatement step) {
                ObjectName table = step.step().object();
                return table != null
                        && step.before()
                                .database(table.database())
                                .flatMap((Database database) -> database.table(table.name()))
                                .filter(candidate -> candidate.model() == KeyModel.PRIMARY)
                                .isPresent();
            }

            /** Returns the statement as it must be sent now. */
            String text() {
                if (!possible) {
                    return step.text();
                }
                view = ledger.view();
                return "WITH `__cairn_ledger` AS (SELECT 1 FROM " + SqlQuoting.name(view) + ")\n" + step.text();
            }

            /** Whether the server refused the statement only because of the fence. */
            boolean isReasonFor(ServerRefusalException refusal) {
                if (!possible) {
                    return false;
                }
                boolean unreadable = refusal.reason().contains("syntax error");
                boolean gone = refusal.reason().contains(view.name());
                if (unreadable || (gone && ++inVain == MOST_IN_VAIN)) {
                    possible = false;
                }
                return unreadable || gone;
            }
        }
    }
}
