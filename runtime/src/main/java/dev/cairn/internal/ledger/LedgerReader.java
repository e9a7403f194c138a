package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.Exchange.insist;
import static dev.cairn.internal.ledger.Exchange.over;

import dev.cairn.internal.ledger.LedgerResponse.No;
import dev.cairn.internal.ledger.LedgerResponse.States;
import dev.cairn.internal.ledger.LedgerResponse.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the current state of the ledger, and the completed migrations. */
final class LedgerReader {
    private final LedgerErrors errors;

    LedgerReader(LedgerErrors errors) {
        this.errors = errors;
    }

    /** Reads the current state with two requests; if there is no ledger yet, it returns empty after one request. */
    Exchange<Optional<LedgerEntry>> latest() {
        return latest(0);
    }

    /**
     * @param vanished the state that was listed but could not be shown, which suggests that it was dropped meanwhile
     */
    private Exchange<Optional<LedgerEntry>> latest(long vanished) {
        return states(states -> states.highest() == 0 ? over(Optional.empty()) : shown(states.highest(), vanished));
    }

    private Exchange<Optional<LedgerEntry>> shown(long sequence, long vanished) {
        return insist(new LedgerRequest.Show(sequence), answer -> {
            if (answer instanceof Text text) {
                return over(Optional.of(new LedgerEntry(sequence, parsed(sequence, text.text()))));
            }
            No no = (No) answer;
            if (no.isDenied()) {
                throw errors.grants(no.reason());
            }
            if (sequence == vanished) {
                throw errors.notShown(sequence, no.reason());
            }
            return latest(sequence);
        });
    }

    <T> Exchange<T> states(Function<States, Exchange<T>> then) {
        return insist(new LedgerRequest.Listing(), answer -> then.apply(listed(answer)));
    }

    /** @throws dev.cairn.upgrade.MigrationException.WrongServerException if the server returned no listing */
    States listed(LedgerResponse answer) {
        if (answer instanceof States states) {
            return states;
        }
        throw errors.noListing(((No) answer).reason());
    }

    /** Reads the completed migrations from the history view and the state. */
    Exchange<LedgerHistory> history() {
        return latest().then(latest -> latest.isEmpty()
                ? over(new LedgerHistory(List.of(), true))
                : historyRows().then(rows -> over(LedgerHistory.of(latest.get().state(), rows))));
    }

    /** Reads the rows of the history view; there are none if the view does not exist. */
    static Exchange<List<HistoryRow>> historyRows() {
        return insist(
                new LedgerRequest.ShowHistory(),
                answer -> over(answer instanceof Text text ? HistoryView.read(text.text()) : List.of()));
    }

    private LedgerState parsed(long sequence, String comment) {
        try {
            return LedgerState.parse(comment);
        } catch (LedgerFormatException failure) {
            throw errors.unreadable(sequence, failure);
        }
    }
}
