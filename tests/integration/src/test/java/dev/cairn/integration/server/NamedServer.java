package dev.cairn.integration.server;

/** A server whose URL is set. It runs before and after the tests. */
record NamedServer(Endpoint endpoint) implements Server {
    @Override
    public String name() {
        return endpoint.host() + ":" + endpoint.port();
    }

    @Override
    public void close() {
        // The tests did not start it.
    }
}
