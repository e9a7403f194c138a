package dev.cairn.engine;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ServerProfile;

/** A server as a statement meets it: what kind it is, what it holds, and what the connection has chosen. */
record Server(ServerProfile profile, Catalog catalog, Session session) {
    Applied unchanged() {
        return new Applied(catalog, session, Cost.IMMEDIATE);
    }

    Applied changed(Catalog after) {
        return changed(after, Cost.IMMEDIATE);
    }

    Applied changed(Catalog after, Cost cost) {
        return new Applied(after, session, cost);
    }

    Applied changed(Database database) {
        return changed(catalog.with(database));
    }

    Applied changed(Database database, Cost cost) {
        return changed(catalog.with(database), cost);
    }
}
