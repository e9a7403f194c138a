package dev.cairn.internal.option;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key of {@link OptionValues}: a setting with a type and a default. A setting that users can write as text is a
 * {@link MigratorOption}; all others are set by code.
 */
public class OptionKey<T> {
    private final @Nullable T defaultValue;

    /**
     * @param defaultValue the value that applies if the option is not set; null if the option is a part of another
     *     option
     */
    public OptionKey(@Nullable T defaultValue) {
        this.defaultValue = defaultValue;
    }

    /**
     * Returns the value that applies if the option is not set.
     *
     * @throws NullPointerException if the option is a part of another option
     */
    public final T defaultValue() {
        return Objects.requireNonNull(defaultValue, "An option of rebuilds is read from REBUILD");
    }

    /** Returns a copy of the values in which this key has another value. */
    OptionValues withValueIn(OptionValues values, T value) {
        return values.copyWith(this, value);
    }
}
