package dev.cairn.internal.run.preparation;

import java.util.Map;

/**
 * Values for placeholders.
 *
 * <pre>{@code
 * new Placeholders(Map.of("replication_num", "1"))   // for "${replication_num:3}"
 * }</pre>
 *
 * @param keepsUnknown whether a placeholder without a value and without a fallback remains in its statement, for those who want to
 *     know which objects the statement is about, and do not send it
 */
public record Placeholders(Map<String, String> values, boolean keepsUnknown) {
    public static final Placeholders NONE = new Placeholders(Map.of());

    public Placeholders {
        values = Map.copyOf(values);
    }

    /** Creates values that a run requires for all placeholders without a fallback. */
    public Placeholders(Map<String, String> values) {
        this(values, false);
    }

    /** Returns the same values, of which none is required. */
    public Placeholders keepingUnknown() {
        return new Placeholders(values, true);
    }
}
