package dev.cairn.integration.server;

import dev.cairn.data.StreamLoad;

/** A server to which tests connect with MariaDB's driver. */
record MariaDbServer(Server server) implements Server {
    @Override
    public String name() {
        return server.name() + ", MariaDB's driver";
    }

    @Override
    public Endpoint endpoint() {
        return server.endpoint().overMariaDb();
    }

    @Override
    public <R> StreamLoad<R> withReachableNodes(StreamLoad<R> load) {
        return server.withReachableNodes(load);
    }

    @Override
    public void close() {
        // Its owner closes the server.
    }
}
