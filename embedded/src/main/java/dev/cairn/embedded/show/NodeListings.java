package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.session.ServerVariables;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.profile.ServerProfile.ClusterResources;
import dev.cairn.sql.cluster.ClusterObjectKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Lists the simulated nodes, which are all alive, and the settings and storage volumes of the cluster. Clients and
 * tools query these lists before anything else.
 */
record NodeListings(SessionSnapshot snapshot, Instant now) {
    /** The ids of backends and compute nodes are greater than this number. */
    private static final int NODE_ID_OFFSET = 10_000;

    /** Lists the settings of the frontend that tools ask for. */
    Listing listFrontendSettings(TokenReader tokens) {
        Predicate<String> likePredicate = name -> true;
        if (tokens.accept("LIKE")) {
            likePredicate = ShowLikePattern.of(tokens.readText(), true)::matches;
        }
        Listing listing = snapshot.createListing("ADMIN SHOW FRONTEND CONFIG");
        String runMode = snapshot.profile().isSharedData() ? "shared_data" : "shared_nothing";
        int replicaCount = snapshot.profile().defaultReplicaCount();
        for (Map.Entry<String, String> settingEntry : List.of(
                Map.entry("access_control", snapshot.state().accounts().accessControl()),
                Map.entry("default_replication_num", Integer.toString(replicaCount)),
                Map.entry("run_mode", runMode))) {
            if (likePredicate.test(settingEntry.getKey())) {
                listing.addRow(
                        settingEntry.getKey(),
                        settingEntry.getValue(),
                        !settingEntry.getKey().equals("run_mode"));
            }
        }
        return listing;
    }

    Listing listVolumes(TokenReader tokens) {
        ShowLikePattern likePattern = ShowLikePattern.read(tokens);
        Listing listing = snapshot.createListing("SHOW STORAGE VOLUMES");
        Set<String> volumeNames = new TreeSet<>(snapshot.profile().resources().volumes());
        volumeNames.addAll(new ClusterListings(snapshot).listVisibleNames(ClusterObjectKind.STORAGE_VOLUME));
        Stream.concat(Stream.of(ClusterResources.BUILTIN_VOLUME), volumeNames.stream())
                .filter(likePattern::matches)
                .forEach(listing::addRow);
        return listing;
    }

    Listing listFrontends() {
        String time = ListingFormat.formatTime(now);
        int httpPort = snapshot.state().ports().httpPort();
        return snapshot.createListing("SHOW FRONTENDS")
                .addRow(httpPort, snapshot.state().ports().queryPort(), time, time, version());
    }

    /** Lists the backends. A shared-data server has compute nodes instead. */
    Listing listBackends() {
        Listing listing = snapshot.createListing("SHOW BACKENDS");
        String time = ListingFormat.formatTime(now);
        String status = "{\"lastSuccessReportTabletsTime\":\"" + time + "\"}";
        int backendCount =
                snapshot.profile().isSharedData() ? 0 : snapshot.profile().backendCount();
        for (int nodeNumber = 1; nodeNumber <= backendCount; nodeNumber++) {
            listing.addRow(
                    NODE_ID_OFFSET + nodeNumber,
                    address(nodeNumber),
                    time,
                    time,
                    version(),
                    status,
                    locationLabel(nodeNumber));
        }
        return listing;
    }

    /**
     * Returns the location label of a backend; empty if the cluster has no labels. The labels are assigned to the
     * backends in turn.
     */
    private String locationLabel(int nodeNumber) {
        List<String> labels =
                new ArrayList<>(new TreeSet<>(snapshot.profile().resources().labels()));
        return labels.isEmpty() ? "" : labels.get((nodeNumber - 1) % labels.size());
    }

    Listing listComputeNodes() {
        Listing listing = snapshot.createListing("SHOW COMPUTE NODES");
        String time = ListingFormat.formatTime(now);
        int nodeCount = snapshot.profile().isSharedData() ? snapshot.profile().backendCount() : 0;
        for (int nodeNumber = 1; nodeNumber <= nodeCount; nodeNumber++) {
            listing.addRow(NODE_ID_OFFSET + nodeNumber, address(nodeNumber), time, time, version(), nodeNumber);
        }
        return listing;
    }

    private static String address(int nodeNumber) {
        return "127.0.0." + nodeNumber;
    }

    private String version() {
        return ServerVariables.versionComment(snapshot.profile());
    }
}
