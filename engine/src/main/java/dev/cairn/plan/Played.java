package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Cost;
import dev.cairn.engine.Session;

/** An action that was taken, and what it did. */
record Played(Action action, Session session, Catalog before, Session sessionAfter, Catalog after, Cost cost) {
    Played marked(Marker marker) {
        return new Played(action.marked(marker), session, before, sessionAfter, after, cost);
    }
}
