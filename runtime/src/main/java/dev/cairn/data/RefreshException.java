package dev.cairn.data;

import org.jspecify.annotations.Nullable;

/** A refresh failed: who reads sees the rows of the one before, or those partitions that were refreshed until then. */
public final class RefreshException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String name;
    private final String words;

    RefreshException(String name, String words) {
        this(name, words, null);
    }

    RefreshException(String name, String words, @Nullable Throwable cause) {
        super("The refresh of " + name + " failed: " + words, cause);
        this.name = name;
        this.words = words;
    }

    /** The name of what was to be refreshed. */
    public String name() {
        return name;
    }

    /** Why, in the server's own words where it had any. */
    public String words() {
        return words;
    }
}
