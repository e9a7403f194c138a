package dev.cairn.cli.definition;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.link.Address;
import dev.cairn.internal.link.Link;
import dev.cairn.internal.link.Links;
import dev.cairn.internal.link.Refused;
import dev.cairn.internal.look.Drift;
import dev.cairn.internal.look.DriftCheck;
import dev.cairn.internal.look.Gap;
import dev.cairn.internal.look.Live;
import dev.cairn.internal.look.LiveServer;
import dev.cairn.internal.look.Reflection;
import dev.cairn.plan.part.ObjectName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** A database of a server, at which one looks. */
public final class LiveDatabase {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final Links links;

    public LiveDatabase(Address address) {
        this.links = new Links(address, address.toString(), Ticker.system());
    }

    /**
     * All that it holds, but for what Cairn itself keeps there.
     *
     * @param besides further databases of the server
     */
    public Definitions definitions(List<String> besides) {
        return connected((link, profile) -> {
            String database = links.database(link);
            List<String> databases = new ArrayList<>(List.of(database));
            databases.addAll(besides);
            Live live = new Reflection(links, profile).everything(link, databases);
            ServerProfile replicated = profile.withReplicas(replicas(link, profile), profile.backends());
            ServerProfile needed = LooseProfile.needed(replicated, live.catalog());
            List<Unknown> unknown = live.gaps().stream()
                    .map(gap -> new Unknown("the server", gap.object().toString(), gap.why(), List.of(gap.object())))
                    .toList();
            return new Definitions(needed, database, live.catalog(), unknown, List.of());
        });
    }

    /** How many replicas the server gives to a table that does not say it; the usual number, where the user may not ask. */
    private static int replicas(Link link, ServerProfile profile) {
        try {
            return link.rows("ADMIN SHOW FRONTEND CONFIG LIKE 'default_replication_num'").stream()
                    .findFirst()
                    .map(row -> Integer.parseInt(String.valueOf(row.get(2))))
                    .orElse(profile.defaultReplicas());
        } catch (Refused | NumberFormatException notTold) {
            LOG.log(Level.DEBUG, "The server does not tell its default_replication_num", notTold);
            return profile.defaultReplicas();
        }
    }

    /**
     * In what it is not as it should be; what it holds besides is left alone.
     *
     * @param excluded objects that are taken for what they should be
     */
    Drift drift(Catalog wanted, Set<ObjectName> excluded) {
        return connected((link, profile) -> {
            Live live = new Reflection(links, profile).all(link, wanted);
            return new DriftCheck(profile, links.database(link)).between(without(live, excluded), wanted);
        });
    }

    private static Live without(Live live, Set<ObjectName> excluded) {
        List<Gap> gaps = new ArrayList<>(live.gaps());
        excluded.forEach(name -> gaps.add(new Gap(name, "it is not compared")));
        Catalog catalog = ObjectFilter.only(live.catalog(), name -> !excluded.contains(name));
        return new Live(catalog, gaps, live.others(), live.staged());
    }

    public String database() {
        return connected((link, profile) -> links.database(link));
    }

    private <T> T connected(BiFunction<Link, ServerProfile, T> work) {
        try (Link link = links.open()) {
            LiveServer server = LiveServer.at(link, links.database(link));
            return work.apply(link, server.profile(ServerProfile.DEFAULT));
        }
    }
}
