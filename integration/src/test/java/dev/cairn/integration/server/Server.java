package dev.cairn.integration.server;

import dev.cairn.data.StreamLoad;

/** A StarRocks that tests run on. */
interface Server extends AutoCloseable {
    /** In the names of the tests. */
    String name();

    Endpoint endpoint();

    /** A load, as it finds its way to the nodes of the server. */
    default <R> StreamLoad<R> reaching(StreamLoad<R> load) {
        return load;
    }

    /** Ends what was started for the tests. */
    @Override
    void close();
}
