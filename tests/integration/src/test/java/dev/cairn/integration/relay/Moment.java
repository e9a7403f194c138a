package dev.cairn.integration.relay;

/** When a connection ends, seen from the statement at which it does. */
public enum Moment {
    /** The server never hears of it. */
    BEFORE,
    /** The server has done it, and its client never hears of that. */
    AFTER
}
