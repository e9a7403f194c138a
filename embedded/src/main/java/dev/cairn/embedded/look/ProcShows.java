package dev.cairn.embedded.look;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.embedded.job.JobKind;
import dev.cairn.embedded.job.JobState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.SchemaChangeJob;
import dev.cairn.sql.ast.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers SHOW PROC for the paths with the jobs of shared-data tables, some of which no SHOW ALTER lists. */
final class ProcShows {
    private final SessionSnapshot snapshot;

    ProcShows(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    ResultBuilder listing(String path) {
        List<String> parts = List.of(path.replaceAll("^/+|/+$", "").split("/"));
        if (parts.equals(List.of("dbs"))) {
            return databases();
        }
        if (parts.size() == 2 && parts.get(0).equals("dbs")) {
            return tables(database(parts.get(1), path));
        }
        if (parts.size() == 2 && parts.get(0).equals("jobs")) {
            return jobs(database(parts.get(1), path));
        }
        throw unknown(path);
    }

    private static Refusal unknown(String path) {
        return Refusal.analysis(
                Span.NONE, "Unknown proc node path: " + path + ". msg: The embedded server does not have it");
    }

    private String database(String id, String path) {
        for (Map.Entry<String, Database> entry : snapshot.catalog().databases()) {
            if (entry.getKey().equals(id)
                    || String.valueOf(snapshot.id(entry.getKey())).equals(id)) {
                return entry.getKey();
            }
        }
        throw unknown(path);
    }

    private ResultBuilder databases() {
        ResultBuilder listing =
                ResultBuilder.of("DbId", "DbName", "TableNum", "Quota", "LastConsistencyCheckTime", "ReplicaQuota");
        for (Map.Entry<String, Database> entry : snapshot.catalog().databases()) {
            int tables = DatabaseObject.all(entry.getValue()).size();
            listing.row(snapshot.id(entry.getKey()), entry.getKey(), tables, "8388608.000 TB", null, Long.MAX_VALUE);
        }
        return listing;
    }

    private ResultBuilder tables(String database) {
        ResultBuilder listing = ResultBuilder.of(
                "TableId",
                "TableName",
                "IndexNum",
                "PartitionColumnName",
                "PartitionNum",
                "State",
                "Type",
                "LastConsistencyCheckTime",
                "ReplicaCount",
                "PartitionType",
                "StoragePath");
        for (DatabaseObject object : snapshot.visible(snapshot.database(database).orElseThrow())) {
            Optional<Table> table =
                    object instanceof DatabaseObject.OfTable found ? Optional.of(found.table()) : Optional.empty();
            listing.row(
                    snapshot.id(database, object.name()),
                    object.name(),
                    table.map(found -> found.rollups().size() + 1).orElse(1),
                    null,
                    table.map(found -> new PartitionListing(snapshot, database, found)
                                    .all(false)
                                    .size())
                            .orElse(1),
                    table.map(Table::state).orElse(TableState.NORMAL),
                    snapshot.profile().sharedData() ? "CLOUD_NATIVE" : "OLAP",
                    null,
                    0,
                    "UNPARTITIONED",
                    null);
        }
        return listing;
    }

    private ResultBuilder jobs(String database) {
        ResultBuilder listing = ResultBuilder.of("JobType", "Pending", "Running", "Finished", "Cancelled", "Total");
        List<SchemaChangeJob> all = snapshot.state().jobs().all().stream()
                .filter(job -> job.databaseId() == snapshot.id(database))
                .toList();
        counts(
                listing,
                "rollup",
                all.stream().filter(job -> job.kind() == JobKind.ROLLUP).toList());
        counts(
                listing,
                "schema_change",
                all.stream().filter(job -> job.kind() != JobKind.ROLLUP).toList());
        return listing;
    }

    private static void counts(ResultBuilder listing, String type, List<SchemaChangeJob> jobs) {
        long pending = count(jobs, JobState.PENDING);
        long finished = count(jobs, JobState.FINISHED);
        long cancelled = count(jobs, JobState.CANCELLED);
        long running = jobs.size() - pending - finished - cancelled;
        listing.row(type, pending, running, finished, cancelled, jobs.size());
    }

    private static long count(List<SchemaChangeJob> jobs, JobState state) {
        return jobs.stream().filter(job -> job.state() == state).count();
    }
}
