package dev.cairn.data;

import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hosts of a cluster's nodes, as the server lists them. */
final class ClusterNodes {
    private static final List<String> LISTINGS = List.of("SHOW FRONTENDS", "SHOW BACKENDS", "SHOW COMPUTE NODES");

    private ClusterNodes() {}

    /** Those of the listings that the user may ask for: each of them needs the privilege OPERATE or NODE. */
    static Set<String> hosts(ServerConnection link) {
        Set<String> hosts = new HashSet<>();
        for (String listing : LISTINGS) {
            for (Map<String, @Nullable String> node : nodes(link, listing)) {
                String host = node.get("IP");
                if (host != null) {
                    hosts.add(host);
                }
            }
        }
        return hosts;
    }

    private static List<Map<String, @Nullable String>> nodes(ServerConnection link, String listing) {
        try {
            return link.named(listing);
        } catch (ServerRefusalException refused) {
            if (refused.isDenied()) {
                return List.of();
            }
            throw refused;
        }
    }
}
