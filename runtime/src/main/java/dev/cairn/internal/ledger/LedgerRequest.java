package dev.cairn.internal.ledger;

import java.time.Duration;
import java.util.List;

/** A request of a {@link LedgerProtocol}, which {@link LedgerTransport} performs. */
sealed interface LedgerRequest {
    /** Lists the existing states. Answered by {@link LedgerResponse.States}. */
    record ListStates() implements LedgerRequest {}

    /** Reads the comment of a state. Answered by {@link LedgerResponse.TextResponse}. */
    record ShowState(long sequence) implements LedgerRequest {}

    /** Creates a state. Answered by {@link LedgerResponse.Done}. */
    record CreateState(long sequence, String comment) implements LedgerRequest {}

    /** Drops a state if it exists. Answered by {@link LedgerResponse.Done}. */
    record DropState(long sequence) implements LedgerRequest {}

    /** Reads the definition of the history view. Answered by {@link LedgerResponse.TextResponse}. */
    record ShowHistory() implements LedgerRequest {}

    /** Replaces the history view by one with exactly these rows. Answered by {@link LedgerResponse.Done}. */
    record ReplaceHistory(List<HistoryRow> rows) implements LedgerRequest {}

    /** Waits until the frontend has caught up with its leader. Answered by {@link LedgerResponse.Done}. */
    record CatchUp() implements LedgerRequest {}

    /**
     * Opens a new connection, whose frontend has caught up. Answered by {@link LedgerResponse.Done}; the exchange fails
     * if no connection can be opened.
     */
    record Reconnect() implements LedgerRequest {}

    /** Waits. Answered by {@link LedgerResponse.Done}. */
    record Pause(Duration duration) implements LedgerRequest {}
}
