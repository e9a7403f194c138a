package dev.cairn.internal.run.preparation;

import java.util.Map;

/**
 * Values for placeholders.
 *
 * <pre>{@code
 * new Placeholders(Map.of("replication_num", "1"))   // for "${replication_num:3}"
 * }</pre>
 */
public record Placeholders(Map<String, String> values) {
    public static final Placeholders NONE = new Placeholders(Map.of());

    public Placeholders {
        values = Map.copyOf(values);
    }
}
