package dev.cairn.internal.run.step.evidence;

import dev.cairn.internal.Ticker.Stopwatch;
import dev.cairn.internal.reflection.ShowCreateAnswer;
import dev.cairn.plan.part.ObjectName;
import java.time.Duration;

/**
 * The definition in which a step has just found its effect on the server. The next step uses it instead of reading the
 * definition again, unless it is too old.
 *
 * @param stopwatch started before the definition was read
 */
public record ObservedDefinition(ObjectName name, ShowCreateAnswer showCreateAnswer, Stopwatch stopwatch) {
    /** Returns whether this is the definition of an object, and is recent enough not to be read again. */
    public boolean isCurrent(ObjectName objectName, Duration maxAge) {
        return name.equals(objectName) && stopwatch.elapsed().compareTo(maxAge) < 0;
    }
}
