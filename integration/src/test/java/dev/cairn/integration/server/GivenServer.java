package dev.cairn.integration.server;

/** A server that somebody named, and that is there before and after the tests. */
record GivenServer(Endpoint endpoint) implements Server {
    @Override
    public String name() {
        return endpoint.host() + ":" + endpoint.port();
    }

    @Override
    public void close() {
        // It is not the tests' own.
    }
}
