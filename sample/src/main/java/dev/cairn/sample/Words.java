package dev.cairn.sample;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a row as a person reads them; a dash where there is none. */
final class Words {
    private static final String NONE = "-";

    private Words() {}

    static List<String> of(@Nullable Object... values) {
        return Arrays.stream(values)
                .map(value -> value == null ? NONE : value.toString())
                .toList();
    }
}
