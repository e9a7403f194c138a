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
    private boolean hasEnded;

    RowSpliterator(ResultRow row, Function<? super ResultRow, ? extends T> reader, ConnectionRelease release) {
        this.row = row;
        this.reader = reader;
        this.release = release;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (hasEnded || !readNext()) {
            hasEnded = true;
            release.close();
            return false;
        }
        action.accept(convertRow());
        return true;
    }

    @Override
    public void forEachRemaining(Consumer<? super T> action) {
        while (!hasEnded && readNext()) {
            action.accept(convertRow());
        }
        hasEnded = true;
        release.close();
    }

    private boolean readNext() {
        try {
            boolean hasRow = row.next();
            if (hasRow) {
                release.countRow();
            }
            return hasRow;
        } catch (FailedStatementException failure) {
            release.logFailure(failure);
            throw failure;
        }
    }

    private T convertRow() {
        try {
            return reader.apply(row);
        } catch (RuntimeException failure) {
            release.recordFailure(failure);
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
