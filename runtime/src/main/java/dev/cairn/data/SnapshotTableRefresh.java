package dev.cairn.data;

import dev.cairn.schema.SnapshotTableDescriptor;
import dev.cairn.server.Ticker;
import dev.cairn.server.link.Link;
import dev.cairn.server.link.Lost;
import dev.cairn.server.link.Refused;
import dev.cairn.server.look.LoadStates;
import dev.cairn.server.look.LoadStates.LoadState;
import dev.cairn.sql.InsertLabel;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The refresh of a snapshot table: INSERT OVERWRITE from its query. Who reads meanwhile sees the old rows, and then the new
 * ones.
 *
 * <pre>{@code
 * database.refresh(CITY_VISITS).await();
 * }</pre>
 */
public final class SnapshotTableRefresh implements Refresh {
    private final Calls calls;
    private final SnapshotTableDescriptor<?> table;
    private final Supplier<String> labels;

    /** @param labels that no load has had yet */
    SnapshotTableRefresh(Calls calls, SnapshotTableDescriptor<?> table, Supplier<String> labels) {
        this.calls = calls;
        this.table = table;
        this.labels = labels;
    }

    static SnapshotTableRefresh of(Calls calls, SnapshotTableDescriptor<?> table) {
        return new SnapshotTableRefresh(calls, table, () -> "cairn_" + UUID.randomUUID());
    }

    @Override
    public String name() {
        return table.toString();
    }

    /** {@code INSERT OVERWRITE … SELECT …}, as it is sent but for its label. */
    public String sql() {
        return table.refresh();
    }

    /**
     * The label of a load tells whether its rows were written, but not whether they took the place of the old ones. So where
     * the connection was lost, it is waited until that load is over, and then done again, which gives the same rows.
     */
    @Override
    public RefreshOutcome await() {
        Ticker.Stopwatch watch = calls.ticker().start();
        Pause pause = new Pause(calls.ticker());
        for (int losses = 0; ; losses++) {
            String label = labels.get();
            try {
                calls.once(name(), link -> overwritten(link, label));
                return new RefreshOutcome(name(), RefreshOutcome.State.REFRESHED, List.of(), watch.elapsed());
            } catch (Refused refused) {
                // The one that was lost may have replaced the partitions that this one was to replace.
                if (losses == 0 || losses == Calls.MOST_LOSSES) {
                    throw new RefreshException(name(), refused.words(), refused);
                }
            } catch (Lost lost) {
                if (losses == Calls.MOST_LOSSES) {
                    throw Calls.unreachable(name(), lost);
                }
            }
            pause.take();
            settle(label);
        }
    }

    private LoadState overwritten(Link link, String label) {
        link.load(InsertLabel.added(sql(), label));
        return LoadState.FINISHED;
    }

    private void settle(String label) {
        Pause pause = new Pause(calls.ticker());
        Ticker.Stopwatch waited = calls.ticker().start();
        Duration longest = calls.links(name()).options().load();
        while (calls.askAgain(name(), link -> state(link, label)) == LoadState.RUNNING) {
            if (waited.elapsed().compareTo(longest) >= 0) {
                throw new RefreshException(
                        name(),
                        "the load " + label + " still is under way after " + longest.toSeconds()
                                + " s; see SHOW LOAD WHERE LABEL = '" + label
                                + "', and refresh again when it has ended");
            }
            pause.take();
        }
    }

    private LoadState state(Link link, String label) {
        String database = table.database().orElseGet(() -> calls.links(name()).database(link));
        return LoadStates.of(link, database, label);
    }

    @Override
    public String toString() {
        return sql();
    }
}
