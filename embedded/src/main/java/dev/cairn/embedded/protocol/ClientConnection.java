package dev.cairn.embedded.protocol;

/** A connection, seen from behind the protocol. */
public interface ClientConnection {
    /** The number that KILL and CONNECTION_ID() know it by. */
    int id();

    /** The other end, {@code 127.0.0.1:52344}. */
    String peer();

    /** Takes note that its client is never answered any more. */
    default void fallSilent() {}

    /** Ends the connection at once, whatever it is doing; from any thread. */
    void hangUp();
}
