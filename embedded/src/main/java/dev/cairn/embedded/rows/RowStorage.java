package dev.cairn.embedded.rows;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.embedded.rows.store.DuckDb;
import dev.cairn.embedded.rows.store.DuckDbSnapshot;
import dev.cairn.embedded.rows.store.IncomingRows;
import dev.cairn.embedded.rows.store.StorageKey;
import dev.cairn.embedded.rows.store.TableStore;
import dev.cairn.embedded.rows.table.StatementContext;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.StateListener;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Statement;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores the rows of one server in a database, which is opened when rows are first used, and changes them when the
 * state of the server changes. Statements read rows by {@link QueryPreparer} and write them by {@link RowWriter}.
 * Callers must hold the lock of the cluster, so calls are serialized, except where a method says otherwise.
 */
public final class RowStorage implements StateListener, AutoCloseable {
    private final ServerProfile profile;
    private final InstantSource clock;
    private final Set<DuckDbSnapshot> openSnapshots = ConcurrentHashMap.newKeySet();
    private final AtomicLong resultCount = new AtomicLong();
    private @Nullable Storage openedStorage;

    public RowStorage(ServerProfile profile, InstantSource clock) {
        this.profile = profile;
        this.clock = clock;
    }

    /** The opened database with its tables. */
    private record Storage(DuckDb duckDb, TableStore store) {}

    /**
     * Returns the rows as a statement accesses them.
     *
     * @param state the current state
     */
    LockedRows createLockedRows(ClusterState state, StatementContext context) {
        Storage storage = openStorage(state);
        TableStore store = storage.store();
        return new LockedRows(
                storage.duckDb(),
                store,
                openSnapshots,
                new StatementTranslatorFactory(context, store::open, CancellationCheck.NONE));
    }

    /** Returns the database and its tables. When it is opened, views that have been refreshed before get their rows. */
    private Storage openStorage(ClusterState state) {
        Storage storage = openedStorage;
        if (storage == null) {
            DuckDb duckDb = DuckDb.open();
            storage = new Storage(duckDb, new TableStore(duckDb));
            openedStorage = storage;
            createRefresher(storage).runDueRefreshes(ClusterState.initial(state.accounts()), state);
        }
        return storage;
    }

    private MaterializedViewRefresher createRefresher(Storage storage) {
        LocalDateTime now = now();
        return new MaterializedViewRefresher(
                storage.duckDb(), storage.store(), profile, now, TableFreeTranslatorFactory.create(profile, now));
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** Returns a unique name for a table with the result of a query. May be called without the lock. */
    String generateResultTableName() {
        return "result" + resultCount.incrementAndGet();
    }

    /** Cancels the queries that run without the lock. May be called without the lock. */
    public void cancelQueries() {
        openSnapshots.forEach(DuckDbSnapshot::cancel);
    }

    /** Ends a prepared statement, whether it was written or not. */
    public void discard(PreparedWrite preparedWrite) {
        if (openedStorage != null) {
            preparedWrite.close();
        }
        openSnapshots.removeIf(preparedWrite::ownsSnapshot);
    }

    /** Runs the work in one transaction, which is rolled back if the work throws. */
    public <T> T runInTransaction(ClusterState state, Supplier<T> work) {
        return openStorage(state).store().runInTransaction(work);
    }

    /**
     * Creates the storage for the incoming rows of a load.
     *
     * @param loadId an id that no other load has
     */
    public IncomingRows createIncomingRows(ClusterState state, long loadId, int fieldCount) {
        return openStorage(state).duckDb().createIncomingRows("load" + loadId, fieldCount);
    }

    /** Drops the rows of a session's temporary table. */
    public void dropTemporaryRows(ServerSession session, String databaseName, String name) {
        dropMatchingRows(key -> key.equals(StorageKey.ofTemporaryTable(session, databaseName, name)));
    }

    /** Drops the rows of all temporary tables of a session that has ended. */
    public void dropAllTemporaryRows(ServerSession session) {
        dropMatchingRows(key -> key.isTemporaryTableOf(session));
    }

    private void dropMatchingRows(Predicate<StorageKey> keyPredicate) {
        Storage storage = openedStorage;
        if (storage != null) {
            storage.store().keys().stream().filter(keyPredicate).forEach(storage.store()::drop);
        }
    }

    @Override
    public Map<Long, String> onChange(
            ClusterState oldState,
            ClusterState newState,
            @Nullable Statement statement,
            @Nullable String defaultDatabaseName) {
        Storage storage = openedStorage;
        if (storage == null) {
            return Map.of();
        }
        new RowSynchronizer(
                        storage.duckDb(),
                        storage.store(),
                        oldState,
                        newState,
                        TableFreeTranslatorFactory.create(profile, now()),
                        time -> TableFreeTranslatorFactory.create(profile, time))
                .synchronize(statement, defaultDatabaseName);
        return createRefresher(storage).runDueRefreshes(oldState, newState);
    }

    @Override
    public Optional<Column> findUnconvertibleColumn(long tableId, Table changedTable) {
        Storage storage = openedStorage;
        return storage == null
                ? Optional.empty()
                : storage.store().findUnconvertibleColumn(StorageKey.ofObject(tableId), changedTable.columns());
    }

    @Override
    public void onCopy(Map<Long, Long> copyIdByObjectId) {
        Storage storage = openedStorage;
        if (storage != null) {
            copyIdByObjectId.forEach((objectId, copyId) ->
                    storage.store().copyObject(StorageKey.ofObject(objectId), StorageKey.ofObject(copyId)));
        }
    }

    @Override
    public void close() {
        Storage storage = openedStorage;
        openedStorage = null;
        if (storage != null) {
            storage.duckDb().close();
        }
    }
}
