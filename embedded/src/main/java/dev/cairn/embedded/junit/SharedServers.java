package dev.cairn.embedded.junit;

import dev.cairn.embedded.Options;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * The servers that the test classes of a JVM share. A class uses a server exclusively while it runs; therefore,
 * there are as many servers as classes that run in parallel.
 */
@SuppressWarnings("deprecation") // JUnit closes other resources only since 5.13
final class SharedServers implements CloseableResource, AutoCloseable {
    private final List<TestServer> idleServers = new ArrayList<>();

    /**
     * Returns a server that no other class uses, preferably one on which the database is already prepared.
     * Otherwise, the server must have no roles: a preparation might create a role that another preparation has
     * created there.
     */
    synchronized TestServer lease(EmbeddedStarRocksExtension.@Nullable Preparation preparation) {
        for (TestServer server : idleServers) {
            if (server.hasPreparedDatabase(preparation)) {
                idleServers.remove(server);
                return server;
            }
        }
        for (TestServer server : idleServers) {
            if (server.starRocks().roles().isEmpty()) {
                idleServers.remove(server);
                return server;
            }
        }
        return new TestServer(Options.DEFAULT);
    }

    /** Makes a server available to other classes, or closes it if faults still defer statements. */
    synchronized void release(TestServer server) {
        if (server.hasDeferredStatements()) {
            server.close();
        } else {
            server.removeLeftovers();
            idleServers.add(server);
        }
    }

    /** Closes all servers; when the last test class has ended, all of them are idle. */
    @Override
    public synchronized void close() {
        idleServers.forEach(TestServer::close);
        idleServers.clear();
    }
}
