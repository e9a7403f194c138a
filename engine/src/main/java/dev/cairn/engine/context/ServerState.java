package dev.cairn.engine.context;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.profile.ServerProfile;

/** The state of the server that a statement is applied to: the server's profile, its catalog, and the session. */
public record ServerState(ServerProfile profile, Catalog catalog, Session session) {
    public StatementResult unchanged() {
        return new StatementResult(catalog, session, Cost.IMMEDIATE);
    }

    public StatementResult changed(Catalog after) {
        return changed(after, Cost.IMMEDIATE);
    }

    public StatementResult changed(Catalog after, Cost cost) {
        return new StatementResult(after, session, cost);
    }

    public StatementResult changed(Database database) {
        return changed(catalog.with(database));
    }

    public StatementResult changed(Database database, Cost cost) {
        return changed(catalog.with(database), cost);
    }
}
