package dev.cairn.plan.step;

import dev.cairn.plan.part.ObjectName;

/**
 * The declared moment of the first refresh of a materialized view, IMMEDIATE or DEFERRED, is not the one with which
 * the view was created. The server ignores the moment in ALTER MATERIALIZED VIEW.
 *
 * @param isDeferred whether DEFERRED is desired
 */
public record FirstRefreshHint(ObjectName object, boolean isDeferred) implements PlanHint {
    @Override
    public String toString() {
        String declaredMode = isDeferred ? "DEFERRED" : "IMMEDIATE";
        String currentMode = isDeferred ? "IMMEDIATE" : "DEFERRED";
        return object + ": the first refresh was " + currentMode + " and is declared " + declaredMode
                + "; it is in the past, and the server ignores " + declaredMode + " in ALTER MATERIALIZED VIEW";
    }
}
