package dev.cairn.plan.step;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.context.Cost;
import dev.cairn.engine.context.Session;

/** An action that was applied, and its effects. */
public record SimulatedAction(
        Action action, Session session, Catalog before, Session sessionAfter, Catalog after, Cost cost) {
    public SimulatedAction marked(Marker marker) {
        return new SimulatedAction(action.marked(marker), session, before, sessionAfter, after, cost);
    }
}
