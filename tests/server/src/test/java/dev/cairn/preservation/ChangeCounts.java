package dev.cairn.preservation;

import dev.cairn.preservation.PreservationServer.Outcome;
import dev.cairn.preservation.PreservationServer.Result;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The numbers of tried changes. */
final class ChangeCounts {
    private final Map<Outcome, Integer> outcomes = new TreeMap<>();
    private final Map<Object, Integer> changes = new TreeMap<>();
    private int rowCount;
    private int announcedCount;

    void add(Result result, List<? extends Enum<?>> kinds) {
        rowCount += result.rowCount();
        outcomes.merge(result.outcome(), 1, Integer::sum);
        announcedCount += result.isLossAnnounced() ? 1 : 0;
        kinds.forEach(kind -> changes.merge(kind, 1, Integer::sum));
    }

    int countPairs() {
        return outcomes.values().stream().mapToInt(Integer::intValue).sum();
    }

    int countPairs(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    /** Pairs whose plan required consent to a loss. */
    int announced() {
        return announcedCount;
    }

    @Override
    public String toString() {
        return countPairs() + " pairs " + outcomes + ", " + announcedCount + " with announced losses, " + rowCount
                + " rows" + (changes.isEmpty() ? "" : ", changes " + changes);
    }
}
