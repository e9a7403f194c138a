package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.ShowFilter;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Lists the rows of the SHOW statements that the engine keeps as text. */
public record OpaqueShowListings(SessionSnapshot snapshot, Collection<ServerSession> sessions, Instant now) {
    /** The statements that the engine keeps as text, by their first words. */
    private static final Map<String, ListingSource> SOURCE_BY_KEYWORDS = Map.ofEntries(
            Map.entry("SHOW PROCESSLIST", (shows, tokens) -> shows.listProcesses(false, tokens)),
            Map.entry("SHOW FULL PROCESSLIST", (shows, tokens) -> shows.listProcesses(true, tokens)),
            Map.entry("SHOW GRANTS", (shows, tokens) -> new AccountListings(shows.snapshot).listGrants(tokens)),
            Map.entry(
                    "SHOW ALL AUTHENTICATION",
                    (shows, tokens) -> new AccountListings(shows.snapshot).listAuthentications(true, tokens)),
            Map.entry(
                    "SHOW AUTHENTICATION",
                    (shows, tokens) -> new AccountListings(shows.snapshot).listAuthentications(false, tokens)),
            Map.entry("SHOW ROLES", (shows, tokens) -> new AccountListings(shows.snapshot).listRoles()),
            Map.entry("SHOW USERS", (shows, tokens) -> new AccountListings(shows.snapshot).listUsers()),
            Map.entry("SHOW USER", (shows, tokens) -> new AccountListings(shows.snapshot).listUsers()),
            Map.entry("SHOW ANALYZE STATUS", (shows, tokens) -> new StatisticsListings(shows.snapshot).listRuns()),
            Map.entry("SHOW DATA", (shows, tokens) -> new DataSizeListings(shows.snapshot).listDataSizes(tokens)),
            Map.entry("SHOW TRANSACTION", (shows, tokens) -> new LoadListings(shows.snapshot).listTransaction(tokens)),
            Map.entry(
                    "SHOW ALL ROUTINE LOAD",
                    (shows, tokens) -> new RoutineLoadListings(shows.snapshot).listAllLoads(tokens)),
            Map.entry(
                    "SHOW ROUTINE LOAD", (shows, tokens) -> new RoutineLoadListings(shows.snapshot).listLoads(tokens)),
            Map.entry(
                    "SHOW CREATE ROUTINE LOAD",
                    (shows, tokens) -> new RoutineLoadListings(shows.snapshot).listCreateStatement(tokens)),
            Map.entry("SHOW PROC", (shows, tokens) -> new ProcListings(shows.snapshot).listPath(tokens.readText())),
            Map.entry(
                    "SHOW FRONTENDS",
                    (shows, tokens) -> shows.createNodeListings().listFrontends()),
            Map.entry(
                    "SHOW BACKENDS",
                    (shows, tokens) -> shows.createNodeListings().listBackends()),
            Map.entry(
                    "SHOW COMPUTE NODES",
                    (shows, tokens) -> shows.createNodeListings().listComputeNodes()),
            Map.entry(
                    "SHOW STORAGE VOLUMES",
                    (shows, tokens) -> shows.createNodeListings().listVolumes(tokens)),
            Map.entry("SHOW WAREHOUSES", (shows, tokens) -> shows.listWarehouses()),
            Map.entry(
                    "SHOW CATALOGS",
                    (shows, tokens) -> shows.createClusterListings().listCatalogs(tokens)),
            Map.entry(
                    "SHOW CREATE CATALOG",
                    (shows, tokens) ->
                            shows.createClusterListings().showObject(ClusterObjectKind.EXTERNAL_CATALOG, tokens)),
            Map.entry("SHOW VERBOSE RESOURCE GROUPS", (shows, tokens) -> {
                tokens.accept("ALL");
                return shows.createClusterListings().listObjects(ClusterObjectKind.RESOURCE_GROUP);
            }),
            Map.entry(
                    "SHOW VERBOSE RESOURCE GROUP",
                    (shows, tokens) ->
                            shows.createClusterListings().showObject(ClusterObjectKind.RESOURCE_GROUP, tokens)),
            Map.entry("SHOW RESOURCE GROUPS", (shows, tokens) -> {
                tokens.accept("ALL");
                return shows.createClusterListings()
                        .addObjectsTo(
                                ClusterObjectKind.RESOURCE_GROUP, shows.snapshot.createListing("SHOW RESOURCE GROUPS"));
            }),
            Map.entry(
                    "SHOW RESOURCE GROUP",
                    (shows, tokens) -> shows.createClusterListings()
                            .addObjectTo(
                                    ClusterObjectKind.RESOURCE_GROUP,
                                    tokens,
                                    shows.snapshot.createListing("SHOW RESOURCE GROUPS"))),
            Map.entry(
                    "SHOW DICTIONARY",
                    (shows, tokens) -> shows.createClusterListings()
                            .addRequestedObjectsTo(
                                    ClusterObjectKind.DICTIONARY,
                                    tokens,
                                    shows.snapshot.createListing("SHOW DICTIONARY"))),
            Map.entry(
                    "SHOW FULL GLOBAL FUNCTIONS",
                    (shows, tokens) -> shows.createClusterListings()
                            .listFunctions(ClusterObjectKind.GLOBAL_FUNCTION, true, tokens)),
            Map.entry(
                    "SHOW FULL FUNCTIONS",
                    (shows, tokens) ->
                            shows.createClusterListings().listFunctions(ClusterObjectKind.FUNCTION, true, tokens)),
            Map.entry(
                    "SHOW GLOBAL FUNCTIONS",
                    (shows, tokens) -> shows.createClusterListings()
                            .listFunctions(ClusterObjectKind.GLOBAL_FUNCTION, false, tokens)),
            Map.entry(
                    "SHOW FUNCTIONS",
                    (shows, tokens) ->
                            shows.createClusterListings().listFunctions(ClusterObjectKind.FUNCTION, false, tokens)),
            Map.entry(
                    "ADMIN SHOW FRONTEND CONFIG",
                    (shows, tokens) -> shows.createNodeListings().listFrontendSettings(tokens)));

