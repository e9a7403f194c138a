package dev.cairn.embedded.look;

import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.session.Variables;
import dev.cairn.embedded.words.WordReader;
import dev.cairn.profile.ClusterResources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers SHOW FRONTENDS, BACKENDS, COMPUTE NODES and STORAGE VOLUMES with simulated nodes, all of which are alive. */
final class NodeShows {
    private static final ResultColumnType COLUMN = ResultColumnType.varchar(30);
    private static final List<String> SHARED_COLUMNS = List.of("StarletPort", "WorkerId", "WarehouseName");
    private static final List<String> COMPUTE_NODE = List.of(
            "ComputeNodeId",
            "IP",
            "HeartbeatPort",
            "BePort",
            "HttpPort",
            "BrpcPort",
            "LastStartTime",
            "LastHeartbeat",
            "Alive",
            "SystemDecommissioned",
            "ClusterDecommissioned",
            "ErrMsg",
            "Version",
            "CpuCores",
            "MemLimit",
            "NumRunningQueries",
            "MemUsedPct",
            "CpuUsedPct",
            "DataCacheMetrics",
            "HasStoragePath",
            "StatusCode");
    private static final List<String> BACKEND = List.of(
            "BackendId",
            "IP",
            "HeartbeatPort",
            "BePort",
            "HttpPort",
            "BrpcPort",
            "LastStartTime",
            "LastHeartbeat",
            "Alive",
            "SystemDecommissioned",
            "ClusterDecommissioned",
            "TabletNum",
            "DataUsedCapacity",
            "AvailCapacity",
            "TotalCapacity",
            "UsedPct",
            "MaxDiskUsedPct",
            "ErrMsg",
            "Version",
            "Status",
            "DataTotalCapacity",
            "DataUsedPct",
            "CpuCores",
            "MemLimit",
            "NumRunningQueries",
            "MemUsedPct",
            "CpuUsedPct",
            "DataCacheMetrics",
            "Location",
            "StatusCode");

    private final SessionSnapshot snapshot;
    private final Instant now;

    NodeShows(SessionSnapshot snapshot, Instant now) {
        this.snapshot = snapshot;
        this.now = now;
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

    /** Lists the backends. A shared-data server has compute nodes instead. */
    private ResultBuilder backends() {
        if (snapshot.profile().sharedData()) {
            return shown(BACKEND, SHARED_COLUMNS);
        }
        ResultBuilder listing = shown(BACKEND, List.of());
        for (int number = 1; number <= snapshot.profile().backends(); number++) {
            listing.row(backend(number).toArray());
        }
        return listing;
    }

    private List<@Nullable Object> backend(int number) {
        String time = SessionSnapshot.time(now);
        List<@Nullable Object> row = new ArrayList<>(List.of(10_000 + number, "127.0.0." + number));
        row.addAll(List.of(9050, 9060, 8040, 8060, time, time, true, false, false, 0));
        row.addAll(List.of("0.000 B", "100.000 GB", "100.000 GB", "0.00 %", "0.00 %", ""));
        row.add(Variables.versionComment(snapshot.profile()));
        row.add("{\"lastSuccessReportTabletsTime\":\"" + time + "\"}");
        row.addAll(List.of("100.000 GB", "0.00 %", 8, "16.000GB", 0, "0.00 %", "0.0 %", "N/A", location(number), "OK"));
        return row;
    }

    /** Returns the location of a backend. The labels are assigned to the backends in turn. */
    private String location(int number) {
        List<String> labels =
                new ArrayList<>(new TreeSet<>(snapshot.profile().resources().labels()));
        return labels.isEmpty() ? "" : labels.get((number - 1) % labels.size());
    }

    private ResultBuilder computeNodes() {
        boolean shared = snapshot.profile().sharedData();
        ResultBuilder listing =
                shared ? shown(COMPUTE_NODE, SHARED_COLUMNS, "TabletNum") : shown(COMPUTE_NODE, List.of());
        for (int number = 1; shared && number <= snapshot.profile().backends(); number++) {
            listing.row(computeNode(number).toArray());
        }
        return listing;
    }

    private List<@Nullable Object> computeNode(int number) {
        String time = SessionSnapshot.time(now);
        List<@Nullable Object> row = new ArrayList<>(List.of(10_000 + number, "127.0.0." + number));
        row.addAll(List.of(9050, 9060, 8040, 8060, time, time, true, false, false, ""));
        row.add(Variables.versionComment(snapshot.profile()));
        row.addAll(List.of(8, "16.000GB", 0, "0.00 %", "0.0 %", "N/A", true, "OK"));
        row.addAll(List.of(9070, number, "default_warehouse", 0));
        return row;
    }

    private static ResultBuilder shown(List<String> columns, List<String> more, String... last) {
        return ResultBuilder.of(columns.toArray(String[]::new))
                .columns(COLUMN, more.toArray(String[]::new))
                .columns(COLUMN, last);
    }

    private ResultBuilder frontends() {
        String time = SessionSnapshot.time(now);
        return ResultBuilder.of(
                        "Id",
                        "Name",
                        "IP",
                        "EditLogPort",
                        "HttpPort",
                        "QueryPort",
                        "RpcPort",
                        "Role",
                        "ClusterId",
                        "Join",
                        "Alive",
                        "ReplayedJournalId",
                        "LastHeartbeat",
                        "IsHelper",
                        "ErrMsg",
                        "StartTime",
                        "Version")
                .row(
                        1,
                        "embedded",
                        "127.0.0.1",
                        9010,
                        snapshot.state().doors().http(),
                        snapshot.state().doors().query(),
                        9020,
                        "LEADER",
                        1,
                        "true",
                        "true",
                        1,
                        time,
                        "true",
                        "",
                        time,
                        Variables.versionComment(snapshot.profile()));
    }
}
