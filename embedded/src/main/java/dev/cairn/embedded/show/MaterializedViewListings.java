package dev.cairn.embedded.show;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.MaterializedView.PartitioningKind;
import dev.cairn.catalog.Partitioning;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.RefreshRun;
import dev.cairn.engine.partition.TablePartitions;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lists materialized views for SHOW MATERIALIZED VIEWS and {@code information_schema.materialized_views}, whose columns
 * differ in letter case and in a few names. Only these listings include synchronous materialized views.
 */
record MaterializedViewListings(SessionSnapshot snapshot) {
    private static final String SYNCHRONOUS_TYPE = "ROLLUP";

    /** Fills the table of {@code information_schema}, which omits the synchronous views of a shared-data server. */
    void fillTable(Listing listing) {
        boolean isSharedData = snapshot.profile().isSharedData();
        // An active view has no reason: a frontend returns an empty text for it, and a backend NULL. This variable of
        // the session selects the frontend.
        boolean isReadByFrontend = snapshot.session()
                .variables()
                .requireValue("enable_evaluate_schema_scan_rule")
                .equals("true");
        snapshot.catalog()
                .allDatabases()
                .flatMap(database -> listEntries(database, view -> true))
                .filter(entry -> !(isSharedData && entry.isSynchronous()))
                .forEach(entry -> entry.addTo(
                        listing, isReadByFrontend ? entry.inactiveReasonOrEmpty() : entry.inactiveReason()));
    }

    Listing listViews(String databaseName, Predicate<String> likePredicate) {
        Listing listing = snapshot.createListing("SHOW MATERIALIZED VIEWS");
        listEntries(snapshot.requireDatabase(databaseName), this::mayReadBaseRelations)
                .filter(entry -> likePredicate.test(entry.name()))
                .forEach(entry -> entry.addTo(listing, entry.inactiveReasonOrEmpty()));
        return listing;
    }

    /**
     * A materialized view in a listing.
     *
     * @param inactiveReason the reason why the view is inactive; null if it is active
     * @param rewriteStatus whether the optimizer may use the view for other queries; empty for a synchronous view
     */
    private record MaterializedViewEntry(
            ViewDescription view,
            RefreshStatus refresh,
            @Nullable String inactiveReason,
            String partitionType,
            String rewriteStatus) {
        String name() {
            return view.name;
        }

        boolean isSynchronous() {
            return refresh.type.equals(SYNCHRONOUS_TYPE);
        }

        String inactiveReasonOrEmpty() {
            return Objects.requireNonNullElse(inactiveReason, "");
        }

        /**
         * Adds the row of the view to a listing.
         *
         * @param reason the reason why the view is inactive, in the form of the listing
         */
        void addTo(Listing listing, @Nullable String reason) {
            RefreshRun lastRun = refresh.lastRun;
            String time = lastRun == null ? null : ListingFormat.formatTime(lastRun.time());
            listing.addRow(
                    view.id,
                    view.database,
                    view.name,
                    refresh.type,
                    String.valueOf(inactiveReason == null),
                    reason,
                    partitionType,
                    refresh.taskId,
                    refresh.taskId == 0 ? "" : RefreshRun.taskName(refresh.taskId),
                    time,
                    time,
                    "0.000",
                    formatLastRun(RefreshRun::listedState),
                    String.valueOf(lastRun != null && lastRun.isForced()),
                    formatLastRun(run -> "NULL"),
                    formatLastRun(run -> "NULL"),
                    formatLastRun(run -> "{}"),
                    formatLastRun(run -> "[]"),
                    formatLastRun(run -> run.failureMessage() == null ? "0" : "-1"),
                    formatLastRun(run -> Objects.requireNonNullElse(run.failureMessage(), "")),
                    view.statement,
                    rewriteStatus,
                    time,
                    formatLastRun(RefreshRun::jobId));
        }

        /** Returns a property of the last refresh; empty if there was none. */
        private String formatLastRun(Function<RefreshRun, String> formatter) {
            return refresh.lastRun == null ? "" : formatter.apply(refresh.lastRun);
        }
    }

    /** A view in the listing, with the statement that creates it. */
    private record ViewDescription(long id, String database, String name, String statement) {}

    /**
     * The refreshes of a view.
     *
     * @param taskId the id of the task that refreshes the view; 0 if the server lists no task
     * @param lastRun its last refresh; null if there was none
     */
    private record RefreshStatus(
            String type, long taskId, @Nullable RefreshRun lastRun) {}

