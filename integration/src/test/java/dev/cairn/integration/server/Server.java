package dev.cairn.integration.server;

/** A StarRocks that tests run on. */
interface Server extends AutoCloseable {
    /** In the names of the tests. */
    String name();

    Endpoint endpoint();

    /** Ends what was started for the tests. */
    @Override
    void close();
}
