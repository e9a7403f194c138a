package dev.cairn.internal.connection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of an answer, with its values as strings. */
public final class ReceivedRow {
    private final List<@Nullable String> values;

    ReceivedRow(List<@Nullable String> values) {
        this.values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    public int size() {
        return values.size();
    }

    /** Returns the value of a column, counted from 0; null for NULL. */
    public @Nullable String value(int columnIndex) {
        return values.get(columnIndex);
    }
}
