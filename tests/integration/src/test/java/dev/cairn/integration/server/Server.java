package dev.cairn.integration.server;

import dev.cairn.data.StreamLoad;

/** A server on which the tests run. */
interface Server extends AutoCloseable {
    /** Returns the name of the server in the names of the tests. */
    String name();

    Endpoint endpoint();

    /** Returns a load that reaches the nodes of the server. */
    default <R> StreamLoad<R> withReachableNodes(StreamLoad<R> load) {
        return load;
    }

    /** Stops the server if it was started for the tests. */
    @Override
    void close();
}
