package dev.cairn.internal.run.step;

import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.reflection.ShownText;
import dev.cairn.plan.part.ObjectName;
import java.time.Duration;

/**
 * The definition that a step has just found on the server when it confirmed its effect. The step right after it does
 * not ask for the same definition again.
 *
 * @param stopwatch started before the server was asked
 */
public record ObservedDefinition(ObjectName name, ShownText text, Stopwatch stopwatch) {
    /** A definition is current for this part of a lease, for which the ledger relies on a check of its owner, too. */
    private static final int MAX_AGES_PER_LEASE = 100;

    /** Returns whether this is the definition of an object, and so recent that the server need not be asked again. */
    boolean isCurrent(ObjectName object, Duration lease) {
        return name.equals(object) && stopwatch.elapsed().toMillis() < lease.toMillis() / MAX_AGES_PER_LEASE;
    }
}
