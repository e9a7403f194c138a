package dev.cairn.embedded.look;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.SchemaChangeJob;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.sql.ast.Span;
import java.util.List;
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
        return Refusal.analysis(Span.NONE, EmbeddedRule.PROC_PATH_UNKNOWN, path);
    }

    private String database(String id, String path) {
        return snapshot.databases()
                .map(Database::name)
                .filter(name ->
                        name.equals(id) || String.valueOf(snapshot.id(name)).equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(path));
    }

    private ResultBuilder databases() {
        return new Listing<Database>()
                .column("DbId", database -> snapshot.id(database.name()))
                .column("DbName", Database::name)
                .column("TableNum", database -> DatabaseObject.all(database).size())
                .constant("Quota", "8388608.000 TB")
                .column("LastConsistencyCheckTime", database -> null)
                .constant("ReplicaQuota", Long.MAX_VALUE)
                .of(snapshot.databases());
    }

    private ResultBuilder tables(String database) {
        return new Listing<DatabaseObject>()
                .column("TableId", object -> snapshot.id(database, object.name()))
                .column("TableName", DatabaseObject::name)
                .column(
                        "IndexNum",
                        object -> table(object)
                                .map(table -> table.rollups().size() + 1)
                                .orElse(1))
                .column("PartitionColumnName", object -> null)
                .column(
                        "PartitionNum",
                        object -> table(object)
                                .map(table -> new PartitionListing(snapshot, database, table)
                                        .all(false)
                                        .size())
                                .orElse(1))
                .column("State", object -> table(object).map(Table::state).orElse(TableState.NORMAL))
                .constant("Type", snapshot.profile().sharedData() ? "CLOUD_NATIVE" : "OLAP")
                .column("LastConsistencyCheckTime", object -> null)
                .constant("ReplicaCount", 0)
                .constant("PartitionType", "UNPARTITIONED")
                .column("StoragePath", object -> null)
                .of(snapshot.visible(snapshot.database(database).orElseThrow()).stream());
    }

    private static Optional<Table> table(DatabaseObject object) {
        return object instanceof DatabaseObject.OfTable table ? Optional.of(table.table()) : Optional.empty();
    }

    private ResultBuilder jobs(String database) {
        ResultBuilder listing = ResultBuilder.of("JobType", "Pending", "Running", "Finished", "Cancelled", "Total");
        List<SchemaChangeJob> all = snapshot.state().jobs().all().stream()
                .filter(job -> job.databaseId() == snapshot.id(database))
                .toList();
        counts(
                listing,
                "rollup",
                all.stream().filter(job -> job.kind() == Job.Kind.ROLLUP).toList());
        counts(
                listing,
                "schema_change",
                all.stream().filter(job -> job.kind() != Job.Kind.ROLLUP).toList());
        return listing;
    }

    private static void counts(ResultBuilder listing, String type, List<SchemaChangeJob> jobs) {
        long pending = count(jobs, Job.State.PENDING);
        long finished = count(jobs, Job.State.FINISHED);
        long cancelled = count(jobs, Job.State.CANCELLED);
        long running = jobs.size() - pending - finished - cancelled;
        listing.row(type, pending, running, finished, cancelled, jobs.size());
    }

    private static long count(List<SchemaChangeJob> jobs, Job.State state) {
        return jobs.stream().filter(job -> job.state() == state).count();
    }
}
