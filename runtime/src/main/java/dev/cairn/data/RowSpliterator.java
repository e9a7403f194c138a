package dev.cairn.data;

import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Iterates over the rows of a result, and releases the connection after the last one. */
final class RowSpliterator<T extends @Nullable Object> implements Spliterator<T> {
    private final ResultRow row;
    private final Function<? super ResultRow, ? extends T> reader;
    private final StreamedQueryCloser queryCloser;
    private boolean hasEnded;

    RowSpliterator(ResultRow row, Function<? super ResultRow, ? extends T> reader, StreamedQueryCloser queryCloser) {
        this.row = row;
        this.reader = reader;
        this.queryCloser = queryCloser;
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (hasEnded || !readNext()) {
            hasEnded = true;
            queryCloser.close();
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
        queryCloser.close();
    }

    private boolean readNext() {
        try {
            boolean hasRow = row.next();
            if (hasRow) {
                queryCloser.countRow();
            }
            return hasRow;
        } catch (FailedStatementException failure) {
            queryCloser.logFailure(failure);
            throw failure;
        }
    }

    private T convertRow() {
        try {
            return reader.apply(row);
        } catch (RuntimeException failure) {
            queryCloser.recordFailure(failure);
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
