package dev.cairn.embedded.show;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.Listing;
import dev.cairn.embedded.show.SessionSnapshot.VisibleObject;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.LoadTransaction;
import dev.cairn.embedded.state.RefreshRun;
import dev.cairn.engine.value.JsonWriter;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

    /** Adds the rows of a table. Tables about features that StarRocks lacks are empty; drivers query them. */
    void fill(String name, Listing listing) {
        switch (name) {
            case "columns" -> snapshot.allVisibleObjects().forEach(object -> addColumns(listing, object));
            case "loads" -> snapshot.state().loads().list().forEach(load -> addLoad(listing, load));
            case "materialized_views" -> new MaterializedViewListing(snapshot).fillTable(listing);
            case "partitions_meta" -> partitionedTables().forEach(partitions -> addPartitions(listing, partitions));
            case "schemata" -> snapshot.visibleDatabaseNames().forEach(listing::addRow);
            case "global_variables" ->
                snapshot.session().variables().globalValues().forEach(listing::addRow);
            case "session_variables" ->
                snapshot.session().variables().shownValues().forEach(listing::addRow);
            case "temp_tables" ->
                snapshot.catalog().databases().forEach(database -> addTemporaryTables(listing, database.getValue()));
            case "verbose_session_variables" -> addVariables(listing);
            case "tables" -> addTables(listing);
            case "tables_config" -> partitionedTables().forEach(partitions -> addConfiguration(listing, partitions));
            case "tasks" -> new ClusterListings(snapshot).fillTasks(listing);
            case "task_runs" ->
                snapshot.state().runs().list().stream()
                        .filter(run -> snapshot.mayEnterDatabase(run.database()))
                        .forEach(run -> addTaskRun(listing, run));
            case "views" ->
                snapshot.allVisibleObjects().filter(this::maySeeBases).forEach(object -> addView(listing, object));
            default -> {
                // always empty
            }
        }
    }

    /** Adds the temporary tables of this session; those of other sessions are not visible. */
    private void addTemporaryTables(Listing listing, Database database) {
        for (Map.Entry<String, Table> table : database.temporaryTables()) {
            listing.addRow(
                    database.name(),
                    table.getKey(),
                    null,
                    table.getValue().comment(),
                    snapshot.session().id(),
                    null);
        }
    }

    private void addVariables(Listing listing) {
        Map<String, String> defaults = snapshot.session().variables().globalValues();
        snapshot.session()
                .variables()
                .shownValues()
                .forEach((name, value) ->
                        listing.addRow(name, value, defaults.get(name), value.equals(defaults.get(name)) ? "0" : "1"));
    }

    private void addTables(Listing listing) {
        snapshot.allVisibleObjects().forEach(visible -> {
            DatabaseObject object = visible.object();
            String creationTime = snapshot.creationTime(visible.database(), object);
            if (object instanceof DatabaseObject.SystemTableObject) {
                listing.addRow(
                        visible.database(),
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
            ObjectSize size =
                    ObjectSize.of(snapshot, visible.database(), object.name()).orElse(ObjectSize.EMPTY);
            listing.addRow(
                    visible.database(),
                    object.name(),
                    object.tableType(),
                    object.engine(),
                    size.rowCount(),
                    size.rowLength(),
                    size.bytes(),
                    creationTime,
                    creationTime,
                    snapshot.comment(object));
        });
    }

    private static void addColumns(Listing listing, VisibleObject owner) {
        int position = 0;
        for (Column column : owner.object().columns()) {
            ListedColumn listedColumn = new ListedColumn(column);
            listing.addRow(
                    owner.database(),
                    owner.object().name(),
                    column.name(),
                    ++position,
                    listedColumn.defaultIn(owner.object()),
                    listedColumn.nullability(),
                    listedColumn.dataType(),
                    listedColumn.length(),
                    listedColumn.length(),
                    listedColumn.precision(),
                    listedColumn.scale(),
                    listedColumn.columnType(),
                    listedColumn.keyIn(owner.object()),
                    column.comment(),
                    listedColumn.lengthOrPrecision(),
                    listedColumn.scale(),
                    listedColumn.generationExpression());
        }
    }

    /**
     * Returns whether the session may see the relations that a view reads. The server looks for all of them in the
     * database of the view.
     */
    private boolean maySeeBases(VisibleObject visible) {
        if (snapshot.access().isRoot() || !(visible.object() instanceof DatabaseObject.DatabaseView viewObject)) {
            return true;
        }
        return viewObject.view().definition().bases().stream()
                .filter(BaseRelation::isDirect)
                .flatMap(base -> snapshot
                        .findDatabase(visible.database())
                        .flatMap(database -> DatabaseObject.find(database, base.name()))
                        .stream())
                .allMatch(object -> snapshot.maySee(visible.database(), object));
    }

    private static void addView(Listing listing, VisibleObject visible) {
        if (visible.object() instanceof DatabaseObject.DatabaseView viewObject) {
            listing.addRow(
                    visible.database(),
                    viewObject.name(),
                    viewObject.view().definition().query().text());
        }
    }

    private Stream<PartitionListing> partitionedTables() {
        return snapshot.allVisibleObjects()
                .filter(visible -> visible.object() instanceof DatabaseObject.DatabaseTable)
                .map(visible -> new PartitionListing(
                        snapshot, visible.database(), ((DatabaseObject.DatabaseTable) visible.object()).table()));
    }

    private void addConfiguration(Listing listing, PartitionListing partitions) {
        Table table = partitions.table();
        boolean hasUniqueKey = table.model() == KeyModel.PRIMARY || table.model() == KeyModel.UNIQUE;
        Map<String, String> properties = new LinkedHashMap<>();
        table.properties().settingByName().forEach((name, setting) -> properties.put(name, setting.value()));
        listing.addRow(
                partitions.database(),
                table.name(),
                snapshot.profile().isSharedData() ? "CLOUD_NATIVE" : "OLAP",
                table.model().serverName(),
                hasUniqueKey ? quoteNames(table.keyNames()) : "",
                quoteNames(table.partitioning().sourceColumns()),
                table.distribution() instanceof Distribution.Hash hashDistribution
                        ? quoteNames(hashDistribution.columns().stream()
                                .map(Name::text)
                                .toList())
                        : "",
                table.distribution() instanceof Distribution.Hash ? "HASH" : "RANDOM",
                partitions.shownBucketCount(),
                quoteNames(table.sortKey().isEmpty() ? table.keyNames() : table.sortKey()),
                JsonWriter.COMPACT.format(properties),
                snapshot.id(partitions.database(), table.name()));
    }

    private static String quoteNames(List<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static void addPartitions(Listing listing, PartitionListing partitions) {
        Stream.of(
                        partitions.shadowPartition().stream(),
                        partitions.listPartitions(false).stream(),
                        partitions.listPartitions(true).stream())
                .flatMap(Function.identity())
                .forEach(partition -> listing.addRow(
                        partitions.database(),
                        partitions.table().name(),
                        partition.name(),
                        partition.version().id(),
                        partition.version().visibleVersion(),
                        partition.visibleSince(),
                        partition.version().visibleVersion() + 1,
                        partition.version().visibleVersion(),
                        partition.version().id(),
                        partitions.partitionColumns(),
                        partition.values(),
                        partitions.distributionKey(),
                        partitions.bucketCount(),
                        partitions.replicationNumber(partition),
                        partition.isTemporary(),
                        partitions.estimateBytes(partition),
                        partition.version().rows()));
    }

    private static void addTaskRun(Listing listing, RefreshRun run) {
        String time = SessionSnapshot.formatTime(run.time());
        listing.addRow(
                run.queryId(),
                RefreshRun.taskName(run.viewId()),
                time,
                time,
                run.state(),
                run.database(),
                run.definition(),
                SessionSnapshot.formatTime(run.time().plus(TASK_RUN_RETENTION)),
                run.failure() == null ? 0 : FAILED_RUN_ERRNO,
                run.failure(),
                run.failure() == null ? "100%" : "0%",
                "{\"forceRefresh\":" + run.isForced() + "}",
                "{\"mvId\":\"" + run.viewId() + "\"}",
                run.jobId(),
                time);
    }

    private static void addLoad(Listing listing, LoadTransaction load) {
        String beginTime = SessionSnapshot.formatTime(load.beginTime());
        String endTime = load.endTime() == null ? null : SessionSnapshot.formatTime(load.endTime());
        listing.addRow(
                load.id(),
                load.label(),
                load.database(),
                load.table(),
                load.user(),
                load.state(),
                load.progress(),
                load.kind(),
                beginTime,
                beginTime,
                load.phase() == LoadTransaction.LoadPhase.VISIBLE ? endTime : null,
                endTime,
                load.reason().isEmpty() ? null : load.reason(),
                load.id());
    }
}
