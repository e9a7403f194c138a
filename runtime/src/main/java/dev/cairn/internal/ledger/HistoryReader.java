package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.Exchange.insist;
import static dev.cairn.internal.ledger.Exchange.over;

import dev.cairn.internal.ledger.LedgerResponse.Text;
import java.util.List;

/** Reads the completed migrations from the history view and the state. */
final class HistoryReader {
    private HistoryReader() {}

    static Exchange<LedgerHistory> of(LedgerParticipant party) {
        return new LedgerReader(party.complaints())
                .latest()
                .then(latest -> latest.isEmpty()
                        ? over(new LedgerHistory(List.of(), true))
                        : view().then(view -> over(LedgerHistory.of(latest.get().state(), view))));
    }

    /** Reads the rows of the view; there are none if the view does not exist. */
    static Exchange<List<HistoryRow>> view() {
        return insist(
                new LedgerRequest.ShowHistory(),
                answer -> over(answer instanceof Text text ? HistoryView.read(text.text()) : List.of()));
    }
}
