package dev.cairn;

import dev.cairn.server.ledger.LedgerState;
import dev.cairn.server.ledger.Run;
import dev.cairn.server.ledger.Transition;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;

/**
 * Steps that have ended and wait for the next transition, for a sign of life to write them down if it comes first. To write
 * them twice does no harm.
 *
 * <p>It takes no lock: who writes to the ledger may hold one that a step waits for.
 */
final class Noted implements Transition {
    private volatile Steps steps = new Steps(Run.Direction.UPGRADE, 0, "", Set.of(), Collections.emptySortedMap());

    /**
     * What has ended.
     *
     * @param hash of the migration
     * @param ended of this migration, all that the ledger may not know
     * @param texts the hashes of the texts of all its steps
     */
    record Steps(
            Run.Direction direction, int migration, String hash, Set<Integer> ended, SortedMap<Integer, String> texts) {
        Steps {
            ended = Set.copyOf(ended);
        }

        private boolean areOf(Run run) {
            return run.direction() == direction && run.number() == migration;
        }
    }

    void ended(Steps now) {
        steps = now;
    }

    @Override
    public LedgerState next(LedgerState old, long sequence) {
        Steps now = steps;
        if (old.run().filter(now::areOf).isEmpty()) {
            return old;
        }
        LedgerState state = old;
        for (int step : now.ended()) {
            state = state.done(step);
        }
        return state.goingOnWith(now.hash(), now.texts());
    }
}
