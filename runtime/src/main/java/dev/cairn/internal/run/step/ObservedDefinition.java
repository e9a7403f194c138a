package dev.cairn.internal.run.step;

import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.reflection.ShownText;
import dev.cairn.plan.part.ObjectName;
import java.time.Duration;

/**
 * The definition that a step has just found on the server when it confirmed its effect. The step right after it does
 * not ask for the same definition again.
 *
 * @param stopwatch started before the definition was read
 */
public record ObservedDefinition(ObjectName name, ShownText text, Stopwatch stopwatch) {
    /** Returns whether this is the definition of an object, and so recent that it need not be read again. */
    boolean isCurrent(ObjectName object, Duration maxAge) {
        return name.equals(object) && stopwatch.elapsed().compareTo(maxAge) < 0;
    }
}
