package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.state.StatisticsRun;
import dev.cairn.sql.ast.QualifiedName;
import java.util.List;
import java.util.Optional;

/** Lists the collections of statistics by ANALYZE. The embedded server collects none on its own. */
public record StatisticsListings(SessionSnapshot snapshot) {
    /** A run with the present name of its table. */
    private record VisibleRun(StatisticsRun run, DatabaseObjectName table) {}

    /** Returns the result of ANALYZE. */
    public Listing createResult(String qualifiedTableName, String operation) {
        return snapshot.createListing("ANALYZE").addRow(qualifiedTableName, operation);
    }

    Listing listRuns() {
        Listing listing = snapshot.createListing("SHOW ANALYZE STATUS");
        for (VisibleRun visibleRun : visibleRuns()) {
            String databaseName = QualifiedName.INTERNAL_CATALOG + "." + visibleRun.table.databaseName();
            addRow(listing, visibleRun, databaseName);
        }
        return listing;
    }

    void fillTable(Listing listing) {
        visibleRuns().forEach(visibleRun -> addRow(listing, visibleRun, visibleRun.table.databaseName()));
    }

    private static void addRow(Listing listing, VisibleRun visibleRun, String databaseName) {
        StatisticsRun run = visibleRun.run;
        String time = ListingFormat.formatTime(run.time());
        listing.addRow(
                run.id(),
                databaseName,
                visibleRun.table.name(),
                run.listedColumns(),
                run.listedType(),
                time,
                time,
                run.properties());
    }

    /** Returns the runs of the tables that exist and that the session may see, the oldest first. */
    private List<VisibleRun> visibleRuns() {
        return snapshot.state().statisticsRuns().list().stream()
                .flatMap(run -> snapshot.state().identities().findName(run.tableId()).stream()
                        .filter(this::maySee)
                        .map(table -> new VisibleRun(run, table)))
                .toList();
    }

    private boolean maySee(DatabaseObjectName name) {
        Optional<DatabaseObject> object = snapshot.findDatabase(name.databaseName())
                .flatMap(database -> DatabaseObject.find(database, name.name()));
        return object.isPresent() && snapshot.visibility().maySee(name.databaseName(), object.get());
    }
}
