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
        return states(states -> {
            long highest = states.highest();
            return highest == 0
                    ? over(Optional.empty())
                    : show(highest, text -> over(Optional.of(parsed(highest, text))), reason -> {
                        if (highest == vanished) {
                            throw errors.notShown(highest, reason);
                        }
                        return latest(highest);
                    });
        });
    }

    /**
     * Shows a state.
     *
     * @param refused continues with the reason of a refusal, which does not prove that the state is gone: the server may be
     *     overloaded
     */
    <T> Exchange<T> show(long sequence, Function<String, Exchange<T>> shown, Function<String, Exchange<T>> refused) {
        return insist(new LedgerRequest.Show(sequence), answer -> {
            if (answer instanceof Text text) {
                return shown.apply(text.text());
            }
            No no = (No) answer;
            if (no.isDenied()) {
                throw errors.grants(no.reason());
            }
            return refused.apply(no.reason());
        });
    }

    /** Whether a state exists with exactly this text. */
    Exchange<Boolean> isThere(LedgerEntry entry) {
        return isThere(entry, false);
    }

    /** @param refused whether the state was listed after a refusal to show it */
    private Exchange<Boolean> isThere(LedgerEntry entry, boolean refused) {
        return show(
                entry.sequence(),
                text -> over(text.equals(entry.state().format())),
                reason -> states(states -> {
                    if (!states.sequences().contains(entry.sequence())) {
                        return over(false);
                    }
                    if (refused) {
                        throw errors.notShown(entry.sequence(), reason);
                    }
                    return isThere(entry, true);
                }));
    }

    <T> Exchange<T> states(Function<States, Exchange<T>> then) {
        return insist(new LedgerRequest.Listing(), answer -> {
            if (answer instanceof States states) {
                return then.apply(states);
            }
            No no = (No) answer;
            throw no.isDenied() ? errors.grants(no.reason()) : errors.noListing(no);
        });
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

    private LedgerEntry parsed(long sequence, String comment) {
        try {
            return new LedgerEntry(sequence, LedgerState.parse(comment));
        } catch (LedgerFormatException failure) {
            throw errors.unreadable(sequence, failure);
        }
    }
}
