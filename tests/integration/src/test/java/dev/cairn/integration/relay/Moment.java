package dev.cairn.integration.relay;

/** The time of a disruption in relation to its statement. */
public enum Moment {
    /** The statement never reaches the server. */
    BEFORE,
    /** The server has run the statement, and its answer never reaches the client. */
    AFTER
}
