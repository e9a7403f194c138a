package dev.cairn.internal.ledger;

import static dev.cairn.internal.ledger.Exchange.insist;
import static dev.cairn.internal.ledger.Exchange.over;

import dev.cairn.internal.ledger.Answer.Text;
import java.util.List;

/** The migrations that are done, as the history view and the state tell together. */
final class HistoryReading {
    private HistoryReading() {}

    static Exchange<History> of(Party party) {
        return new Reading(party.complaints())
                .latest()
                .then(latest -> latest.isEmpty()
                        ? over(new History(List.of(), true))
                        : view().then(view -> over(History.of(latest.get().state(), view))));
    }

    /** The rows of the view; none where it is not there. */
    static Exchange<List<HistoryRow>> view() {
        return insist(
                new Request.ShowHistory(),
                answer -> over(answer instanceof Text text ? HistoryView.read(text.text()) : List.of()));
    }
}
