package dev.cairn.embedded.junit;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension.Preparation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server that test classes use one after another, with the databases that have been prepared on it. */
final class TestServer implements AutoCloseable {
    private final EmbeddedStarRocks server;
    private final Map<Preparation, String> prepared = new HashMap<>();
    private int databases;

    TestServer(Options options) {
        this.server = EmbeddedStarRocks.start(options);
    }

    EmbeddedStarRocks server() {
        return server;
    }

    /** Creates a database: an empty one, or a copy of the prepared one. */
    synchronized FreshDatabase database(@Nullable Preparation preparation) throws Exception {
        String name = "test_" + ++databases;
        if (preparation == null) {
            server.createDatabase(name);
        } else {
            server.copyDatabase(prepare(preparation), name);
        }
        return new FreshDatabase(server, name, server.jdbcUrl(name));
    }

    synchronized boolean isPrepared(@Nullable Preparation preparation) {
        return prepared.containsKey(preparation);
    }

    /** Prepares a database unless it has been prepared before, and returns its name. */
    synchronized String prepare(Preparation preparation) throws Exception {
        String existing = prepared.get(preparation);
        if (existing != null) {
            return existing;
        }
        String name = "prepared_" + (prepared.size() + 1);
        server.createDatabase(name);
        boolean done = false;
        try {
            preparation.prepare(server.dataSource(name));
            server.jobs().finish();
            prepared.put(preparation, name);
            done = true;
            return name;
        } finally {
            if (!done) {
                server.dropDatabase(name);
            }
        }
    }

    /** Removes what a test class has left, except for users, roles and global variables. */
    synchronized void clean() {
        for (String database : server.databases()) {
            if (!prepared.containsValue(database)) {
                server.dropDatabase(database);
            }
        }
        server.faults().clear();
        server.log().clear();
    }

    /** Returns whether no statement of a test can run any more. */
    boolean isIdle() {
        return server.faults().waitingLate() == 0;
    }

    @Override
    public void close() {
        server.close();
    }
}
