package dev.cairn.internal.run.step;

import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.internal.run.preparation.RunLedger;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.plan.part.ObjectName;
import java.util.function.Consumer;

/**
 * Makes the server refuse an UPDATE or DELETE if another migrator has taken over the ledger: the statement names the
 * view of the ledger's state, which the next owner drops first. Therefore, a statement that is sent late, or arrives
 * late, changes nothing.
 *
 * <p>The server resolves the names in all common table expressions, and then discards an expression that nothing
 * reads. It accepts common table expressions in UPDATE, and in DELETE from tables with a primary key.
 */
final class LedgerFence {
    /**
     * The number of refusals because of a missing view after which a statement is sent without the fence, if the ledger
     * is held.
     */
    private static final int MAX_MISSING_VIEW_REFUSALS = 10;

    /** UPDATE and DELETE have the same length. */
    private static final int KEYWORD_LENGTH = "UPDATE".length();

    private final StatementStep step;
    private final RunLedger ledger;
    private final Consumer<String> warningConsumer;
    private boolean isFenced;
    private int missingViewRefusalCount;
    private ObjectName stateViewName;

    /**
     * Creates the fence of a statement, which may not support it.
     *
     * @param warningConsumer receives the reason if the statement has to be sent without the fence
     */
    LedgerFence(StatementStep step, RunLedger ledger, Consumer<String> warningConsumer) {
        this.step = step;
        this.ledger = ledger;
        this.warningConsumer = warningConsumer;
        this.isFenced = step.supportsLedgerFence();
        this.stateViewName = ledger.stateViewName();
    }

    /** Returns whether the server can refuse the statement because of the ledger. */
    boolean isFenced() {
        return isFenced;
    }

    /**
     * Returns the statement as it must be sent now.
     *
     * @param hint a hint to insert after the first word of a fenced statement
     */
    String renderStatement(String hint) {
        if (!isFenced) {
            return step.text();
        }
        stateViewName = ledger.stateViewName();
        String statementText = step.text();
        return "WITH `__cairn_ledger` AS (SELECT 1 FROM " + SqlQuoting.quoteName(stateViewName) + ")\n"
                + statementText.substring(0, KEYWORD_LENGTH) + hint + statementText.substring(KEYWORD_LENGTH);
    }

    /**
     * Returns whether the server refused the statement only because of the fence, so that the statement may be sent
     * again after a check of the ledger. After a syntax error, or after too many refusals because of a missing view,
     * the statement is no longer fenced. A missing privilege to read the view is no such refusal, and ends the step:
     * without the fence, a late statement could change rows.
     */
    boolean handleRefusal(ServerRefusalException refusal) {
        if (!isFenced || refusal.isAccessDenied()) {
            return false;
        }
        boolean isSyntaxError = refusal.reason().contains("syntax error");
        boolean isViewMissing = refusal.reason().contains(stateViewName.name());
        if (isSyntaxError) {
            isFenced = false;
        } else if (isViewMissing && ++missingViewRefusalCount == MAX_MISSING_VIEW_REFUSALS) {
            isFenced = false;
            warningConsumer.accept("The statement is sent without the view of the ledger, so the server can't refuse it"
                    + " if it arrives after another migrator has taken over the ledger: " + refusal.reason());
        }
        return isSyntaxError || isViewMissing;
    }
}