    /**
     * Lists the visible asynchronous views that match a filter, and then all synchronous ones of tables with partitions.
     * A frontend does not check privileges for these.
     */
    private Stream<MaterializedViewEntry> listEntries(Database database, Predicate<MaterializedView> filter) {
        Stream<MaterializedViewEntry> asynchronousEntries = snapshot.visibility().visibleObjects(database).stream()
                .filter(DatabaseObject.DatabaseMaterializedView.class::isInstance)
                .map(object -> ((DatabaseObject.DatabaseMaterializedView) object).view())
                .filter(filter)
                .map(view -> createAsynchronousEntry(database.name(), view));
        Stream<MaterializedViewEntry> synchronousEntries = StreamSupport.stream(
                        database.tables().values().spliterator(), false)
                .filter(table -> !TablePartitions.of(table).isWithoutPartitions())
                .flatMap(table ->
                        table.rollups().stream().map(rollup -> createSynchronousEntry(database.name(), table, rollup)));
        return Stream.concat(asynchronousEntries, synchronousEntries);
    }

    private MaterializedViewEntry createAsynchronousEntry(String databaseName, MaterializedView view) {
        long id = snapshot.id(databaseName, view.name());
        RefreshRun lastRun = snapshot.state().refreshRuns().findLast(id).orElse(null);
        boolean hasTask = lastRun != null || snapshot.profile().isAtLeast(Version.V4_0);
        return new MaterializedViewEntry(
                new ViewDescription(
                        id, databaseName, view.name(), ShowCreate.render(snapshot.profile(), view, snapshot.catalog())),
                new RefreshStatus(view.refresh().scheme().name(), hasTask ? id : 0, lastRun),
                view.inactiveReason(),
                view.partitioningKind().name(),
                new MaterializedViewRewriteChecker(snapshot.profile(), snapshot.catalog()).determineStatus(view));
    }

    private MaterializedViewEntry createSynchronousEntry(String databaseName, Table table, Rollup rollup) {
        return new MaterializedViewEntry(
                new ViewDescription(
                        snapshot.id(databaseName, table.name()),
                        databaseName,
                        rollup.name(),
                        renderStatement(table, rollup)),
                new RefreshStatus(SYNCHRONOUS_TYPE, 0, null),
                null,
                partitioningKind(table.partitioning()).name(),
                "");
    }

    private static PartitioningKind partitioningKind(Partitioning partitioning) {
        if (partitioning instanceof Partitioning.None) {
            return PartitioningKind.UNPARTITIONED;
        }
        return partitioning.isByRange() ? PartitioningKind.RANGE : PartitioningKind.LIST;
    }

    /**
     * Returns whether the session may read all tables and materialized views that a view reads directly. Otherwise,
     * SHOW MATERIALIZED VIEWS does not list the view.
     */
    private boolean mayReadBaseRelations(MaterializedView view) {
        return view.definition().baseRelations().stream()
                .filter(BaseRelation::isDirect)
                .allMatch(base -> snapshot.findBase(base)
                        .filter(object -> object.kind() != SecuredKind.VIEW)
                        .filter(object -> !snapshot.visibility().mayRead(base.database(), object))
                        .isEmpty());
    }

    /**
     * Returns the statement of a rollup: the declared statement without line breaks, or else a statement that the
     * server generates.
     */
    private static String renderStatement(Table table, Rollup rollup) {
        QueryText query = rollup.query();
        if (query != null) {
            String statement = "CREATE MATERIALIZED VIEW " + rollup.name() + " AS " + query.text();
            return statement.replace("\n", "").replace("\t", "").replaceAll(" +", " ");
        }
        List<String> keys = rollup.columns().stream()
                .filter(Column::isKey)
                .map(Column::name)
                .toList();
        Stream<String> values = rollup.columns().stream()
                .filter(column -> !column.isKey())
                .map(column -> describeAggregation(table, column) + "(" + column.name() + ")");
        return "create materialized view " + rollup.name() + " as select "
                + Stream.concat(keys.stream(), values).collect(Collectors.joining(",")) + " from " + table.name()
                + " group by " + String.join(",", keys);
    }

    private static String describeAggregation(Table table, Column column) {
        Aggregation aggregation = column.aggregation();
        if (aggregation instanceof Aggregation.Function function) {
            return function.name();
        }
        if (aggregation != null) {
            return "AGG_STATE_UNION";
        }
        return ColumnDescription.implicitAggregation(table);
    }
}
