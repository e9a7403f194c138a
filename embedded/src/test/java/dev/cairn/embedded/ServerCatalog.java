package dev.cairn.embedded;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.state.SchemaChangeJob;
import java.util.List;

/** Gives tests the catalog and the jobs of an embedded server, which are not public. */
public final class ServerCatalog {
    private ServerCatalog() {}

    /** Returns the objects of the server as the engine knows them. */
    public static Catalog of(EmbeddedStarRocks server) {
        return server.state().catalog();
    }

    /** Returns the jobs that have not ended, the oldest first. */
    public static List<SchemaChangeJob> runningJobs(EmbeddedStarRocks server) {
        return server.state().jobs().runningWork();
    }
}
