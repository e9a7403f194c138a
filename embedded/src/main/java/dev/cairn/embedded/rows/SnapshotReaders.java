package dev.cairn.embedded.rows;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The readers of a database that no snapshot uses. To open one takes longer than to select a row. */
final class SnapshotReaders implements AutoCloseable {
    /** The number of readers that are kept: most tests have few connections. */
    private static final int MAX_IDLE = 8;

    private final DuckDbEngine.AttachedDatabase database;
    private final Deque<SnapshotReader> idleReaders = new ArrayDeque<>();
    private boolean isClosed;

    SnapshotReaders(DuckDbEngine.AttachedDatabase database) {
        this.database = database;
    }

    /** Returns a reader whose transaction sees the data as of now. */
    SnapshotReader begin() throws SQLException {
        SnapshotReader idleReader = pollIdle();
        SnapshotReader reader = idleReader == null ? SnapshotReader.open(database) : idleReader;
        try {
            reader.begin();
            return reader;
        } catch (SQLException failure) {
            reader.close();
            throw failure;
        }
    }

    private synchronized @Nullable SnapshotReader pollIdle() {
        return idleReaders.poll();
    }

    /** Makes a reader available for later snapshots, after its transaction has ended. */
    void release(SnapshotReader reader) {
        if (!addIfUseful(reader)) {
            reader.close();
        }
    }

    /** Returns false if enough readers are idle, or if the database is closed. */
    private synchronized boolean addIfUseful(SnapshotReader reader) {
        if (isClosed || idleReaders.size() >= MAX_IDLE) {
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
