package dev.cairn.data;

import dev.cairn.data.CallObserver.Call.Kind;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.NamedRow;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.polling.ServerPoller;
import dev.cairn.internal.polling.TaskRun;
import dev.cairn.schema.MaterializedViewDescriptor;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.PartitionDefinition.Bound;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.ViewStatement.RefreshMaterializedView;
import dev.cairn.sql.ast.ViewStatement.RefreshedPartitions;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The refresh of a materialized view. It is immutable: each method that sets an option returns a copy, and each call of
 * {@link #start} or {@link #await} requests another refresh. By default, the partitions whose base data has changed are
 * refreshed, at the priority that the server gives to manual refreshes.
 *
 * <pre>{@code
 * database.refresh(DAILY_SALES).await();                                        // only what has changed
 * database.refresh(DAILY_SALES).partitions("2026-01-01", "2026-02-01").force().await();
 * }</pre>
 *
 * <p>The server runs the refresh in the background, and {@link #await} polls its state, so a connection that breaks in
 * the meantime does no harm. If the connection breaks while the refresh is being requested, the request is repeated; a
 * refresh that was requested twice is a no-op the second time, unless it is forced.
 */
public final class MaterializedViewRefresh implements RefreshRequest {
    private static final DateTimeFormatter TIMESTAMP_FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final ServerPoller poller;
    private final CallObservers observers;
    private final MaterializedViewDescriptor<?> view;
    private final RefreshMaterializedView statement;

    private MaterializedViewRefresh(
            ServerPoller poller,
            CallObservers observers,
            MaterializedViewDescriptor<?> view,
            RefreshMaterializedView statement) {
        this.poller = poller;
        this.observers = observers;
        this.view = view;
        this.statement = statement;
    }

    static MaterializedViewRefresh of(
            ServerPoller poller, CallObservers observers, MaterializedViewDescriptor<?> view) {
        QualifiedName name = QualifiedName.of(view.path().toArray(String[]::new));
        return new MaterializedViewRefresh(poller, observers, view, RefreshMaterializedView.of(name));
    }

    /**
     * Refreshes only these partitions of a view that is partitioned by range; of these, only the ones that have
     * changed, unless the refresh is forced. Default: all partitions.
     *
     * @param from the lower bound, inclusive
     * @param to the upper bound, exclusive
     */
    public MaterializedViewRefresh partitions(String from, String to) {
        return withClauses(new RefreshedPartitions(from, to, List.of()), statement.isForced(), statement.priority());
    }

    /** Returns the same as {@link #partitions(String, String)}, with dates as bounds. */
    public MaterializedViewRefresh partitions(LocalDate from, LocalDate to) {
        return partitions(from.toString(), to.toString());
    }

    /**
     * Returns the same as {@link #partitions(String, String)}, with timestamps as bounds; fractions of a second are
     * dropped.
     */
    public MaterializedViewRefresh partitions(LocalDateTime from, LocalDateTime to) {
        return partitions(TIMESTAMP_FORMAT.format(from), TIMESTAMP_FORMAT.format(to));
    }

    /** Refreshes only these partitions of a view that is partitioned by the values of one column. */
    public MaterializedViewRefresh partitionsOf(String... values) {
        return partitionsOf(Arrays.stream(values).map(List::of).toList());
    }

    /**
     * Refreshes only these partitions of a view that is partitioned by the values of one or more columns.
     *
     * @param values for each partition, the values of the columns in their order
     */
    public MaterializedViewRefresh partitionsOf(List<List<String>> values) {
        List<List<Bound>> bounds = values.stream()
                .map(partitionValues -> partitionValues.stream()
                        .<Bound>map(Bound.LiteralBound::new)
                        .toList())
                .toList();
        return withClauses(new RefreshedPartitions(null, null, bounds), statement.isForced(), statement.priority());
    }

    /** Also refreshes partitions that have not changed. Default: only partitions that have changed. */
    public MaterializedViewRefresh force() {
        return withClauses(statement.partitions(), true, statement.priority());
    }

    /**
     * Sets the priority of the refresh among pending ones, from 0 to 100. Default: 80, the server's priority for manual
     * refreshes.
     */
    public MaterializedViewRefresh priority(int priority) {
        return withClauses(statement.partitions(), statement.isForced(), priority);
    }

    private MaterializedViewRefresh withClauses(
            RefreshedPartitions partitions, boolean isForced, @Nullable Integer priority) {
        return new MaterializedViewRefresh(
                poller,
                observers,
                view,
                new RefreshMaterializedView(statement.name(), partitions, isForced, null, priority, Span.NONE));
    }

    @Override
    public String name() {
        return statement.name().toString();
    }

    /** Returns the statement, {@code REFRESH MATERIALIZED VIEW …}, as it is sent. */
    public String sql() {
        return Sql.render(statement);
    }

    /**
     * Requests the refresh and does not wait for it.
     *
     * @return the {@code QUERY_ID} of its first run in {@code information_schema.task_runs}
     * @throws RefreshException if the server refuses the refresh, or has no room for it in its queue of pending runs
     * @throws dev.cairn.upgrade.MigrationException.ServerUnreachableException if no connection can be opened, or
     *     connections break repeatedly
     * @throws java.util.concurrent.CancellationException if the thread is interrupted while it waits to repeat the
     *     request
     */
    public String start() {
        return observers.observe(Kind.REFRESH_REQUEST, view, this::requestRefresh, outcome -> OptionalLong.empty());
    }

    private String requestRefresh() {
        try {
            return poller.query(name(), this::requestOnce);
        } catch (ServerRefusalException refusal) {
            throw new RefreshException(name(), refusal.reason(), refusal);
        }
    }

    private String requestOnce(ServerConnection connection) {
        List<NamedRow> rows = connection.fetchNamedRows(sql());
        String runId = rows.isEmpty() ? "" : rows.get(0).text("QUERY_ID");
        if (runId.isEmpty()) {
            throw new RefreshException(
                    name(), "the server rejected the refresh: its queue is full (task_runs_queue_length)");
        }
        return runId;
    }

    @Override
    public RefreshRequest.Outcome await() {
        return observers.observe(Kind.REFRESH, view, this::refresh, outcome -> OptionalLong.empty());
    }

    private RefreshRequest.Outcome refresh() {
        Ticker.Stopwatch stopwatch = poller.ticker().start();
        String firstRunId = requestRefresh();
        RefreshJob job = new RefreshJob(poller, name());
        try {
            boolean hadNothingToDo = job.await(firstRunId).state() == TaskRun.State.SKIPPED
                    && job.runIds().size() == 1;
            return new RefreshRequest.Outcome(
                    name(),
                    hadNothingToDo
                            ? RefreshRequest.Outcome.State.NOTHING_TO_DO
                            : RefreshRequest.Outcome.State.REFRESHED,
                    job.runIds(),
                    stopwatch.elapsed());
        } catch (ServerRefusalException refusal) {
            throw new RefreshException(name(), refusal.reason(), refusal);
        }
    }

    @Override
    public String toString() {
        return sql();
    }
}
