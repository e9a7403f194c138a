package dev.cairn.schema;

import org.jspecify.annotations.Nullable;

/**
 * Why a migrator stopped. The message says where, what happened, the server's own words where it had any, and what to do
 * now.
 */
public abstract sealed class MigrationException extends RuntimeException
        permits ConsentException,
                HistoryException,
                LedgerHeldException,
                LedgerLostException,
                LedgerUnreadableException,
                MissingGrantException,
                NotCurrentException,
                PlaceholderException,
                StepException,
                UncertainStepException,
                UnreachableException,
                WrongServerException {
    private static final long serialVersionUID = 1;

    private final transient Where where;
    private final String remedy;

    /**
     * @param happened a claim without a full stop, which may end with the server's words
     * @param remedy one sentence or more
     */
    MigrationException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where + ": " + happened + ". " + remedy, cause);
        this.where = where;
        this.remedy = remedy;
    }

    /** Where it happened. */
    public final Where where() {
        return where;
    }

    /** What to do now; the message ends with it. */
    public final String remedy() {
        return remedy;
    }
}
