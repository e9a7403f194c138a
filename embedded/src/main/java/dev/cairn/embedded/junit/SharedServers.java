package dev.cairn.embedded.junit;

import dev.cairn.embedded.Options;
import dev.cairn.embedded.junit.EmbeddedStarRocksExtension.Preparation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * The servers that the test classes of a JVM share. A class has a server to itself while it runs; therefore, there are as
 * many servers as classes that run in parallel.
 */
@SuppressWarnings("deprecation") // JUnit closes other resources only since 5.13
final class SharedServers implements CloseableResource, AutoCloseable {
    private final List<TestServer> idle = new ArrayList<>();

    /** Returns a server that no other class uses, preferably one on which the database is already prepared. */
    synchronized TestServer lease(@Nullable Preparation preparation) {
        for (TestServer server : idle) {
            if (server.isPrepared(preparation)) {
                idle.remove(server);
                return server;
            }
        }
        return idle.isEmpty() ? new TestServer(Options.DEFAULT) : idle.remove(idle.size() - 1);
    }

    synchronized void giveBack(TestServer server) {
        if (server.isIdle()) {
            server.clean();
            idle.add(server);
        } else {
            server.close();
        }
    }

    /** All servers are idle when the last test class has ended. */
    @Override
    public synchronized void close() {
        idle.forEach(TestServer::close);
        idle.clear();
    }
}
