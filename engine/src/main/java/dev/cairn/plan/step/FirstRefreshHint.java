package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;

/**
 * A hint that a materialized view was created with another mode of the first refresh, IMMEDIATE or DEFERRED, than the
 * declared one. The server ignores the mode in ALTER MATERIALIZED VIEW.
 *
 * @param isDeferred whether the declared mode is DEFERRED
 */
public record FirstRefreshHint(ObjectName object, boolean isDeferred) implements PlanHint {
    @Override
    public String toString() {
        String declaredMode = isDeferred ? "DEFERRED" : "IMMEDIATE";
        String previousMode = isDeferred ? "IMMEDIATE" : "DEFERRED";
        return object + ": the first refresh was " + previousMode + " and is declared " + declaredMode
                + "; it is in the past, and the server ignores " + declaredMode + " in ALTER MATERIALIZED VIEW";
    }
}
