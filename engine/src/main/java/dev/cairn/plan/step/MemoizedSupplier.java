package dev.cairn.plan.step;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calculates a value when it is needed for the first time, and then returns the same value. If several threads need it
 * at once, each of them may calculate it. The value must not be null.
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
