package dev.cairn.upgrade;

import org.jspecify.annotations.Nullable;

/**
 * The failure of a migrator. The message names the place, the problem with the server's own words if there are any, and
 * the remedy.
 */
public abstract sealed class MigrationException extends RuntimeException
        permits ConsentException,
                HistoryException,
                LedgerHeldException,
                LedgerLostException,
                LedgerUnreadableException,
                MissingGrantException,
                NotCurrentException,
                OlderReleaseRequiredException,
                PlaceholderException,
                StepException,
                UncertainStepException,
                UnreachableException,
                WrongServerException {
    private static final long serialVersionUID = 1;

    private final transient Where where;
    private final String remedy;

    /**
     * @param where the place in the history of the schema
     * @param happened the problem, as a clause without a full stop, which may end with the server's words
     * @param remedy what to do next, in one or more sentences
     * @param cause the cause; may be null
     */
    MigrationException(Where where, String happened, String remedy, @Nullable Throwable cause) {
        super(where + ": " + happened + ". " + remedy, cause);
        this.where = where;
        this.remedy = remedy;
    }

    /** Returns the place in the history of the schema at which the problem occurred. */
    public final Where where() {
        return where;
    }

    /** Returns what to do next; the message ends with it. */
    public final String remedy() {
        return remedy;
    }
}
