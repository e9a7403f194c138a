package dev.cairn.plan.step;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is calculated when it is needed for the first time, and then cached. If several threads need it at once,
 * each of them may calculate it.
 */
final class MemoizedSupplier<T> implements Supplier<T> {
    private final Supplier<T> calculation;
    private volatile @Nullable T value;

    private MemoizedSupplier(Supplier<T> calculation) {
        this.calculation = calculation;
    }

    static <T> Supplier<T> of(Supplier<T> calculation) {
        return calculation instanceof MemoizedSupplier ? calculation : new MemoizedSupplier<>(calculation);
    }

    @Override
    public T get() {
        T memoizedValue = value;
        if (memoizedValue == null) {
            memoizedValue = calculation.get();
            value = memoizedValue;
        }
        return memoizedValue;
    }
}
