package dev.cairn.internal.ledger;

import java.time.Duration;
import java.util.List;

/** What an {@link Exchange} asks for. */
sealed interface LedgerRequest {
    /** Which states there are. Answered by {@link LedgerResponse.States}. */
    record Listing() implements LedgerRequest {}

    /** The comment of a state. Answered by {@link LedgerResponse.Text}. */
    record Show(long sequence) implements LedgerRequest {}

    /** Makes a state. Answered by {@link LedgerResponse.Done}. */
    record Create(long sequence, String comment) implements LedgerRequest {}

    /** Drops a state, if it is there. Answered by {@link LedgerResponse.Done}. */
    record Drop(long sequence) implements LedgerRequest {}

    /** The text of the history view. Answered by {@link LedgerResponse.Text}. */
    record ShowHistory() implements LedgerRequest {}

    /** Makes the history view, with these rows and no others. Answered by {@link LedgerResponse.Done}. */
    record ReplaceHistory(List<HistoryRow> rows) implements LedgerRequest {}

    /** Waits until the frontend has caught up with its leader. Answered by {@link LedgerResponse.Done}. */
    record CatchUp() implements LedgerRequest {}

    /** Takes another connection, whose frontend has caught up. Answered by {@link LedgerResponse.Done}; it ends here if there is none. */
    record Reconnect() implements LedgerRequest {}

    /** Lets time pass. Answered by {@link LedgerResponse.Done}. */
    record Pause(Duration time) implements LedgerRequest {}
}
