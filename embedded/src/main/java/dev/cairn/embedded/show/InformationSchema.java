package dev.cairn.embedded.show;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.SystemDatabases;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.session.SessionVariables;
import dev.cairn.embedded.show.ObjectVisibility.VisibleObject;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.LoadTransaction;
import dev.cairn.embedded.state.RefreshRun;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of {@code information_schema}, as a session sees them: rows about objects on which the session's user has
 * no privilege are omitted, as on the server.
 */
record InformationSchema(SessionSnapshot snapshot) {
    /** The server's default of {@code task_runs_ttl_second}. */
    private static final Duration TASK_RUN_RETENTION = Duration.ofDays(7);

    /** The error number of all runs that have failed. */
    private static final int FAILED_RUN_ERRNO = -1;

    /**
     * Adds the rows of a table. Tables about features that StarRocks lacks are empty; drivers query them.
     *
     * @throws Refusal if the embedded server does not record what the table shows
     */
    void fill(String tableName, Listing listing) {
        switch (tableName) {
            case "analyze_status" -> new StatisticsListings(snapshot).fillTable(listing);
            case "column_stats_usage" ->
                throw Refusal.ofAnalysis(
                        Span.NONE,
                        EmbeddedRule.UNSUPPORTED,
                        SystemDatabases.INFORMATION_SCHEMA + "." + tableName
                                + ", for which a server observes all queries");
            case "columns" -> snapshot.visibility().allVisibleObjects().forEach(object -> addColumns(listing, object));
            case "loads" -> snapshot.state().loads().list().forEach(load -> addLoad(listing, load));
            case "materialized_views" -> new MaterializedViewListings(snapshot).fillTable(listing);
            case "partitions_meta" ->
                streamPartitionDescriptions()
                        .forEach(partitionDescriptions -> addPartitions(listing, partitionDescriptions));
            case "schemata" -> snapshot.visibility().visibleDatabaseNames().forEach(listing::addRow);
            case "global_variables" ->
                snapshot.session().variables().listedGlobalValues().forEach(listing::addRow);
            case "session_variables" ->
                snapshot.session().variables().listedValues().forEach(listing::addRow);
            case "temp_tables" ->
                snapshot.catalog().databases().forEach(database -> addTemporaryTables(listing, database.getValue()));
            case "verbose_session_variables" ->
                addVerboseVariables(listing, snapshot.session().variables(), name -> true);
            case "tables" -> addTables(listing);
            case "tables_config" ->
                streamPartitionDescriptions()
                        .forEach(partitionDescriptions -> addConfiguration(listing, partitionDescriptions));
            case "tasks" -> new ClusterListings(snapshot).addTasksTo(listing);
            case "task_runs" ->
                snapshot.state().refreshRuns().list().stream()
                        .filter(refreshRun -> snapshot.access().mayEnterDatabase(refreshRun.databaseName()))
                        .forEach(refreshRun -> addTaskRun(listing, refreshRun));
            case "views" ->
                snapshot.visibility()
                        .allVisibleObjects()
                        .filter(this::maySeeBaseRelations)
                        .forEach(object -> addView(listing, object));
            default -> {
                // always empty
            }
        }
    }

    /** Adds the temporary tables of this session; the temporary tables of other sessions are not visible. */
    private void addTemporaryTables(Listing listing, Database database) {
        for (Map.Entry<String, Table> tableEntry : database.temporaryTables()) {
            listing.addRow(
                    database.name(),
                    tableEntry.getKey(),
                    null,
                    tableEntry.getValue().comment(),
                    snapshot.session().id(),
                    null);
        }
    }

    /** Adds the variables whose names meet a condition: value, default, and whether the value is another one. */
    static void addVerboseVariables(Listing listing, SessionVariables variables, Predicate<String> namePredicate) {
        Map<String, String> defaultByName = variables.listedDefaults();
        variables.listedValues().forEach((name, value) -> {
            if (namePredicate.test(name)) {
                String defaultValue = defaultByName.get(name);
                listing.addRow(name, value, defaultValue, value.equals(defaultValue) ? "0" : "1");
            }
        });
    }

    private void addTables(Listing listing) {
        snapshot.visibility().allVisibleObjects().forEach(visibleObject -> {
            DatabaseObject object = visibleObject.object();
            String creationTime = snapshot.formatCreationTime(visibleObject.database(), object);
            if (object instanceof DatabaseObject.SystemTableObject) {
                listing.addRow(
                        visibleObject.database(),
                        object.name(),
                        object.tableType(),
                        object.engine(),
                        null,
                        null,
                        null,
                        creationTime,
                        null,
                        object.comment());
                return;
            }
            ObjectSize size = ObjectSize.of(snapshot, visibleObject.database(), object.name())
                    .orElse(ObjectSize.EMPTY);
            listing.addRow(
                    visibleObject.database(),
                    object.name(),
                    object.tableType(),
                    object.engine(),
                    size.rowCount(),
                    size.averageRowLength(),
                    size.byteCount(),
                    creationTime,
                    creationTime,
                    snapshot.resolveListedComment(object));
        });
    }

    private static void addColumns(Listing listing, VisibleObject visibleObject) {
        int position = 0;
        for (Column column : visibleObject.object().columns()) {
            ColumnDescription columnDescription = new ColumnDescription(column);
            listing.addRow(
                    visibleObject.database(),
                    visibleObject.object().name(),
                    column.name(),
                    ++position,
                    columnDescription.describedDefault(visibleObject.object()),
                    columnDescription.nullability(),
                    columnDescription.dataType(),
                    columnDescription.length(),
                    columnDescription.length(),
                    columnDescription.precision(),
                    columnDescription.scale(),
                    columnDescription.columnType(),
                    columnDescription.columnKey(visibleObject.object()),
                    column.comment(),
                    columnDescription.lengthOrPrecision(),
                    columnDescription.scale(),
                    columnDescription.generationExpression());
        }
    }

