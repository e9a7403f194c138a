package dev.cairn.embedded.protocol;

/** A client's connection, as the server behind the protocol sees it. */
public interface ClientConnection {
    /** Returns the id for KILL and CONNECTION_ID(). */
    int id();

    /** Returns the address of the client, such as {@code 127.0.0.1:52344}. */
    String remoteAddress();

    /** Returns the address of the client without its port. */
    default String remoteHost() {
        return remoteAddress().substring(0, remoteAddress().lastIndexOf(':'));
    }

    /** Records that the client will never be answered again. */
    default void markSilent() {}

    /** Closes the connection immediately, even during a statement. May be called from any thread. */
    void disconnect();
}
