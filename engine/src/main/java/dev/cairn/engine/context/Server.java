package dev.cairn.engine.context;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ServerProfile;

/** A server as a statement meets it: what kind it is, what it holds, and what the connection has chosen. */
public record Server(ServerProfile profile, Catalog catalog, Session session) {
    public Applied unchanged() {
        return new Applied(catalog, session, Cost.IMMEDIATE);
    }

    public Applied changed(Catalog after) {
        return changed(after, Cost.IMMEDIATE);
    }

    public Applied changed(Catalog after, Cost cost) {
        return new Applied(after, session, cost);
    }

    public Applied changed(Database database) {
        return changed(catalog.with(database));
    }

    public Applied changed(Database database, Cost cost) {
        return changed(catalog.with(database), cost);
    }
}
