package dev.cairn.spring.test;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.junit.FreshDatabase;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The embedded server that all application contexts of a JVM share, and the databases that have been upgraded on it. */
final class EmbeddedTestServer {
    private static @Nullable EmbeddedTestServer started;

    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();
    private final Map<Object, String> prepared = new HashMap<>();
    private int databases;

    private EmbeddedTestServer() {}

    /** Spring caches contexts for the whole JVM, too. The server ends with the JVM; its threads do not keep it alive. */
    static synchronized EmbeddedTestServer ofThisJvm() {
        if (started == null) {
            started = new EmbeddedTestServer();
        }
        return started;
    }

    private synchronized String name(String prefix) {
        return prefix + ++databases;
    }

    /** Creates an empty database. */
    FreshDatabase database() {
        String name = name("test_");
        server.createDatabase(name);
        return new FreshDatabase(server, name, server.jdbcUrl(name));
    }

    /**
     * Upgrades an empty database, or replaces it by a copy of one that was upgraded with the same key.
     *
     * @param upgrade upgrades the database
     */
    synchronized void prepare(FreshDatabase database, Object key, Runnable upgrade) {
        String existing = prepared.get(key);
        if (existing == null) {
            upgrade.run();
            prepared.put(key, copy(database.name()));
        } else {
            replace(database.name(), existing);
        }
    }

    /** Copies a database and returns the name of the copy. */
    String copy(String database) {
        String copy = name("copy_");
        server.jobs().finish();
        server.copyDatabase(database, copy);
        return copy;
    }

    /** Replaces a database by a copy of another one. Connections to it stay open. */
    void replace(String database, String original) {
        server.dropDatabase(database);
        server.copyDatabase(original, database);
    }
}
