package dev.cairn.embedded.show;

import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.embedded.job.Job;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.LoadTransaction;
import dev.cairn.embedded.state.SchemaChangeJob;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers SHOW PROC, which also lists the jobs of shared-data tables that no SHOW ALTER lists. */
record ProcListings(SessionSnapshot snapshot) {
    /**
     * Lists what a path contains. Slashes at its beginning and end are ignored.
     *
     * @throws Refusal if the embedded server does not support the path, or the database does not exist
     */
    Listing listPath(String path) {
        List<String> pathSegments = List.of(path.replaceAll("^/+|/+$", "").split("/", -1));
        if (pathSegments.equals(List.of("dbs"))) {
            Listing listing = snapshot.createListing("SHOW PROC /dbs");
            snapshot.catalog()
                    .allDatabases()
                    .forEach(database -> listing.addRow(
                            snapshot.id(database.name()),
                            database.name(),
                            DatabaseObject.listObjects(database).size()));
            return listing;
        }
        if (pathSegments.size() == 2 && pathSegments.get(0).equals("dbs")) {
            return listTables(requireDatabaseName(pathSegments.get(1), path));
        }
        if (pathSegments.get(0).equals("transactions") && pathSegments.size() > 2 && pathSegments.size() <= 4) {
            return listTransactions(pathSegments, path);
        }
        if (pathSegments.size() == 2 && pathSegments.get(0).equals("jobs")) {
            return listJobs(requireDatabaseName(pathSegments.get(1), path));
        }
        throw createUnsupportedPathRefusal(path);
    }

    /** Lists the running or finished transactions of a database, the newest first, or the tables of one transaction. */
    private Listing listTransactions(List<String> pathSegments, String path) {
        String databaseName = requireDatabaseName(pathSegments.get(1), path);
        boolean isRunning = pathSegments.get(2).equals("running");
        if (!isRunning && !pathSegments.get(2).equals("finished")) {
            throw createUnsupportedPathRefusal(path);
        }
        List<LoadTransaction> loads = new ArrayList<>();
        snapshot.state().loads().list().stream()
                .filter(load -> load.databaseName().equals(databaseName) && load.isRunning() == isRunning)
                .forEach(load -> loads.add(0, load));
        if (pathSegments.size() == 3) {
            Listing listing = snapshot.createListing("SHOW PROC /transactions/{}/{}");
            loads.forEach(load -> LoadListings.addTransaction(listing, load));
            return listing;
        }
        LoadTransaction load = loads.stream()
                .filter(candidate -> String.valueOf(candidate.id()).equals(pathSegments.get(3)))
                .findFirst()
                .orElseThrow(() -> createUnsupportedPathRefusal(path));
        Listing listing = snapshot.createListing("SHOW PROC /transactions/{}/{}/{}");
        if (load.transactionStatus() == LoadTransaction.TransactionStatus.VISIBLE) {
            String joinedPartitionIds =
                    load.partitionIds().stream().map(String::valueOf).collect(Collectors.joining(", "));
            listing.addRow(load.tableId(), joinedPartitionIds);
        }
        return listing;
    }

    /** Returns the name of the database with this id or name; an unknown one is refused like an unknown path. */
    private String requireDatabaseName(String idOrName, String path) {
        return snapshot.catalog()
                .allDatabases()
                .map(Database::name)
                .filter(name -> name.equals(idOrName)
                        || String.valueOf(snapshot.id(name)).equals(idOrName))
                .findFirst()
                .orElseThrow(() -> createUnsupportedPathRefusal(path));
    }

    private Listing listTables(String databaseName) {
        Listing listing = snapshot.createListing("SHOW PROC /dbs/{}");
        for (DatabaseObject object : snapshot.visibility()
                .visibleObjects(snapshot.findDatabase(databaseName).orElseThrow())) {
            Optional<Table> table = object.findTable();
            listing.addRow(
                    snapshot.id(databaseName, object.name()),
                    object.name(),
                    table.map(existingTable -> existingTable.rollups().size() + 1)
                            .orElse(1),
                    table.map(existingTable -> new PartitionDescriptions(snapshot, databaseName, existingTable)
                                    .listPartitions()
                                    .size())
                            .orElse(1),
                    table.map(Table::state).orElse(TableState.NORMAL),
                    snapshot.profile().isSharedData() ? "CLOUD_NATIVE" : "OLAP");
        }
        return listing;
    }

    private Listing listJobs(String databaseName) {
        List<SchemaChangeJob> jobs = snapshot.state().jobs().list().stream()
                .filter(job -> job.databaseId() == snapshot.id(databaseName))
                .toList();
        Listing listing = snapshot.createListing("SHOW PROC /jobs/{}");
        for (boolean isRollup : new boolean[] {true, false}) {
            List<Job.State> states = jobs.stream()
                    .filter(job -> (job.kind() == Job.Kind.ROLLUP) == isRollup)
                    .map(SchemaChangeJob::state)
                    .toList();
            long pendingCount =
                    states.stream().filter(Job.State.PENDING::equals).count();
            long finishedCount =
                    states.stream().filter(Job.State.FINISHED::equals).count();
            long cancelledCount =
                    states.stream().filter(Job.State.CANCELLED::equals).count();
            long runningCount = states.size() - pendingCount - finishedCount - cancelledCount;
            listing.addRow(
                    isRollup ? "rollup" : "schema_change",
                    pendingCount,
                    runningCount,
                    finishedCount,
                    cancelledCount,
                    states.size());
        }
        return listing;
    }

    private static Refusal createUnsupportedPathRefusal(String path) {
        return Refusal.ofAnalysis(Span.NONE, EmbeddedRule.UNSUPPORTED, "SHOW PROC '" + path + "'");
    }
}
