package dev.cairn.embedded.show;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.RoutineLoadState;
import dev.cairn.embedded.state.StoppedRoutineLoad;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.engine.cluster.ClusterListing;
import dev.cairn.engine.cluster.ClusterObjectRules;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers SHOW statements about Routine Loads. Lists contain only loads of tables into which the user may insert. */
record RoutineLoadListings(SessionSnapshot snapshot) {
    /** Answers {@code SHOW ROUTINE LOAD [FROM database | FOR [database.]name]}. */
    Listing listLoads(TokenReader tokens) {
        return createListing(tokens, false);
    }

    /**
     * Answers {@code SHOW ALL ROUTINE LOAD [FROM database | FOR [database.]name]}, which also lists loads that were
     * stopped. A server does not list the loads of dropped tables.
     */
    Listing listAllLoads(TokenReader tokens) {
        return createListing(tokens, true);
    }

    private Listing createListing(TokenReader tokens, boolean includesHistory) {
        Listing listing = snapshot.listingFactory().createListing("SHOW ROUTINE LOAD");
        boolean namesOneLoad = tokens.accept("FOR");
        LoadFilter requestedName = namesOneLoad ? readName(tokens) : readDatabaseName(tokens);
        for (ClusterObject load : listLoadsOfDatabase(requestedName.databaseName())) {
            if ((!namesOneLoad || load.name().equals(requestedName.loadName())) && maySee(load)) {
                addLoad(listing, load);
            }
        }
        if (includesHistory) {
            for (StoppedRoutineLoad stoppedLoad :
                    snapshot.state().routineLoads().stoppedLoads()) {
                ClusterObject load = stoppedLoad.definition();
                if (load.database().equals(requestedName.databaseName())
                        && (!namesOneLoad || load.name().equals(requestedName.loadName()))) {
                    snapshot.state()
                            .identities()
                            .findName(stoppedLoad.tableId())
                            .map(table -> load.withPart(ClusterPart.TABLE, table.name()))
                            .filter(this::maySee)
                            .ifPresent(currentLoad ->
                                    addLoad(listing, currentLoad, stoppedLoad.state(), Optional.of("STOPPED")));
                }
            }
        }
        if (namesOneLoad && listing.isEmpty()) {
            throw Refusal.ofAnalysis(
                    Span.NONE,
                    EmbeddedRule.ROUTINE_LOAD_NOT_FOUND,
                    requestedName.loadName(),
                    String.valueOf(requestedName.databaseName()),
                    includesHistory);
        }
        return listing;
    }

    private LoadFilter readDatabaseName(TokenReader tokens) {
        String databaseName = tokens.accept("FROM")
                ? tokens.readNameOrText()
                : snapshot.session().databaseName();
        tokens.expectEnd();
        return new LoadFilter(databaseName, "");
    }

    /** Answers {@code SHOW CREATE ROUTINE LOAD [database.]name}. The answer has no rows if the load does not exist. */
    Listing listCreateStatement(TokenReader tokens) {
        LoadFilter requestedName = readName(tokens);
        Listing listing = snapshot.listingFactory().createListing("SHOW CREATE ROUTINE LOAD");
        listLoadsOfDatabase(requestedName.databaseName()).stream()
                .filter(load -> load.name().equals(requestedName.loadName()))
                .map(load ->
                        ClusterObjectRules.of(ClusterObjectKind.ROUTINE_LOAD).show(load))
                .forEach(clusterListing ->
                        listing.addRow(clusterListing.rows().get(0).toArray()));
        return listing;
    }

    /** The name of a Routine Load and of its database; the name is empty if the statement names only a database. */
    private record LoadFilter(@Nullable String databaseName, String loadName) {}

    private LoadFilter readName(TokenReader tokens) {
        String firstPart = tokens.readName();
        LoadFilter name = tokens.accept(".")
                ? new LoadFilter(firstPart, tokens.readName())
                : new LoadFilter(snapshot.session().databaseName(), firstPart);
        tokens.expectEnd();
        return name;
    }

    private void addLoad(Listing listing, ClusterObject load) {
        RoutineLoadState loadState = snapshot.state().routineLoads().find(load).orElseThrow();
        addLoad(listing, load, loadState, Optional.empty());
    }

    /**
     * Adds the row of a load.
     *
     * @param finalState the state of a load that has ended; empty if the load has not ended
     */
    private static void addLoad(
            Listing listing, ClusterObject load, RoutineLoadState loadState, Optional<String> finalState) {
        ClusterListing clusterListing =
                ClusterObjectRules.of(ClusterObjectKind.ROUTINE_LOAD).list(List.of(load));
        Map<String, Object> valueByColumnName = new HashMap<>();
        for (int i = 0; i < clusterListing.columnNames().size(); i++) {
            valueByColumnName.put(
                    clusterListing.columnNames().get(i),
                    clusterListing.rows().get(0).get(i));
        }
        finalState.ifPresent(state -> valueByColumnName.put("State", state));
        valueByColumnName.put("Id", loadState.id());
        valueByColumnName.put("CreateTime", ListingFormat.formatTime(loadState.creationTime()));
        valueByColumnName.put("Progress", JsonWriter.COMPACT.format(loadState.formatProgress()));
        listing.addRowByNames(valueByColumnName::get);
    }

    /** Returns whether a server lists a load: its table exists, and the user has the privilege INSERT on it. */
    private boolean maySee(ClusterObject load) {
        return findTable(load)
                .filter(table -> snapshot.access()
                        .hasPrivilege(
                                Privilege.INSERT,
                                new SecuredObject(
                                        SecuredKind.TABLE,
                                        snapshot.catalog().databaseNameInGrants(load.database()),
                                        table.name())))
                .isPresent();
    }

    private Optional<DatabaseObject> findTable(ClusterObject load) {
        return DatabaseObject.find(
                snapshot.requireDatabase(load.database()), load.tableName().orElse(""));
    }

    /**
     * Returns all loads of a database into existing tables.
     *
     * @throws Refusal if no database is selected, or the database does not exist
     */
    private List<ClusterObject> listLoadsOfDatabase(@Nullable String databaseName) {
        if (databaseName == null) {
            throw Refusal.ofAnalysis(Span.NONE, ServerError.NO_DATABASE_SELECTED);
        }
        if (snapshot.findDatabase(databaseName).isEmpty()) {
            throw Refusal.ofAnalysis(Span.NONE, EmbeddedRule.ROUTINE_LOAD_DATABASE_NOT_FOUND, databaseName);
        }
        List<ClusterObject> loads = new ArrayList<>();
        for (ClusterObject object :
                snapshot.catalog().clusterObjects().objects().values()) {
            if (object.kind() == ClusterObjectKind.ROUTINE_LOAD
                    && object.database().equals(databaseName)
                    && findTable(object).isPresent()) {
                loads.add(object);
            }
        }
        return loads;
    }
}
