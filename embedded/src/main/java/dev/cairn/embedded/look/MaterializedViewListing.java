package dev.cairn.embedded.look;

import static dev.cairn.embedded.protocol.ResultColumnType.BIGINT;
import static dev.cairn.embedded.protocol.ResultColumnType.DATETIME;
import static dev.cairn.embedded.protocol.ResultColumnType.DOUBLE;
import static dev.cairn.embedded.protocol.ResultColumnType.varchar;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.RefreshRun;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists materialized views for SHOW MATERIALIZED VIEWS and {@code information_schema.materialized_views}, whose columns
 * differ in letter case and in a few names. Only these listings include synchronous materialized views.
 */
final class MaterializedViewListing {
    private final SessionSnapshot snapshot;

    MaterializedViewListing(SessionSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    ResultBuilder table() {
        return listing("TABLE_ROWS", "MATERIALIZED_VIEW_DEFINITION", true)
                .of(snapshot.databases().flatMap(this::entries));
    }

    ResultBuilder show(String database, Predicate<String> like) {
        return listing("rows", "text", false)
                .of(snapshot.existingDatabase(database).stream()
                        .flatMap(this::entries)
                        .filter(entry -> like.test(entry.name())));
    }

    private static Listing<Entry> listing(String rows, String text, boolean upper) {
        UnaryOperator<String> cased = name -> upper ? name.toUpperCase(Locale.ROOT) : name;
        return new Listing<Entry>()
                .column(upper ? "MATERIALIZED_VIEW_ID" : "id", BIGINT, Entry::id)
                .column(upper ? "TABLE_SCHEMA" : "database_name", varchar(20), Entry::database)
                .column(upper ? "TABLE_NAME" : "name", varchar(50), Entry::name)
                .column(cased.apply("refresh_type"), varchar(20), Entry::refreshType)
                .column(cased.apply("is_active"), varchar(10), entry -> String.valueOf(entry.inactive() == null))
                .column(
                        cased.apply("inactive_reason"),
                        varchar(1024),
                        entry -> Objects.requireNonNullElse(entry.inactive(), ""))
                .column(cased.apply("partition_type"), varchar(16), Entry::partitionType)
                .column(cased.apply("task_id"), BIGINT, entry -> entry.task() == null ? null : entry.id())
                .column(cased.apply("task_name"), varchar(50), Entry::task)
                .column(cased.apply("last_refresh_start_time"), DATETIME, refreshed(MaterializedViewListing::time))
                .column(cased.apply("last_refresh_finished_time"), DATETIME, refreshed(MaterializedViewListing::time))
                .column(cased.apply("last_refresh_duration"), DOUBLE, refreshed(run -> "0.000"))
                .column(cased.apply("last_refresh_state"), varchar(20), refreshed(RefreshRun::state))
                .column(cased.apply("last_refresh_force_refresh"), varchar(8), refreshed(RefreshRun::forced))
                .column(cased.apply("last_refresh_start_partition"), varchar(1024), refreshed(run -> "NULL"))
                .column(cased.apply("last_refresh_end_partition"), varchar(1024), refreshed(run -> "NULL"))
                .column(cased.apply("last_refresh_base_refresh_partitions"), varchar(1024), refreshed(run -> "{}"))
                .column(cased.apply("last_refresh_mv_refresh_partitions"), varchar(1024), refreshed(run -> "[]"))
                .column(
                        cased.apply("last_refresh_error_code"),
                        varchar(20),
                        refreshed(run -> run.failure() == null ? "0" : "-1"))
                .column(
                        cased.apply("last_refresh_error_message"),
                        varchar(1024),
                        refreshed(run -> Objects.requireNonNullElse(run.failure(), "")))
                .constant(rows, BIGINT, 0)
                .column(text, varchar(65535), Entry::text)
                .constant(cased.apply("extra_message"), varchar(1024), "")
                .constant(cased.apply("query_rewrite_status"), varchar(64), "")
                .constant(cased.apply("creator"), varchar(64), "")
                .column(cased.apply("last_refresh_process_time"), DATETIME, refreshed(MaterializedViewListing::time))
                .column(cased.apply("last_refresh_job_id"), varchar(64), refreshed(RefreshRun::job));
    }

    /** Reads a value from the last refresh; NULL if there was none. */
    private static Listing.Value<Entry> refreshed(Listing.Value<RefreshRun> value) {
        return entry -> entry.lastRefresh() == null ? null : value.of(entry.lastRefresh());
    }

    private static String time(RefreshRun run) {
        return SessionSnapshot.time(run.time());
    }

    /**
     * A materialized view in a listing.
     *
     * @param inactive the reason why the view is inactive; null if it is active
     * @param task the name of its task; null for a synchronous view
     * @param lastRefresh its last refresh; null if there was none
     */
    private record Entry(
            long id,
            String database,
            String name,
            String refreshType,
            @Nullable String inactive,
            String partitionType,
            @Nullable String task,
            @Nullable RefreshRun lastRefresh,
            String text) {}

    private Stream<Entry> entries(Database database) {
        return snapshot.visible(database).stream().flatMap(object -> {
            if (object instanceof DatabaseObject.OfMaterializedView asynchronous) {
                return readsAll(asynchronous.view())
                        ? Stream.of(asynchronous(database.name(), asynchronous.view()))
                        : Stream.of();
            }
            return object instanceof DatabaseObject.OfTable table
                    ? table.table().rollups().stream()
                            .map(rollup -> synchronous(database.name(), table.table(), rollup))
                    : Stream.of();
        });
    }

    private Entry asynchronous(String database, MaterializedView view) {
        long id = snapshot.id(database, view.name());
        return new Entry(
                id,
                database,
                view.name(),
                view.refresh().scheme().name(),
                view.inactive(),
                view.division().name(),
                RefreshRun.task(id),
                snapshot.state().runs().lastOf(id).orElse(null),
                ShowCreate.text(snapshot.profile(), view));
    }

    private Entry synchronous(String database, Table table, Rollup rollup) {
        return new Entry(
                snapshot.id(database, table.name()),
                database,
                rollup.name(),
                "ROLLUP",
                null,
                "UNPARTITIONED",
                null,
                null,
                statement(table, rollup));
    }

    /**
     * Returns whether the session may read all tables and materialized views that a view reads directly. Otherwise the
     * view is not listed.
     */
    private boolean readsAll(MaterializedView view) {
        return view.definition().bases().stream()
                .filter(BaseRelation::direct)
                .allMatch(base -> snapshot.database(base.database())
                        .flatMap(database -> DatabaseObject.of(database, base.name()))
                        .filter(object -> object.kind() != ObjectKind.VIEW)
                        .filter(object -> !snapshot.reads(base.database(), object))
                        .isEmpty());
    }

    /** Returns the statement of a rollup: its own without line breaks, or else one that the server generates. */
    private static String statement(Table table, Rollup rollup) {
        QueryText query = rollup.query();
        if (query != null) {
            String statement = "CREATE MATERIALIZED VIEW " + rollup.name() + " AS " + query.text();
            return statement.replace("\n", "").replace("\t", "").replaceAll(" +", " ");
        }
        List<String> keys =
                rollup.columns().stream().filter(Column::key).map(Column::name).toList();
        Stream<String> values = rollup.columns().stream()
                .filter(column -> !column.key())
                .map(column -> aggregation(table, column) + "(" + column.name() + ")");
        return "create materialized view " + rollup.name() + " as select "
                + Stream.concat(keys.stream(), values).collect(Collectors.joining(",")) + " from " + table.name()
                + " group by " + String.join(",", keys);
    }

    private static String aggregation(Table table, Column column) {
        Aggregation aggregation = column.aggregation();
        if (aggregation instanceof Aggregation.Function function) {
            return function.name();
        }
        if (aggregation != null) {
            return "AGG_STATE_UNION";
        }
        return table.model() == KeyModel.DUPLICATE ? "NONE" : "REPLACE";
    }
}
