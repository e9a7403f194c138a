package dev.cairn;

import dev.cairn.server.ledger.LedgerState;
import dev.cairn.server.ledger.Run;
import dev.cairn.server.ledger.Transition;
import java.util.Set;

/**
 * Steps that have ended and wait for the next transition, for a sign of life to write them down if it comes first. To write
 * them twice does no harm.
 *
 * <p>It takes no lock: who writes to the ledger may hold one that a step waits for.
 */
final class Noted implements Transition {
    private volatile Steps steps = new Steps(Run.Direction.UPGRADE, 0, Set.of());

    private record Steps(Run.Direction direction, int migration, Set<Integer> ended) {}

    /** @param ended of this migration, all that the ledger may not know */
    void ended(Run.Direction direction, int migration, Set<Integer> ended) {
        steps = new Steps(direction, migration, Set.copyOf(ended));
    }

    @Override
    public LedgerState next(LedgerState old, long sequence) {
        Steps now = steps;
        boolean under = old.run()
                .filter(run -> run.direction() == now.direction() && run.number() == now.migration())
                .isPresent();
        LedgerState state = old;
        for (int step : now.ended()) {
            state = under ? state.done(step) : state;
        }
        return state;
    }
}
