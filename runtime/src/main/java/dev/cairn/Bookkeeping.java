package dev.cairn;

import dev.cairn.schema.HistoryException;
import dev.cairn.server.ledger.History;
import dev.cairn.server.ledger.HistoryRow;
import dev.cairn.server.ledger.Holding;
import dev.cairn.server.ledger.LedgerEntry;
import dev.cairn.server.ledger.LedgerState;
import dev.cairn.server.ledger.Transition;
import dev.cairn.server.link.Link;
import dev.cairn.server.look.Drift;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Changes what the ledger says, and nothing else. */
final class Bookkeeping {
    private final Workplace workplace;
    private final Application application;

    Bookkeeping(Workplace workplace) {
        this.workplace = workplace;
        this.application = workplace.application();
    }

    void stamp(int number) {
        application.checked(number);
        workplace.connected(link -> {
            Set<Integer> told = rows(workplace.ledger().history(link));
            return written(link, (state, sequence) -> stamped(state, number, told));
        });
    }

    void baseline(int number) {
        application.checked(number);
        workplace.connected(link -> {
            Optional<LedgerEntry> entry = workplace.ledger().read(link);
            if (entry.isPresent() && entry.get().state().head().number() > 0) {
                throw new HistoryException(
                        application.where(),
                        "the database has a ledger already, at migration "
                                + entry.get().state().head().number(),
                        "A baseline is where a history begins. To correct a ledger, stamp it.");
            }
            requireSame(new Comparison(workplace).check(link, number), number);
            return written(link, (state, sequence) -> stamped(state, number, Set.of()));
        });
    }

    private void requireSame(Drift drift, int number) {
        if (!drift.isEmpty()) {
            throw new HistoryException(
                    application.where(),
                    "the database is not as migration " + number + " leaves it: "
                            + drift.differences().stream().map(Object::toString).collect(Collectors.joining("; ")),
                    "Mend the differences, on either side; or stamp the database, and look at the drift afterwards.");
        }
    }

    List<Integer> repair(Repair repair) {
        return workplace.connected(link -> {
            List<Integer> repaired = new ArrayList<>();
            written(link, (state, sequence) -> {
                LedgerState mended = state;
                repaired.clear();
                for (int step : state.doing()) {
                    mended = repair == Repair.DONE ? mended.done(step) : mended.again(step);
                    repaired.add(step);
                }
                return mended;
            });
            return List.copyOf(repaired);
        });
    }

    Optional<String> unlock() {
        return workplace.connected(workplace.ledger()::unlock);
    }

    private LedgerState stamped(LedgerState state, int number, Set<Integer> told) {
        List<HistoryRow> rows = new ArrayList<>();
        for (int each = 1; each <= number; each++) {
            if (!told.contains(each)) {
                rows.add(new HistoryRow(
                        each,
                        application.migration(each).title(),
                        application.migration(each).hash(),
                        workplace.options().clock().instant(),
                        workplace.options().author(),
                        0));
            }
        }
        return state.stamped(application.head(number), rows);
    }

    private static Set<Integer> rows(History history) {
        return history.rows().stream().map(HistoryRow::number).collect(Collectors.toSet());
    }

    private boolean written(Link link, Transition transition) {
        String profile = workplace
                .ledger()
                .read(link)
                .map(entry -> entry.state().profile())
                .orElse("");
        try (Holding holding = workplace.ledger().acquire(link, profile)) {
            holding.release(transition);
            return true;
        }
    }
}
