package dev.cairn.data;

import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the rows of a result. The connection is released after the last row, and after a row that can't be
 * read, because the stream can't be continued then.
 */
final class RowSpliterator<T extends @Nullable Object> implements Spliterator<T> {
    private final ResultRow row;
    private final Function<? super ResultRow, ? extends T> reader;
    private final StreamedQuery streamedQuery;
    private boolean hasEnded;

    RowSpliterator(ResultRow row, Function<? super ResultRow, ? extends T> reader, StreamedQuery streamedQuery) {
        this.row = row;
        this.reader = reader;
        this.streamedQuery = streamedQuery;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (hasEnded || !readNext()) {
            hasEnded = true;
            streamedQuery.close();
            return false;
        }
        action.accept(convertRow());
        return true;
    }

    @Override
    public void forEachRemaining(Consumer<? super T> action) {
        try {
            while (!hasEnded && readNext()) {
                action.accept(convertRow());
            }
        } catch (RuntimeException | Error failure) {
            endAfterFailure(failure);
            throw failure;
        }
        hasEnded = true;
        streamedQuery.close();
    }

    private boolean readNext() {
        try {
            boolean hasRow = row.next();
            if (hasRow) {
                streamedQuery.countRow();
            }
            return hasRow;
        } catch (FailedStatementException failure) {
            streamedQuery.logFailure(failure);
            endAfterFailure(failure);
            throw failure;
        }
    }

    private T convertRow() {
        try {
            return reader.apply(row);
        } catch (RuntimeException failure) {
            streamedQuery.recordFailure(failure);
            endAfterFailure(failure);
            throw failure;
        }
    }

    private void endAfterFailure(Throwable failure) {
        hasEnded = true;
        streamedQuery.closeAfterFailure(failure);
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
