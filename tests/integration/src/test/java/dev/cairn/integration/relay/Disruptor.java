package dev.cairn.integration.relay;

/**
 * Decides what happens to the statements and the clients of a relay. It is called by one thread for each connection.
 */
public interface Disruptor {
    /** Passes everything on. */
    Disruptor NONE = statement -> Disruption.NONE;

    /** Returns the disruption of a statement. */
    Disruption disruptionOf(String statement);

    /** Returns the disruption of a client that connects, which can't be {@link Disruption.Late}. */
    default Disruption connecting() {
        return Disruption.NONE;
    }

    /** Receives each disruption of a statement when it takes effect: the server has answered if it was to be run. */
    default void happened(Disruption disruption) {}

    /** Returns whether all connections have ended, and clients are refused from now on. */
    default boolean isEnd() {
        return false;
    }
}
