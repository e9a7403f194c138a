package dev.cairn.schema;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column whose values compare with nothing: JSON, ARRAY, MAP, STRUCT, BITMAP, HLL, PERCENTILE, states of aggregate
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

    /** What it holds, where that is a BITMAP, HLL, PERCENTILE or state: what only functions of the server can read. */
    public final Optional<ValueType<?>> metric() {
        return Optional.ofNullable(metric);
    }
}