    @FunctionalInterface
    private interface ListingSource {
        Listing createListing(OpaqueShowListings showListings, TokenReader tokens);
    }

    /**
     * Returns the rows of a statement that the engine keeps as text, with the clauses after its first words. Like a
     * frontend, it ignores ORDER BY except in SHOW LOAD.
     *
     * @throws Refusal if the embedded server does not support the statement
     */
    public FilteredListing createListing(Statement.OpaqueStatement show) {
        TokenReader tokens = new TokenReader(show.text());
        if (tokens.accept("SHOW", "LOAD")) {
            return new LoadListings(snapshot).listLoads(tokens);
        }
        for (Map.Entry<String, ListingSource> sourceEntry : SOURCE_BY_KEYWORDS.entrySet()) {
            if (tokens.accept(sourceEntry.getKey().split(" ", -1))) {
                Listing listing = sourceEntry.getValue().createListing(this, tokens);
                ShowFilter filter = readFilter(tokens);
                return new FilteredListing(
                        listing, new ShowFilter(null, filter.where(), List.of(), filter.limit(), filter.offset()));
            }
        }
        // Statements that tools send to any MySQL server have constant rows.
        return ListingFactory.constantListingNames()
                .filter(name -> tokens.isAt(name.split(" ", -1)))
                .findFirst()
                .map(name -> new FilteredListing(snapshot.createListing(name), ShowFilter.NONE))
                .orElseThrow(() -> Refusal.ofAnalysis(
                        Span.NONE, EmbeddedRule.UNSUPPORTED, "'" + show.text().strip() + "'"));
    }

    /** Reads WHERE, ORDER BY and LIMIT, and requires that the statement then ends. */
    static ShowFilter readFilter(TokenReader tokens) {
        if (tokens.isAt("WHERE") || tokens.isAt("ORDER", "BY") || tokens.isAt("LIMIT")) {
            return Sql.parseShowFilter(tokens.readRemainder());
        }
        tokens.expectEnd();
        return ShowFilter.NONE;
    }

    private Listing listWarehouses() {
        if (!snapshot.profile().isSharedData()) {
            throw Refusal.ofExecution(Span.NONE, EmbeddedRule.SHARED_DATA_REQUIRED);
        }
        return snapshot.createListing("SHOW WAREHOUSES");
    }

    private NodeListings createNodeListings() {
        return new NodeListings(snapshot, now);
    }

    private Listing listProcesses(boolean isFull, TokenReader tokens) {
        String userName = tokens.accept("FOR") ? tokens.readText() : null;
        return new ProcessListing(snapshot, sessions, now).list(isFull, userName);
    }

    private ClusterListings createClusterListings() {
        return new ClusterListings(snapshot);
    }
}
