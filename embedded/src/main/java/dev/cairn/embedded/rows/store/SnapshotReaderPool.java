package dev.cairn.embedded.rows.store;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A pool of readers of a database. It keeps readers that no snapshot uses, because opening a reader takes longer than
 * selecting a row. Any thread may release a reader.
 */
final class SnapshotReaderPool implements AutoCloseable {
    /** The number of readers that are kept: most tests have few connections. */
    private static final int MAX_IDLE_READERS = 8;

    private final DuckDbEngine.AttachedDatabase database;
    private final Deque<SnapshotReader> idleReaders = new ArrayDeque<>();
    private boolean isClosed;

    SnapshotReaderPool(DuckDbEngine.AttachedDatabase database) {
        this.database = database;
    }

    /** Returns a reader whose transaction sees the data as of now. */
    SnapshotReader acquire() throws SQLException {
        SnapshotReader idleReader = pollIdle();
        SnapshotReader reader = idleReader == null ? SnapshotReader.open(database) : idleReader;
        try {
            reader.beginTransaction();
            return reader;
        } catch (SQLException failure) {
            reader.close();
            throw failure;
        }
    }

    private synchronized @Nullable SnapshotReader pollIdle() {
        return idleReaders.poll();
    }

    /** Makes a reader available for later snapshots. Its transaction must have ended. */
    void release(SnapshotReader reader) {
        if (!addUnlessFull(reader)) {
            reader.close();
        }
    }

    /**
     * Adds a reader to the pool. Returns false, and adds nothing, if enough readers are idle, or if the pool is closed.
     */
    private synchronized boolean addUnlessFull(SnapshotReader reader) {
        if (isClosed || idleReaders.size() >= MAX_IDLE_READERS) {
            return false;
        }
        idleReaders.push(reader);
        return true;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        idleReaders.forEach(SnapshotReader::close);
        idleReaders.clear();
    }
}
