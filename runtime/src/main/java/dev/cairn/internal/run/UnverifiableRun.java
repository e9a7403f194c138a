package dev.cairn.internal.run;

import dev.cairn.catalog.Database;
import dev.cairn.internal.link.ConnectionLostException;
import dev.cairn.internal.link.Retry;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.internal.link.TransientError;
import dev.cairn.internal.run.prepare.RefusalPatterns;
import dev.cairn.internal.run.prepare.RunLedger;
import dev.cairn.internal.run.prepare.RunStep;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Statement;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs a statement that leaves no evidence whether it ran: UPDATE, DELETE, and any statement that Cairn can't parse.
 */
final class UnverifiableRun {
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

    /** A statement that timed out was rolled back; sending it again is likely to take as long. */
    private boolean mayRepeat(TransientError transientError) {
        return transientError == TransientError.OVERLOADED
                || (transientError == TransientError.LEADER_LOST && step.repeatable());
    }

    private boolean isSent(LedgerFence fence, Backoff backoff, Retry retry) {
        try {
            connection.link(step.session()).load(fence.text(), context.ledger()::lookNow);
            return true;
        } catch (ServerRefusalException refusal) {
            if (fence.isReasonFor(refusal)) {
                // The owner has written another state in the meantime, or there is a new owner: the next check of the
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
            connection.reconnect(backoff);
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
