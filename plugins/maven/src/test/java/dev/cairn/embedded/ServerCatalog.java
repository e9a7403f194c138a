package dev.cairn.embedded;

import dev.cairn.catalog.Catalog;

/** Gives tests access to the catalog of an embedded server, which is not public. */
public final class ServerCatalog {
    private ServerCatalog() {}

    /** Returns the objects of the server as the engine knows them. */
    public static Catalog of(EmbeddedStarRocks server) {
        return server.state().catalog();
    }
}
