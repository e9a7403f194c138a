package dev.cairn.internal.run.preparation;

import java.util.Map;

/**
 * The values of placeholders such as {@code ${replication_num:3}}, by their names.
 *
 * <pre>{@code
 * new Placeholders(Map.of("replication_num", "1"))
 * }</pre>
 *
 * @param keepsUnresolvedPlaceholders whether a placeholder without a value and without a fallback remains in its
 *     statement; otherwise, it is an error
 */
public record Placeholders(Map<String, String> valueByName, boolean keepsUnresolvedPlaceholders) {
    public static final Placeholders NONE = new Placeholders(Map.of());

    public Placeholders {
        valueByName = Map.copyOf(valueByName);
    }

    /** Creates values for a run, in which every placeholder needs a value or a fallback. */
    public Placeholders(Map<String, String> valueByName) {
        this(valueByName, false);
    }

    /**
     * Returns the same values for statements that are read, but not sent: a placeholder without a value remains in
     * them.
     */
    public Placeholders withUnresolvedPlaceholders() {
        return new Placeholders(valueByName, true);
    }
}
