package dev.cairn.engine.context;

import dev.cairn.analysis.CatalogSourceResolver;
import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.Set;

/** The state of the server to which a statement is applied: the server's profile, its catalog, and the session. */
public record ServerState(ServerProfile profile, Catalog catalog, Session session) {
    /** The resource groups that each server creates itself. Their properties can be changed. */
    public static final Set<String> BUILT_IN_RESOURCE_GROUPS = Set.of("default_wg", "default_mv_wg");

    /** Creates the analysis of queries against the catalog, in the database of the session. */
    public QueryAnalysis createQueryAnalysis() {
        return new QueryAnalysis(
                profile, new CatalogSourceResolver(profile, catalog, session.typeSettings()), session.databaseName());
    }

    public StatementResult unchangedResult() {
        return new StatementResult(catalog, session, ChangeCost.IMMEDIATE);
    }

    public StatementResult createResult(Catalog newCatalog) {
        return createResult(newCatalog, ChangeCost.IMMEDIATE);
    }

    public StatementResult createResult(Catalog newCatalog, ChangeCost cost) {
        return new StatementResult(newCatalog, session, cost);
    }

    public StatementResult createResult(Database database) {
        return createResult(catalog.withDatabase(database));
    }

    public StatementResult createResult(Database database, ChangeCost cost) {
        return createResult(catalog.withDatabase(database), cost);
    }

    /**
     * Returns whether a resource group exists: in the profile, in the catalog, or because every server creates it
     * itself. A shared-nothing server creates its own groups only after its backends have reported their number of
     * cores.
     */
    public boolean hasResourceGroup(String groupName) {
        return profile.resources().hasGroup(groupName)
                || catalog.clusterObjects()
                        .find(ClusterObjectKind.RESOURCE_GROUP, groupName)
                        .isPresent()
                || (profile.isSharedData() && BUILT_IN_RESOURCE_GROUPS.contains(groupName));
    }
}
