package dev.cairn.data;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a refresh failed. Queries see the rows of the previous refresh, except in partitions that were refreshed
 * before the failure.
 */
public final class RefreshException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String name;
    private final String reason;

    RefreshException(String name, String reason) {
        this(name, reason, null);
    }

    RefreshException(String name, String reason, @Nullable Throwable cause) {
        super("The refresh of " + name + " failed: " + reason, cause);
        this.name = name;
        this.reason = reason;
    }

    /** Returns the name of the object whose refresh failed. */
    public String name() {
        return name;
    }

    /** Returns the reason for the failure, which is the message of the server if it has sent one. */
    public String reason() {
        return reason;
    }
}
