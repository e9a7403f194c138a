package dev.cairn.tooling.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.Address;
import dev.cairn.internal.link.ConnectionFactory;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.look.DriftCheck;
import dev.cairn.internal.look.DriftReport;
import dev.cairn.internal.look.LiveSchema;
import dev.cairn.internal.look.LiveServer;
import dev.cairn.internal.look.Reflection;
import dev.cairn.internal.look.ReflectionGap;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.profile.ServerProfile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads the definitions of a live database. */
public final class LiveDatabase {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final ConnectionFactory links;

    public LiveDatabase(Address address) {
        this.links = new ConnectionFactory(address, address.toString(), Ticker.system());
    }

    /**
     * Returns the definitions of all objects, except those of Cairn's own ledger.
     *
     * @param further names of further databases of the server
     */
    public SourceDefinitions definitions(List<String> further) {
        return connected((link, profile) -> {
            String database = links.database(link);
            List<String> databases = new ArrayList<>(List.of(database));
            databases.addAll(further);
            LiveSchema live = new Reflection(links, profile).everything(link, databases);
            ServerProfile replicated = profile.withReplicas(replicas(link, profile), profile.backends());
            List<UnknownDefinition> unknown = live.gaps().stream()
                    .map(gap -> new UnknownDefinition(
                            "the server", gap.object().toString(), gap.why(), List.of(gap.object())))
                    .toList();
            return SourceDefinitions.withNeededSwitches(replicated, database, live.catalog(), unknown, List.of());
        });
    }

    /** The server's default number of replicas; the usual default if the user may not query it. */
    private static int replicas(ServerConnection link, ServerProfile profile) {
        try {
            return link.rows("ADMIN SHOW FRONTEND CONFIG LIKE 'default_replication_num'").stream()
                    .findFirst()
                    .map(row -> Integer.parseInt(String.valueOf(row.get(2))))
                    .orElse(profile.defaultReplicas());
        } catch (ServerRefusalException | NumberFormatException notTold) {
            LOG.log(Level.DEBUG, "The server does not report its default_replication_num", notTold);
            return profile.defaultReplicas();
        }
    }

    /**
     * Compares the objects of a catalog with the live ones. Other live objects are ignored.
     *
     * @param excluded objects that count as equal
     */
    DriftReport drift(Catalog expected, Set<ObjectName> excluded) {
        return connected((link, profile) -> {
            LiveSchema live = new Reflection(links, profile).all(link, expected);
            return new DriftCheck(profile, links.database(link)).between(without(live, excluded), expected);
        });
    }

    private static LiveSchema without(LiveSchema live, Set<ObjectName> excluded) {
        List<ReflectionGap> gaps = new ArrayList<>(live.gaps());
        excluded.forEach(name -> gaps.add(new ReflectionGap(name, "it is not compared")));
        Catalog catalog = SchemaObject.only(live.catalog(), name -> !excluded.contains(name));
        return new LiveSchema(catalog, gaps, live.others(), live.staged());
    }

    /**
     * Reads sizes and running work. The user needs no privileges other than those on the tables; what the user may not read is absent.
     *
     * @param schema the name of the database in the schema; its tables are read from the database of the address
     * @param names the tables and materialized views of the schema; those that do not exist on the server have no figures
     */
    public LiveFigures figures(String schema, Collection<ObjectName> names) {
        return connected((link, profile) ->
                new LiveFigureReader(link, profile.sharedData()).read(names, schema, links.database(link)));
    }

    public String database() {
        return connected((link, profile) -> links.database(link));
    }

    private <T> T connected(BiFunction<ServerConnection, ServerProfile, T> work) {
        try (ServerConnection link = links.open()) {
            LiveServer server = LiveServer.at(link, links.database(link));
            return work.apply(link, server.profile(ServerProfile.DEFAULT));
        }
    }
}
