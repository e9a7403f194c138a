package dev.cairn.data;

import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Iterates over the rows of a result, and releases the connection after the last one. */
final class RowSpliterator<T extends @Nullable Object> implements Spliterator<T> {
    private final ResultRow row;
    private final Function<? super ResultRow, ? extends T> reader;
    private final ConnectionRelease release;
    private boolean ended;

    RowSpliterator(ResultRow row, Function<? super ResultRow, ? extends T> reader, ConnectionRelease release) {
        this.row = row;
        this.reader = reader;
        this.release = release;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (ended || !next()) {
            ended = true;
            release.close();
            return false;
        }
        action.accept(value());
        return true;
    }

    @Override
    public void forEachRemaining(Consumer<? super T> action) {
        while (!ended && next()) {
            action.accept(value());
        }
        ended = true;
        release.close();
    }

    private boolean next() {
        try {
            boolean isRow = row.next();
            if (isRow) {
                release.read();
            }
            return isRow;
        } catch (FailedStatementException failure) {
            release.logFailure(failure);
            throw failure;
        }
    }

    private T value() {
        try {
            return reader.apply(row);
        } catch (RuntimeException failure) {
            release.unreadable(failure);
            throw failure;
        }
    }

    @Override
    public @Nullable Spliterator<T> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED;
    }
}
