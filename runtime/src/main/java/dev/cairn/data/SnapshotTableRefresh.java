package dev.cairn.data;

import dev.cairn.data.CallObserver.Call.Kind;
import dev.cairn.internal.Backoff;
import dev.cairn.internal.DurationFormatter;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.polling.ServerPoller;
import dev.cairn.internal.reflection.LoadState;
import dev.cairn.internal.reflection.ServerIdentity;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.schema.SnapshotTableDescriptor;
import dev.cairn.sql.parse.InsertLabel;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The refresh of a snapshot table: INSERT OVERWRITE from its query. Queries that run in the meantime see the old rows
 * until the refresh has replaced them.
 *
 * <pre>{@code
 * database.refresh(CITY_VISITS).await();
 * }</pre>
 */
public final class SnapshotTableRefresh implements RefreshRequest {
    /** The number of times that the statement is repeated, after a lost connection or a refusal that follows one. */
    private static final int MAX_REPETITIONS = 5;

    private final ServerPoller poller;
    private final CallObservers observers;
    private final SnapshotTableDescriptor<?> table;
    private final @Nullable SchemaDescriptor schema;
    private final Supplier<String> labelSupplier;

    /**
     * Creates the refresh of a table.
     *
     * @param schema decides which query is sent to the server; null if the table has only one
     * @param labelSupplier supplies labels that no load has used yet
     */
    SnapshotTableRefresh(
            ServerPoller poller,
            CallObservers observers,
            SnapshotTableDescriptor<?> table,
            @Nullable SchemaDescriptor schema,
            Supplier<String> labelSupplier) {
        this.poller = poller;
        this.observers = observers;
        this.table = table;
        this.schema = schema;
        this.labelSupplier = labelSupplier;
    }

    static SnapshotTableRefresh of(
            ServerPoller poller,
            CallObservers observers,
            SnapshotTableDescriptor<?> table,
            @Nullable SchemaDescriptor schema) {
        return new SnapshotTableRefresh(poller, observers, table, schema, () -> "cairn_" + UUID.randomUUID());
    }

    @Override
    public String name() {
        return table.toString();
    }

    /**
     * Returns the statement, {@code INSERT OVERWRITE … SELECT …}. Each run also adds a label. If the query of the table
     * differs by target, the method asks the server for its version and run mode.
     *
     * @throws dev.cairn.upgrade.MigrationException.WrongServerException if the schema has no target that matches the
     *     server
     */
    public String sql() {
        return schema == null ? table.refresh() : poller.query(name(), this::chooseSql);
    }

    private String chooseSql(ServerConnection connection) {
        if (schema == null) {
            // Reading the variables corrects the session, as ServerIdentity does below.
            connection.readVariables();
            return table.refresh();
        }
        return table.refresh(ServerIdentity.read(connection, resolveDatabaseName(connection))
                .requireTarget(schema.name(), schema.targets()));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The state of a label shows whether the rows of a load were written, but not whether they replaced the old
     * ones. If the connection breaks, the method therefore waits until this load has ended, and then repeats the
     * statement, which produces the same rows. It throws a {@link RefreshException} if the load has not ended within
     * five hours, the default of {@link dev.cairn.MigratorOptions#loadTimeout}.
     */
    @Override
    public RefreshRequest.Outcome await() {
        return observers.observe(Kind.REFRESH, table, this::refresh, outcome -> OptionalLong.empty());
    }

    private RefreshRequest.Outcome refresh() {
        Ticker.Stopwatch stopwatch = poller.ticker().start();
        Backoff backoff = poller.createBackoff();
        for (int failureCount = 0; ; failureCount++) {
            String label = labelSupplier.get();
            try {
                poller.queryOnce(name(), connection -> overwrite(connection, label));
                return new RefreshRequest.Outcome(
                        name(), RefreshRequest.Outcome.State.REFRESHED, List.of(), stopwatch.elapsed());
            } catch (ServerRefusalException refusal) {
                // An earlier attempt, whose connection broke, may have replaced the partitions that this one writes.
                if (failureCount == 0 || failureCount == MAX_REPETITIONS) {
                    throw new RefreshException(name(), refusal.reason(), refusal);
                }
            } catch (ConnectionLostException connectionLoss) {
                if (failureCount == MAX_REPETITIONS) {
                    throw ServerPoller.createConnectionLossException(name(), connectionLoss);
                }
            }
            backoff.pause();
            awaitLoadEnd(label);
        }
    }

    /** Replaces the rows of the table by those of its query, as a load with this label. */
    private LoadState overwrite(ServerConnection connection, String label) {
        connection.executeLoad(InsertLabel.addTo(chooseSql(connection), label));
        return LoadState.FINISHED;
    }

    /**
     * Waits until the load with this label has ended, in any way.
     *
     * @throws RefreshException if it is still running after the timeout of loads
     */
    private void awaitLoadEnd(String label) {
        Backoff backoff = poller.createBackoff();
        Ticker.Stopwatch stopwatch = poller.ticker().start();
        Duration maxWaitTime = poller.createConnectionFactory(name()).options().get(MigratorOption.LOAD_TIMEOUT);
        while (poller.queryAfterSync(name(), connection -> readLoadState(connection, label)) == LoadState.RUNNING) {
            if (stopwatch.elapsed().compareTo(maxWaitTime) >= 0) {
                throw new RefreshException(
                        name(),
                        "the load " + label + " is still running after " + DurationFormatter.format(maxWaitTime)
                                + "; check SHOW LOAD WHERE LABEL = '" + label
                                + "', and refresh again when it has ended");
            }
            backoff.pause();
        }
    }

    private LoadState readLoadState(ServerConnection connection, String label) {
        return LoadState.readInDatabase(connection, resolveDatabaseName(connection), label);
    }

    private String resolveDatabaseName(ServerConnection connection) {
        return table.database()
                .orElseGet(() -> poller.createConnectionFactory(name()).requireDatabaseName(connection));
    }

    @Override
    public String toString() {
        return schema == null ? sql() : name();
    }
}
