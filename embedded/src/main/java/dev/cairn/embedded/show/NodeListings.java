package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.Listing;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.session.ServerVariables;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.profile.ServerProfile.ClusterResources;
import dev.cairn.sql.ast.ClusterObjectKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists the simulated nodes, which are all alive, their settings and volumes, and the sessions: clients and tools query
 * these lists before anything else.
 */
record NodeListings(SessionSnapshot snapshot, Collection<ServerSession> sessions, Instant now) {
    /** The number of characters of a statement that SHOW PROCESSLIST prints. */
    private static final int SHORT_INFO_LENGTH = 100;

    Listing listProcesses(boolean isFull, TokenReader tokens) {
        String userName = tokens.accept("FOR") ? tokens.readText() : null;
        Listing listing = snapshot.createListing("SHOW PROCESSLIST");
        sessions.stream()
                .filter(session -> userName == null || session.userName().name().equals(userName))
                .filter(session -> snapshot.access().isRoot()
                        || session.userName().equals(snapshot.session().userName()))
                .sorted(Comparator.comparing(session -> session.client().id()))
                .forEach(session -> listing.addRow(
                        session.client().id(),
                        session.userName().name(),
                        session.client().remoteAddress(),
                        Objects.requireNonNullElse(session.databaseName(), ""),
                        session.currentStatement() == null ? "Sleep" : "Query",
                        SessionSnapshot.formatTime(session.connectTime()),
                        Duration.between(session.commandStart(), now).toSeconds(),
                        formatInfo(session.currentStatement(), isFull)));
        return listing;
    }

    /** Returns the running statement. Only SHOW FULL PROCESSLIST prints its whole text. */
    private static String formatInfo(@Nullable String runningStatement, boolean isFull) {
        if (runningStatement == null) {
            return "";
        }
        return isFull
                ? runningStatement
                : runningStatement.substring(0, Math.min(runningStatement.length(), SHORT_INFO_LENGTH));
    }

    /** Lists the settings of the frontend that tools ask for. */
    Listing listSettings(TokenReader tokens) {
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
        String time = SessionSnapshot.formatTime(now);
        int httpPort = snapshot.state().ports().httpPort();
        return snapshot.createListing("SHOW FRONTENDS")
                .addRow(httpPort, snapshot.state().ports().queryPort(), time, time, version());
    }

    /** Lists the backends. A shared-data server has compute nodes instead. */
    Listing listBackends() {
        Listing listing = snapshot.createListing("SHOW BACKENDS");
        String time = SessionSnapshot.formatTime(now);
        String status = "{\"lastSuccessReportTabletsTime\":\"" + time + "\"}";
        int backendCount =
                snapshot.profile().isSharedData() ? 0 : snapshot.profile().backendCount();
        for (int nodeNumber = 1; nodeNumber <= backendCount; nodeNumber++) {
            listing.addRow(
                    10_000 + nodeNumber,
                    "127.0.0." + nodeNumber,
                    time,
                    time,
                    version(),
                    status,
                    assignLocationLabel(nodeNumber));
        }
        return listing;
    }

    /**
     * Returns the location label of a backend; empty if the cluster has no labels. The labels are assigned to the
     * backends in turn.
     */
    private String assignLocationLabel(int nodeNumber) {
        List<String> labels =
                new ArrayList<>(new TreeSet<>(snapshot.profile().resources().labels()));
        return labels.isEmpty() ? "" : labels.get((nodeNumber - 1) % labels.size());
    }

    Listing listComputeNodes() {
        Listing listing = snapshot.createListing("SHOW COMPUTE NODES");
        String time = SessionSnapshot.formatTime(now);
        int nodeCount = snapshot.profile().isSharedData() ? snapshot.profile().backendCount() : 0;
        for (int nodeNumber = 1; nodeNumber <= nodeCount; nodeNumber++) {
            listing.addRow(10_000 + nodeNumber, "127.0.0." + nodeNumber, time, time, version(), nodeNumber);
        }
        return listing;
    }

    private String version() {
        return ServerVariables.versionComment(snapshot.profile());
    }
}
