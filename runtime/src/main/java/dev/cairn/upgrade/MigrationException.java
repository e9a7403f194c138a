package dev.cairn.upgrade;

import org.jspecify.annotations.Nullable;

/**
 * The failure of a migrator. The message consists of the place, the problem with the message of the server, if any, and
 * the remedy. A caller that treats some failures differently catches their types:
 *
 * <pre>{@code
 * try {
 *     migrator.upgrade();
 * } catch (LedgerHeldException held) {      // import dev.cairn.upgrade.MigrationException.LedgerHeldException
 *     later();
 * }
 * }</pre>
 */
public abstract sealed class MigrationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final HistoryPlace place;
    private final String remedy;

    /**
     * Creates an exception whose message consists of the place, the problem and the remedy.
     *
     * @param place the place in the history of the schema
     * @param problem the problem, as a clause; it may end with a message of the server, including its full stop
     * @param remedy the next action for the user, in one or more sentences
     * @param cause the cause; may be null
     */
    MigrationException(HistoryPlace place, String problem, String remedy, @Nullable Throwable cause) {
        super(place + ": " + removeFullStop(problem) + ". " + remedy, cause);
        this.place = place;
        this.remedy = remedy;
    }

    /** Removes the full stop with which the words of a server may end. */
    private static String removeFullStop(String clause) {
        return clause.endsWith(".") ? clause.substring(0, clause.length() - 1) : clause;
    }

    /** Returns the place in the history of the schema at which the problem occurred. */
    public final HistoryPlace place() {
        return place;
    }

    /** Returns the next action for the user, with which the message ends. */
    public final String remedy() {
        return remedy;
    }

    /**
     * Thrown if an operation needs a consent that was not given: it would destroy data, rebuild a table, or discard the
     * progress of a migration that has begun.
     */
    public static final class MissingConsentException extends MigrationException {
        private static final long serialVersionUID = 1;

        /** Creates an exception without a cause. */
        public MissingConsentException(HistoryPlace place, String problem, String remedy) {
            super(place, problem, remedy, null);
        }

        /** Creates an exception with a cause, which may be null. */
        public MissingConsentException(HistoryPlace place, String problem, String remedy, @Nullable Throwable cause) {
            super(place, problem, remedy, cause);
        }
    }

    /**
     * Thrown if the histories of the database and the application do not match, if the ledger was written by a newer
     * version of Cairn or changed by hand, if an operation does not fit the state that the ledger records, or if the
     * record classes have changes that no migration contains.
     */
    public static final class HistoryMismatchException extends MigrationException {
        private static final long serialVersionUID = 1;

        /** Creates an exception without a cause. */
        public HistoryMismatchException(HistoryPlace place, String problem, String remedy) {
            super(place, problem, remedy, null);
        }

        /** Creates an exception with a cause, which may be null. */
        public HistoryMismatchException(HistoryPlace place, String problem, String remedy, @Nullable Throwable cause) {
            super(place, problem, remedy, cause);
        }
    }

    /** Thrown if another migrator holds the ledger and does not release it within the time that this one may wait. */
    public static final class LedgerHeldException extends MigrationException {
        private static final long serialVersionUID = 1;

        /** Creates an exception without a cause. */
        public LedgerHeldException(HistoryPlace place, String problem, String remedy) {
            super(place, problem, remedy, null);
        }

        /** Creates an exception with a cause, which may be null. */
        public LedgerHeldException(HistoryPlace place, String problem, String remedy, @Nullable Throwable cause) {
            super(place, problem, remedy, cause);
        }
    }

    /**
     * Thrown if another migrator took over the ledger, because this one did not renew its lease in time or because the
     * ledger was unlocked by hand. Also thrown if the ledger was dropped, or if the server has lost its data.
     */
    public static final class LedgerLostException extends MigrationException {
        private static final long serialVersionUID = 1;

        /** Creates an exception without a cause. */
        public LedgerLostException(HistoryPlace place, String problem, String remedy) {
            super(place, problem, remedy, null);
        }

        /** Creates an exception with a cause, which may be null. */
        public LedgerLostException(HistoryPlace place, String problem, String remedy, @Nullable Throwable cause) {
            super(place, problem, remedy, cause);
        }
    }

    /** Thrown if the user lacks a privilege; the message names the required grants. */
    public static final class MissingGrantException extends MigrationException {
        private static final long serialVersionUID = 1;

        /** Creates an exception without a cause. */
        public MissingGrantException(HistoryPlace place, String problem, String remedy) {
            super(place, problem, remedy, null);
        }

        /** Creates an exception with a cause, which may be null. */
        public MissingGrantException(HistoryPlace place, String problem, String remedy, @Nullable Throwable cause) {
            super(place, problem, remedy, cause);
        }
    }

    /**
     * Thrown if the database is not ready for the application: a migration is pending or in progress, or the histories
     * have diverged.
     */
    public static final class DatabaseNotCurrentException extends MigrationException {
        private static final long serialVersionUID = 1;

        /** Creates an exception without a cause. */
        public DatabaseNotCurrentException(HistoryPlace place, String problem, String remedy) {
            super(place, problem, remedy, null);
        }

        /** Creates an exception with a cause, which may be null. */
        public DatabaseNotCurrentException(
                HistoryPlace place, String problem, String remedy, @Nullable Throwable cause) {
            super(place, problem, remedy, cause);
        }
    }

    /**
     * Thrown if the database has only some of the migrations that a checkpoint of the application replaces: a release
     * that still contains them has to upgrade it first. Nothing was changed.
     */
    public static final class OlderReleaseRequiredException extends MigrationException {
        private static final long serialVersionUID = 1;

        /** Creates an exception without a cause. */
        public OlderReleaseRequiredException(HistoryPlace place, String problem, String remedy) {
            super(place, problem, remedy, null);
        }
    }

    /** Thrown if a placeholder has neither a value nor a fallback, or a value that is not valid. */
    public static final class PlaceholderException extends MigrationException {
        private static final long serialVersionUID = 1;

        /** Creates an exception without a cause. */
        public PlaceholderException(HistoryPlace place, String problem, String remedy) {
            super(place, problem, remedy, null);
        }

        /** Creates an exception with a cause, which may be null. */
        public PlaceholderException(HistoryPlace place, String problem, String remedy, @Nullable Throwable cause) {
            super(place, problem, remedy, cause);
        }
    }

    /**
     * Thrown if a step can't be completed, or a hook fails: for example, the server rejects a statement or cancels its
     * job, code of the application throws an exception, the run is interrupted, or an object is in neither the state
     * before a step nor the state after it.
     */
    public static final class StepFailedException extends MigrationException {
        private static final long serialVersionUID = 1;

        /** Creates an exception without a cause. */
        public StepFailedException(HistoryPlace place, String problem, String remedy) {
            super(place, problem, remedy, null);
        }

        /** Creates an exception with a cause, which may be null. */
        public StepFailedException(HistoryPlace place, String problem, String remedy, @Nullable Throwable cause) {
            super(place, problem, remedy, cause);
        }
    }

    /**
     * Thrown if a step was started and it can't be determined whether it ran to completion: a person has to record the
     * result.
     */
    public static final class UncertainStepException extends MigrationException {
        private static final long serialVersionUID = 1;

        /** Creates an exception without a cause. */
        public UncertainStepException(HistoryPlace place, String problem, String remedy) {
            super(place, problem, remedy, null);
        }

        /** Creates an exception with a cause, which may be null. */
        public UncertainStepException(HistoryPlace place, String problem, String remedy, @Nullable Throwable cause) {
            super(place, problem, remedy, cause);
        }
    }

    /** Thrown if no connection can be opened, or if a connection was lost and can't be opened again. */
    public static final class ServerUnreachableException extends MigrationException {
        private static final long serialVersionUID = 1;

        /** Creates an exception without a cause. */
        public ServerUnreachableException(HistoryPlace place, String problem, String remedy) {
            super(place, problem, remedy, null);
        }

        /** Creates an exception with a cause, which may be null. */
        public ServerUnreachableException(
                HistoryPlace place, String problem, String remedy, @Nullable Throwable cause) {
            super(place, problem, remedy, cause);
        }
    }

    /**
     * Thrown if the server is not StarRocks, if the schema was not compiled for servers of its version and run mode, or
     * if the connection has no database selected.
     */
    public static final class WrongServerException extends MigrationException {
        private static final long serialVersionUID = 1;

        /** Creates an exception without a cause. */
        public WrongServerException(HistoryPlace place, String problem, String remedy) {
            super(place, problem, remedy, null);
        }

        /** Creates an exception with a cause, which may be null. */
        public WrongServerException(HistoryPlace place, String problem, String remedy, @Nullable Throwable cause) {
            super(place, problem, remedy, cause);
        }
    }
}
