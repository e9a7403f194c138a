package dev.cairn.engine;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.sql.Statement;

/** Applies statements as a server of one profile would. */
public final class Engine {
    private final ServerProfile profile;

    public Engine(ServerProfile profile) {
        this.profile = profile;
    }

    public ServerProfile profile() {
        return profile;
    }

    /**
     * The catalog after the statement.
     *
     * @throws Refusal with the server's error, and nothing is changed
     */
    public Applied apply(Catalog catalog, Session session, Statement statement) {
        return new Applied(catalog, session, Cost.IMMEDIATE);
    }
}
