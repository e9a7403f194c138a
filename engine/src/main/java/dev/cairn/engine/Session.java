package dev.cairn.engine;

import org.jspecify.annotations.Nullable;

/** What a connection has chosen: the database that is in use, or none. */
public record Session(@Nullable String database) {
    public static final Session NONE = new Session(null);
}
