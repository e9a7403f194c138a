package dev.cairn.internal.ledger;

import dev.cairn.internal.connection.ErrorNumbers;
import dev.cairn.internal.connection.TransientError;
import java.util.Optional;
import java.util.SortedSet;

/** The server's response to a {@link LedgerRequest}. */
sealed interface LedgerResponse {
    /** The request was performed. */
    record Done() implements LedgerResponse {}

    /**
     * The objects of the ledger.
     *
     * @param sequences the sequences of the states
     * @param hasHistory whether an object has the name of the history view
     */
    record States(SortedSet<Long> sequences, boolean hasHistory) implements LedgerResponse {
        /** Returns the highest sequence, or 0 if there are no states. */
        long highestSequence() {
            return sequences.isEmpty() ? 0 : sequences.last();
        }
    }

    /** The comment of a state, or the definition of the history view. */
    record TextResponse(String text) implements LedgerResponse {}

    /** The request was not performed, as far as is known. */
    sealed interface Failure extends LedgerResponse {
        String reason();

        /** Returns the transient error; empty if the server has not reported one. */
        Optional<TransientError> transientError();
    }

    /** A refusal. Nothing was changed, unless the frontend's own connection to its leader broke. */
    record Refused(int errorNumber, String reason) implements Failure {
        /** Returns whether another migrator has created an object of this name, or is creating it at the same time. */
        boolean isNameTaken() {
            return ErrorNumbers.isNameTaken(errorNumber);
        }

        /** Returns whether the refusal is transient: the server may accept the request later. */
        boolean isTransient() {
            return transientError().isPresent();
        }

        @Override
        public Optional<TransientError> transientError() {
            return TransientError.classify(errorNumber, reason);
        }

        /** Returns whether the user lacks a privilege. */
        boolean isAccessDenied() {
            return ErrorNumbers.isAccessDenied(errorNumber);
        }
    }

    /** The connection broke: the request may have been executed, or may still be executed. */
    record ConnectionLost(String reason) implements Failure {
        @Override
        public Optional<TransientError> transientError() {
            return Optional.empty();
        }
    }
}
