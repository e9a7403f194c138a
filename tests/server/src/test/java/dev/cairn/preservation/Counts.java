package dev.cairn.preservation;

import dev.cairn.preservation.PreservationServer.Outcome;
import dev.cairn.preservation.PreservationServer.Result;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The numbers of tried changes. */
final class Counts {
    private final Map<Outcome, Integer> outcomes = new TreeMap<>();
    private final Map<Object, Integer> changes = new TreeMap<>();
    private int rows;
    private int announced;

    void add(Result result, List<? extends Enum<?>> kinds) {
        rows += result.rows();
        outcomes.merge(result.outcome(), 1, Integer::sum);
        announced += result.announced() ? 1 : 0;
        kinds.forEach(kind -> changes.merge(kind, 1, Integer::sum));
    }

    int pairs() {
        return outcomes.values().stream().mapToInt(Integer::intValue).sum();
    }

    int of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    /** Pairs whose plan required consent to a loss. */
    int announced() {
        return announced;
    }

    @Override
    public String toString() {
        return pairs() + " pairs " + outcomes + ", " + announced + " with announced losses, " + rows + " rows"
                + (changes.isEmpty() ? "" : ", changes " + changes);
    }
}
