package dev.cairn.embedded.look;

import dev.cairn.embedded.session.Variables;
import dev.cairn.embedded.words.WordReader;
import dev.cairn.profile.ServerProfile.ClusterResources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers SHOW FRONTENDS, BACKENDS, COMPUTE NODES and STORAGE VOLUMES with simulated nodes, all of which are alive. */
final class NodeShows {
    private final SessionSnapshot snapshot;
    private final String now;
    private final String version;

    NodeShows(SessionSnapshot snapshot, Instant now) {
        this.snapshot = snapshot;
        this.now = SessionSnapshot.time(now);
        this.version = Variables.versionComment(snapshot.profile());
    }

    @Nullable
    ResultBuilder listing(WordReader words) {
        if (words.take("BACKENDS")) {
            return backends();
        }
        if (words.take("COMPUTE", "NODES")) {
            return computeNodes();
        }
        if (words.take("STORAGE", "VOLUMES")) {
            return volumes();
        }
        return words.take("FRONTENDS") ? frontends() : null;
    }

    private ResultBuilder volumes() {
        ResultBuilder listing = ResultBuilder.of("Storage Volume").row(ClusterResources.BUILTIN_VOLUME);
        new TreeSet<>(snapshot.profile().resources().volumes()).forEach(listing::row);
        return listing;
    }

    /** Returns the columns that backends and compute nodes share. A row is the number of a node. */
    private Listing<Integer> nodes(String idColumn) {
        return new Listing<Integer>()
                .column(idColumn, number -> 10_000 + number)
                .column("IP", number -> "127.0.0." + number)
                .constant("HeartbeatPort", 9050)
                .constant("BePort", 9060)
                .constant("HttpPort", 8040)
                .constant("BrpcPort", 8060)
                .constant("LastStartTime", now)
                .constant("LastHeartbeat", now)
                .constant("Alive", true)
                .constant("SystemDecommissioned", false)
                .constant("ClusterDecommissioned", false);
    }

    private static Listing<Integer> withWorkers(Listing<Integer> nodes) {
        return nodes.constant("StarletPort", 9070)
                .column("WorkerId", number -> number)
                .constant("WarehouseName", "default_warehouse");
    }

    private Stream<Integer> numbers() {
        return IntStream.rangeClosed(1, snapshot.profile().backends()).boxed();
    }

    /** Lists the backends. A shared-data server has compute nodes instead. */
    private ResultBuilder backends() {
        Listing<Integer> backends = nodes("BackendId")
                .constant("TabletNum", 0)
                .constant("DataUsedCapacity", "0.000 B")
                .constant("AvailCapacity", "100.000 GB")
                .constant("TotalCapacity", "100.000 GB")
                .constant("UsedPct", "0.00 %")
                .constant("MaxDiskUsedPct", "0.00 %")
                .constant("ErrMsg", "")
                .constant("Version", version)
                .constant("Status", "{\"lastSuccessReportTabletsTime\":\"" + now + "\"}")
                .constant("DataTotalCapacity", "100.000 GB")
                .constant("DataUsedPct", "0.00 %")
                .constant("CpuCores", 8)
                .constant("MemLimit", "16.000GB")
                .constant("NumRunningQueries", 0)
                .constant("MemUsedPct", "0.00 %")
                .constant("CpuUsedPct", "0.0 %")
                .constant("DataCacheMetrics", "N/A")
                .column("Location", this::location)
                .constant("StatusCode", "OK");
        return snapshot.profile().sharedData() ? withWorkers(backends).of(Stream.of()) : backends.of(numbers());
    }

    /** Returns the location of a backend. The labels are assigned to the backends in turn. */
    private String location(int number) {
        List<String> labels =
                new ArrayList<>(new TreeSet<>(snapshot.profile().resources().labels()));
        return labels.isEmpty() ? "" : labels.get((number - 1) % labels.size());
    }

    private ResultBuilder computeNodes() {
        Listing<Integer> computeNodes = nodes("ComputeNodeId")
                .constant("ErrMsg", "")
                .constant("Version", version)
                .constant("CpuCores", 8)
                .constant("MemLimit", "16.000GB")
                .constant("NumRunningQueries", 0)
                .constant("MemUsedPct", "0.00 %")
                .constant("CpuUsedPct", "0.0 %")
                .constant("DataCacheMetrics", "N/A")
                .constant("HasStoragePath", true)
                .constant("StatusCode", "OK");
        return snapshot.profile().sharedData()
                ? withWorkers(computeNodes).constant("TabletNum", 0).of(numbers())
                : computeNodes.of(Stream.of());
    }

    private ResultBuilder frontends() {
        return new Listing<SessionSnapshot>()
                .constant("Id", 1)
                .constant("Name", "embedded")
                .constant("IP", "127.0.0.1")
                .constant("EditLogPort", 9010)
                .constant("HttpPort", snapshot.state().ports().http())
                .constant("QueryPort", snapshot.state().ports().query())
                .constant("RpcPort", 9020)
                .constant("Role", "LEADER")
                .constant("ClusterId", 1)
                .constant("Join", "true")
                .constant("Alive", "true")
                .constant("ReplayedJournalId", 1)
                .constant("LastHeartbeat", now)
                .constant("IsHelper", "true")
                .constant("ErrMsg", "")
                .constant("StartTime", now)
                .constant("Version", version)
                .of(Stream.of(snapshot));
    }
}
