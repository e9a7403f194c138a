package dev.cairn.schema;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column whose values can't be compared: JSON, ARRAY, MAP, STRUCT, BITMAP, HLL, PERCENTILE, or states of aggregate
 * functions.
 *
 * @param <R> the record of the table or view
 */
public sealed class PlainColumn<R> extends Column<R> permits NullablePlainColumn {
    private final @Nullable ValueType<?> metric;

    PlainColumn(Descriptor<R> owner, int position, String name, @Nullable ValueType<?> metric) {
        super(owner, position, name);
        this.metric = metric;
    }

    /**
     * Returns the type of the values if it is BITMAP, HLL, PERCENTILE or an aggregate state, which only functions of
     * the server can read; empty for other types.
     */
    public final Optional<ValueType<?>> metric() {
        return Optional.ofNullable(metric);
    }
}
