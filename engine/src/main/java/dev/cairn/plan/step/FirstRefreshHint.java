package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;

/**
 * A hint that a materialized view was created with another mode of the first refresh, IMMEDIATE or DEFERRED, than the
 * declared one. The server ignores the mode in ALTER MATERIALIZED VIEW.
 *
 * @param isDeclaredDeferred whether the declared mode is DEFERRED
 */
public record FirstRefreshHint(ObjectName objectName, boolean isDeclaredDeferred) implements PlanHint {
    @Override
    public String toString() {
        String declaredMode = isDeclaredDeferred ? "DEFERRED" : "IMMEDIATE";
        String previousMode = isDeclaredDeferred ? "IMMEDIATE" : "DEFERRED";
        return objectName + ": the first refresh was " + previousMode + " and is declared " + declaredMode
                + "; it is in the past, and the server ignores " + declaredMode + " in ALTER MATERIALIZED VIEW";
    }
}