    /**
     * Returns whether the session may see the relations that a view reads. The server looks for all of them in the
     * database of the view.
     */
    private boolean maySeeBaseRelations(VisibleObject visibleObject) {
        if (snapshot.access().isRoot() || !(visibleObject.object() instanceof DatabaseObject.DatabaseView viewObject)) {
            return true;
        }
        return viewObject.view().definition().baseRelations().stream()
                .filter(BaseRelation::isDirect)
                .flatMap(base -> snapshot
                        .findDatabase(visibleObject.database())
                        .flatMap(database -> DatabaseObject.find(database, base.name()))
                        .stream())
                .allMatch(object -> snapshot.visibility().maySee(visibleObject.database(), object));
    }

    private static void addView(Listing listing, VisibleObject visibleObject) {
        if (visibleObject.object() instanceof DatabaseObject.DatabaseView viewObject) {
            listing.addRow(
                    visibleObject.database(),
                    viewObject.name(),
                    viewObject.view().definition().query().text());
        }
    }

    private Stream<PartitionDescriptions> streamPartitionDescriptions() {
        return snapshot.visibility()
                .allVisibleObjects()
                .filter(visibleObject -> visibleObject.object() instanceof DatabaseObject.DatabaseTable)
                .map(visibleObject -> new PartitionDescriptions(
                        snapshot,
                        visibleObject.database(),
                        ((DatabaseObject.DatabaseTable) visibleObject.object()).table()));
    }

    /** Adds the row of {@code tables_config} for a table. */
    private void addConfiguration(Listing listing, PartitionDescriptions partitionDescriptions) {
        Table table = partitionDescriptions.table();
        boolean hasUniqueKey = table.model() == KeyModel.PRIMARY || table.model() == KeyModel.UNIQUE;
        Map<String, String> properties = new LinkedHashMap<>();
        table.properties().settingByName().forEach((name, setting) -> properties.put(name, setting.value()));
        listing.addRow(
                partitionDescriptions.database(),
                table.name(),
                snapshot.profile().isSharedData() ? "CLOUD_NATIVE" : "OLAP",
                table.model().serverName(),
                hasUniqueKey ? quoteNames(table.keyColumnNames()) : "",
                quoteNames(table.partitioning().sourceColumns()),
                table.distribution() instanceof Distribution.Hash hashDistribution
                        ? quoteNames(hashDistribution.columns().stream()
                                .map(Name::text)
                                .toList())
                        : "",
                table.distribution() instanceof Distribution.Hash ? "HASH" : "RANDOM",
                partitionDescriptions.shownBucketCount(),
                quoteNames(table.sortKey().isEmpty() ? table.keyColumnNames() : table.sortKey()),
                JsonWriter.COMPACT.format(properties),
                snapshot.id(partitionDescriptions.database(), table.name()));
    }

    private static String quoteNames(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static void addPartitions(Listing listing, PartitionDescriptions partitionDescriptions) {
        Stream.of(
                        partitionDescriptions.findShadowPartition().stream(),
                        partitionDescriptions.listPartitions().stream(),
                        partitionDescriptions.listTemporaryPartitions().stream())
                .flatMap(Function.identity())
                .forEach(partition -> listing.addRow(
                        partitionDescriptions.database(),
                        partitionDescriptions.table().name(),
                        partition.name(),
                        partition.version().id(),
                        partition.version().visibleVersion(),
                        partition.formatVisibleSince(),
                        partition.version().visibleVersion() + 1,
                        partition.version().visibleVersion(),
                        partition.version().id(),
                        partitionDescriptions.partitionColumns(),
                        partition.valuesText(),
                        partitionDescriptions.distributionKey(),
                        partitionDescriptions.bucketCount(),
                        partitionDescriptions.replicationNumber(partition),
                        partition.isTemporary(),
                        partitionDescriptions.estimateBytes(partition),
                        partition.version().rowCount()));
    }

    private static void addTaskRun(Listing listing, RefreshRun refreshRun) {
        String time = ListingFormat.formatTime(refreshRun.time());
        listing.addRow(
                refreshRun.queryId(),
                RefreshRun.taskName(refreshRun.viewId()),
                time,
                time,
                refreshRun.listedState(),
                refreshRun.databaseName(),
                refreshRun.refreshSql(),
                ListingFormat.formatTime(refreshRun.time().plus(TASK_RUN_RETENTION)),
                refreshRun.failureMessage() == null ? 0 : FAILED_RUN_ERRNO,
                refreshRun.failureMessage(),
                refreshRun.failureMessage() == null ? "100%" : "0%",
                "{\"forceRefresh\":" + refreshRun.isForced() + "}",
                "{\"mvId\":\"" + refreshRun.viewId() + "\"}",
                refreshRun.jobId(),
                time);
    }

    private static void addLoad(Listing listing, LoadTransaction load) {
        String beginTime = ListingFormat.formatTime(load.beginTime());
        String endTime = ListingFormat.formatNullableTime(load.endTime());
        listing.addRow(
                load.id(),
                load.label(),
                load.databaseName(),
                load.tableName(),
                load.userName(),
                load.listedState(),
                load.listedProgress(),
                load.kind(),
                beginTime,
                beginTime,
                ListingFormat.formatNullableTime(load.commitTime()),
                endTime,
                load.abortReason().isEmpty() ? null : load.abortReason(),
                load.id());
    }
}
