package dev.cairn.sample;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a row as text, with a dash for NULL. */
final class RowText {
    private static final String NULL = "-";

    private RowText() {}

    static List<String> of(@Nullable Object... values) {
        return Arrays.stream(values)
                .map(value -> value == null ? NULL : value.toString())
                .toList();
    }
}
