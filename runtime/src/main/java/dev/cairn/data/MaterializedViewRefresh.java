package dev.cairn.data;

import dev.cairn.schema.MaterializedViewDescriptor;
import dev.cairn.server.Ticker;
import dev.cairn.server.link.Link;
import dev.cairn.server.link.Refused;
import dev.cairn.sql.PartitionDefinition.Bound;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Span;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ViewStatement.RefreshMaterializedView;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The refresh of a materialized view.
 *
 * <pre>{@code
 * database.refresh(DAILY_SALES).await();                                        // of what has changed
 * database.refresh(DAILY_SALES).partitions("2026-01-01", "2026-02-01").force().await();
 * }</pre>
 *
 * <p>It is asked for in the background and waited for by looking: so a connection that breaks meanwhile does no harm. If it
 * breaks while it is asked for, that is done again; a refresh that was asked for twice has nothing to do the second time,
 * unless it is forced.
 */
public final class MaterializedViewRefresh implements Refresh {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final Calls calls;
    private final RefreshMaterializedView statement;

    private MaterializedViewRefresh(Calls calls, RefreshMaterializedView statement) {
        this.calls = calls;
        this.statement = statement;
    }

    static MaterializedViewRefresh of(Calls calls, MaterializedViewDescriptor<?> view) {
        QualifiedName name = view.qualifiedName();
        return new MaterializedViewRefresh(
                calls, new RefreshMaterializedView(name, null, null, List.of(), false, null, null, Span.NONE));
    }

    /**
     * Only these partitions of a view that is partitioned by ranges; those that have changed, unless it is forced.
     *
     * @param to belongs to them no more
     */
    public MaterializedViewRefresh partitions(String from, String to) {
        return with(from, to, List.of(), statement.force(), statement.priority());
    }

    /** The same, by days. */
    public MaterializedViewRefresh partitions(LocalDate from, LocalDate to) {
        return partitions(from.toString(), to.toString());
    }

    /** The same, by times. */
    public MaterializedViewRefresh partitions(LocalDateTime from, LocalDateTime to) {
        return partitions(SECONDS.format(from), SECONDS.format(to));
    }

    /** Only these partitions of a view that is partitioned by the values of one column. */
    public MaterializedViewRefresh partitionsOf(String... values) {
        return partitionsOf(Arrays.stream(values).map(List::of).toList());
    }

    /** Only these partitions of a view that is partitioned by the values of one or more columns. */
    public MaterializedViewRefresh partitionsOf(List<List<String>> values) {
        List<List<Bound>> bounds = values.stream()
                .map(value -> value.stream().<Bound>map(Bound.Value::new).toList())
                .toList();
        return with(null, null, bounds, statement.force(), statement.priority());
    }

    /** Also what has not changed. */
    public MaterializedViewRefresh force() {
        return with(statement.start(), statement.end(), statement.values(), true, statement.priority());
    }

    /** Before others that wait, from 0 to 100; what is asked for by hand has 80. */
    public MaterializedViewRefresh priority(int priority) {
        return with(statement.start(), statement.end(), statement.values(), statement.force(), priority);
    }

    private MaterializedViewRefresh with(
            @Nullable String start,
            @Nullable String end,
            List<List<Bound>> values,
            boolean force,
            @Nullable Integer priority) {
        return new MaterializedViewRefresh(
                calls,
                new RefreshMaterializedView(statement.name(), start, end, values, force, null, priority, Span.NONE));
    }

    @Override
    public String name() {
        return statement.name().toString();
    }

    /** {@code REFRESH MATERIALIZED VIEW …}, as it is sent. */
    public String sql() {
        return Sql.render(statement);
    }

    /**
     * Asks for it, and does not wait.
     *
     * @return the id by which {@code information_schema.task_runs} knows its first run
     * @throws RefreshException if the server refuses it
     * @throws dev.cairn.schema.UnreachableException if there is no connection, or none any more
     */
    public String start() {
        try {
            return calls.ask(name(), this::asked);
        } catch (Refused refused) {
            throw new RefreshException(name(), refused.words(), refused);
        }
    }

    private String asked(Link link) {
        List<Map<String, @Nullable String>> answer = link.named(sql());
        String id = answer.isEmpty() ? null : answer.get(0).get("QUERY_ID");
        if (id == null || id.isEmpty()) {
            throw new RefreshException(
                    name(), "the server took no more refreshes: as many wait as task_runs_queue_length allows");
        }
        return id;
    }

    @Override
    public RefreshOutcome await() {
        Ticker.Stopwatch watch = calls.ticker().start();
        String first = start();
        RefreshJob job = new RefreshJob(calls, name());
        try {
            boolean idle = job.await(first).state() == TaskRun.State.SKIPPED
                    && job.seen().size() == 1;
            return new RefreshOutcome(
                    name(),
                    idle ? RefreshOutcome.State.NOTHING_TO_DO : RefreshOutcome.State.REFRESHED,
                    job.seen(),
                    watch.elapsed());
        } catch (Refused refused) {
            throw new RefreshException(name(), refused.words(), refused);
        }
    }

    @Override
    public String toString() {
        return sql();
    }
}
