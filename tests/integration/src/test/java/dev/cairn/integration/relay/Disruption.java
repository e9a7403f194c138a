package dev.cairn.integration.relay;

import java.time.Duration;

/** The effect of a relay on a statement or on a client that connects. */
public sealed interface Disruption {
    Disruption NONE = new None();

    /** The statement and its answer are passed on. */
    record None() implements Disruption {}

    /** The connection ends. */
    record Cut(Moment moment) implements Disruption {}

    /** Nothing is passed on any more, in either direction; the connection stays open. */
    record Silence(Moment moment) implements Disruption {}

    /**
     * The statement is answered with an error, or the client is refused. If the statement is run before, the server has
     * to answer it in one packet, without rows.
     */
    record Refuse(Moment moment, int errno, String sqlState, String message) implements Disruption {
        private static final int SQL_STATE_LENGTH = 5;

        public Refuse {
            if (sqlState.length() != SQL_STATE_LENGTH) {
                throw new IllegalArgumentException("Not an SQL state: " + sqlState);
            }
        }
    }

    /** The client loses its connection at once, and the server gets the statement after this time. */
    record Late(Duration delay) implements Disruption {}
}
