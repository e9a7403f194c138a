package dev.cairn.sample;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a row as text, with a dash for NULL. */
final class RowText {
    private static final String NULL_TEXT = "-";

    private RowText() {}

    static List<String> of(@Nullable Object... values) {
        return Arrays.stream(values)
                .map(value -> value == null ? NULL_TEXT : value.toString())
                .toList();
    }
}
