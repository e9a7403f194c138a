package dev.cairn.internal.ledger;

import java.time.Duration;
import java.util.List;

/** What an {@link Exchange} asks for. */
sealed interface Request {
    /** Which states there are. Answered by {@link Answer.States}. */
    record Listing() implements Request {}

    /** The comment of a state. Answered by {@link Answer.Text}. */
    record Show(long sequence) implements Request {}

    /** Makes a state. Answered by {@link Answer.Done}. */
    record Create(long sequence, String comment) implements Request {}

    /** Drops a state, if it is there. Answered by {@link Answer.Done}. */
    record Drop(long sequence) implements Request {}

    /** The text of the history view. Answered by {@link Answer.Text}. */
    record ShowHistory() implements Request {}

    /** Makes the history view, with these rows and no others. Answered by {@link Answer.Done}. */
    record ReplaceHistory(List<HistoryRow> rows) implements Request {}

    /** Waits until the frontend has caught up with its leader. Answered by {@link Answer.Done}. */
    record CatchUp() implements Request {}

    /** Takes another connection, whose frontend has caught up. Answered by {@link Answer.Done}; it ends here if there is none. */
    record Reconnect() implements Request {}

    /** Lets time pass. Answered by {@link Answer.Done}. */
    record Pause(Duration time) implements Request {}
}
