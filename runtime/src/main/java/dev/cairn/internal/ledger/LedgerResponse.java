package dev.cairn.internal.ledger;

import dev.cairn.internal.link.TransientError;
import java.util.SortedSet;

/** What the server said to a {@link LedgerRequest}. */
sealed interface LedgerResponse {
    record Done() implements LedgerResponse {}

    record States(SortedSet<Long> sequences) implements LedgerResponse {
        /** 0 where there is none. */
        long highest() {
            return sequences.isEmpty() ? 0 : sequences.last();
        }
    }

    record Text(String text) implements LedgerResponse {}

    /** No. Nothing was changed, unless the frontend's own connection to its leader broke. */
    record No(int number, String words) implements LedgerResponse {
        /** Somebody has made an object of this name, or does so at the same time. */
        boolean isTaken() {
            return number == 1050 || number == 1005;
        }

        /** The server may take it at another time. */
        boolean isTransient() {
            return TransientError.of(number, words).isPresent();
        }

        boolean isDenied() {
            return number == 5203 || number == 1044 || number == 1142 || number == 1227;
        }
    }

    /** The connection broke: what was asked may have been done, or may still be. */
    record Broken(String words) implements LedgerResponse {}
}
