package dev.cairn.preservation;

import dev.cairn.preservation.PreservationServer.Outcome;
import dev.cairn.preservation.PreservationServer.Result;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the migrated pairs of tables by outcome, and the changes between them by kind. */
final class ChangeCounts {
    private final Map<Outcome, Integer> countsByOutcome = new TreeMap<>();
    private final Map<Object, Integer> countsByKind = new TreeMap<>();
    private int rowCount;
    private int announcedLossCount;

    void add(Result result, List<? extends Enum<?>> kinds) {
        rowCount += result.rowCount();
        countsByOutcome.merge(result.outcome(), 1, Integer::sum);
        announcedLossCount += result.isLossAnnounced() ? 1 : 0;
        kinds.forEach(kind -> countsByKind.merge(kind, 1, Integer::sum));
    }

    int countPairs() {
        return countsByOutcome.values().stream().mapToInt(Integer::intValue).sum();
    }

    int countPairs(Outcome outcome) {
        return countsByOutcome.getOrDefault(outcome, 0);
    }

    /** Returns the number of pairs whose plan announced a loss. */
    int announcedLossCount() {
        return announcedLossCount;
    }

    @Override
    public String toString() {
        return countPairs() + " pairs " + countsByOutcome + ", " + announcedLossCount + " with announced losses, "
                + rowCount + " rows" + (countsByKind.isEmpty() ? "" : ", changes " + countsByKind);
    }
}
