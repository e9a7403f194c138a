package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.state.StatisticsRun;
import dev.cairn.sql.ast.QualifiedName;
import java.util.List;
import java.util.Optional;

/** Lists the collections of statistics by ANALYZE. The embedded server collects none on its own. */
public record StatisticsListings(SessionSnapshot snapshot) {
    /** A run with the present name of its table. */
    private record ListedRun(StatisticsRun run, DatabaseObjectName table) {}

    /** Returns the result of ANALYZE. */
    public Listing createResult(String qualifiedTableName, String operation) {
        return snapshot.createListing("ANALYZE").addRow(qualifiedTableName, operation);
    }

    Listing listRuns() {
        Listing listing = snapshot.createListing("SHOW ANALYZE STATUS");
        for (ListedRun listedRun : listedRuns()) {
            String databaseName = QualifiedName.INTERNAL_CATALOG + "." + listedRun.table.databaseName();
            addRow(listing, listedRun, databaseName);
        }
        return listing;
    }

    void fillTable(Listing listing) {
        listedRuns().forEach(listedRun -> addRow(listing, listedRun, listedRun.table.databaseName()));
    }

    private static void addRow(Listing listing, ListedRun listedRun, String databaseName) {
        StatisticsRun run = listedRun.run;
        String time = SessionSnapshot.formatTime(run.time());
        listing.addRow(
                run.id(),
                databaseName,
                listedRun.table.name(),
                run.listedColumns(),
                run.listedType(),
                time,
                time,
                run.properties());
    }

    /** Returns the runs of the tables that exist and that the session may see, the oldest first. */
    private List<ListedRun> listedRuns() {
        return snapshot.state().statisticsRuns().list().stream()
                .flatMap(run -> snapshot.state().identities().findName(run.tableId()).stream()
                        .filter(this::maySee)
                        .map(table -> new ListedRun(run, table)))
                .toList();
    }

    private boolean maySee(DatabaseObjectName name) {
        Optional<DatabaseObject> object = snapshot.findDatabase(name.databaseName())
                .flatMap(database -> DatabaseObject.find(database, name.name()));
        return object.isPresent() && snapshot.maySee(name.databaseName(), object.get());
    }
}
