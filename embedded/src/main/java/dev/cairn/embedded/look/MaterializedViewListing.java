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
import java.util.Map;
import java.util.function.Predicate;
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
        ResultBuilder listing = listing("TABLE_ROWS", "MATERIALIZED_VIEW_DEFINITION", true);
        for (Map.Entry<String, Database> entry : snapshot.catalog().databases()) {
            rows(listing, entry.getValue(), name -> true);
        }
        return listing;
    }

    ResultBuilder show(String database, Predicate<String> like) {
        ResultBuilder listing = listing("rows", "text", false);
        snapshot.existingDatabase(database).ifPresent(found -> rows(listing, found, like));
        return listing;
    }

    private static ResultBuilder listing(String rows, String text, boolean upper) {
        ResultBuilder listing = new ResultBuilder()
                .column(cased(upper ? "materialized_view_id" : "id", upper), BIGINT)
                .column(cased(upper ? "table_schema" : "database_name", upper), varchar(20))
                .column(cased(upper ? "table_name" : "name", upper), varchar(50))
                .column(cased("refresh_type", upper), varchar(20))
                .column(cased("is_active", upper), varchar(10))
                .column(cased("inactive_reason", upper), varchar(1024))
                .column(cased("partition_type", upper), varchar(16))
                .column(cased("task_id", upper), BIGINT)
                .column(cased("task_name", upper), varchar(50))
                .column(cased("last_refresh_start_time", upper), DATETIME)
                .column(cased("last_refresh_finished_time", upper), DATETIME)
                .column(cased("last_refresh_duration", upper), DOUBLE)
                .column(cased("last_refresh_state", upper), varchar(20))
                .column(cased("last_refresh_force_refresh", upper), varchar(8));
        return refreshed(listing, upper)
                .column(rows, BIGINT)
                .column(text, varchar(65535))
                .column(cased("extra_message", upper), varchar(1024))
                .column(cased("query_rewrite_status", upper), varchar(64))
                .column(cased("creator", upper), varchar(64))
                .column(cased("last_refresh_process_time", upper), DATETIME)
                .column(cased("last_refresh_job_id", upper), varchar(64));
    }

    private static ResultBuilder refreshed(ResultBuilder listing, boolean upper) {
        return listing.column(cased("last_refresh_start_partition", upper), varchar(1024))
                .column(cased("last_refresh_end_partition", upper), varchar(1024))
                .column(cased("last_refresh_base_refresh_partitions", upper), varchar(1024))
                .column(cased("last_refresh_mv_refresh_partitions", upper), varchar(1024))
                .column(cased("last_refresh_error_code", upper), varchar(20))
                .column(cased("last_refresh_error_message", upper), varchar(1024));
    }

    private static String cased(String name, boolean upper) {
        return upper ? name.toUpperCase(Locale.ROOT) : name;
    }

    private void rows(ResultBuilder listing, Database database, Predicate<String> like) {
        for (DatabaseObject object : snapshot.visible(database)) {
            if (object instanceof DatabaseObject.OfMaterializedView found) {
                asynchronous(listing, database.name(), found.view(), like);
            } else if (object instanceof DatabaseObject.OfTable found) {
                synchronous(listing, database.name(), found.table(), like);
            }
        }
    }

    private void asynchronous(ResultBuilder listing, String database, MaterializedView view, Predicate<String> like) {
        if (!like.test(view.name()) || !readsAll(view)) {
            return;
        }
        long id = snapshot.id(database, view.name());
        row(
                listing,
                id,
                database,
                view.name(),
                view.refresh().scheme().name(),
                view.inactive(),
                view.division().name(),
                RefreshRun.task(id),
                new LastRefresh(snapshot.state().runs().lastOf(id).orElse(null)),
                ShowCreate.text(snapshot.profile(), view));
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

    private void synchronous(ResultBuilder listing, String database, Table table, Predicate<String> like) {
        for (Rollup rollup : table.rollups()) {
            if (like.test(rollup.name())) {
                row(
                        listing,
                        snapshot.id(database, table.name()),
                        database,
                        rollup.name(),
                        "ROLLUP",
                        null,
                        "UNPARTITIONED",
                        null,
                        LastRefresh.NONE,
                        RollupStatement.of(table, rollup));
            }
        }
    }

    private static void row(
            ResultBuilder listing,
            long id,
            String database,
            String name,
            String refresh,
            @Nullable String inactive,
            String division,
            @Nullable String task,
            LastRefresh last,
            String text) {
        listing.row(
                id,
                database,
                name,
                refresh,
                String.valueOf(inactive == null),
                inactive == null ? "" : inactive,
                division,
                task == null ? null : id,
                task,
                last.time(),
                last.time(),
                last.said("0.000"),
                last.state(),
                last.said(String.valueOf(last.forced())),
                last.said("NULL"),
                last.said("NULL"),
                last.said("{}"),
                last.said("[]"),
                last.failure() == null ? last.said("0") : "-1",
                last.failure() == null ? last.said("") : last.failure(),
                0,
                text,
                "",
                "",
                "",
                last.time(),
                last.job());
    }

    /** The last refresh of a view, if there was one. */
    private record LastRefresh(@Nullable RefreshRun run) {
        static final LastRefresh NONE = new LastRefresh(null);

        @Nullable
        String said(String text) {
            return run == null ? null : text;
        }

        @Nullable
        String time() {
            return run == null ? null : SessionSnapshot.time(run.time());
        }

        @Nullable
        String job() {
            return run == null ? null : run.job();
        }

        @Nullable
        String state() {
            return run == null ? null : run.state();
        }

        @Nullable
        String failure() {
            return run == null ? null : run.failure();
        }

        boolean forced() {
            return run != null && run.forced();
        }
    }

    /**
     * The statement that is listed for a rollup: its own without line breaks, or else one that the server generates.
     */
    private static final class RollupStatement {
        private RollupStatement() {}

        static String of(Table table, Rollup rollup) {
            QueryText query = rollup.query();
            if (query != null) {
                String statement = "CREATE MATERIALIZED VIEW " + rollup.name() + " AS " + query.text();
                return statement.replace("\n", "").replace("\t", "").replaceAll(" +", " ");
            }
            List<String> keys = rollup.columns().stream()
                    .filter(Column::key)
                    .map(Column::name)
                    .toList();
            Stream<String> values = rollup.columns().stream()
                    .filter(column -> !column.key())
                    .map(column -> aggregation(table, column) + "(" + column.name() + ")");
            return "create materialized view " + rollup.name() + " as select "
                    + Stream.concat(keys.stream(), values).collect(Collectors.joining(",")) + " from " + table.name()
                    + " group by " + String.join(",", keys);
        }

        private static String aggregation(Table table, Column column) {
            Aggregation said = column.aggregation();
            if (said instanceof Aggregation.Function function) {
                return function.name();
            }
            if (said != null) {
                return "AGG_STATE_UNION";
            }
            return table.model() == KeyModel.DUPLICATE ? "NONE" : "REPLACE";
        }
    }
}
