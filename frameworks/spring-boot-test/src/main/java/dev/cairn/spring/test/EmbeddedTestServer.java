package dev.cairn.spring.test;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.junit.FreshDatabase;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The embedded server that all application contexts of a JVM share, and the databases that have been upgraded on it.
 */
final class EmbeddedTestServer {
    private static @Nullable EmbeddedTestServer instance;

    private final EmbeddedStarRocks server = EmbeddedStarRocks.start();
    private final Map<Object, String> copyNameByUpgradeKey = new HashMap<>();
    private int databaseCount;

    private EmbeddedTestServer() {}

    /**
     * Returns the server of the JVM, which the first call starts. It stops with the JVM, like the contexts that Spring
     * caches; its threads don't keep the JVM alive.
     */
    static synchronized EmbeddedTestServer ofThisJvm() {
        if (instance == null) {
            instance = new EmbeddedTestServer();
        }
        return instance;
    }

    private synchronized String createDatabaseName(String prefix) {
        return prefix + ++databaseCount;
    }

    /** Creates an empty database. */
    FreshDatabase createDatabase() {
        String name = createDatabaseName("test_");
        server.createDatabase(name);
        return new FreshDatabase(server, name, server.jdbcUrl(name));
    }

    /**
     * Upgrades an empty database, or replaces it with a copy of a database that was upgraded with the same key. Another
     * thread that prepares a database waits until the upgrade has ended.
     *
     * @param upgradeKey the facts that determine the content of the database after its upgrade
     * @param upgradeAction upgrades the database
     */
    synchronized void prepare(FreshDatabase database, Object upgradeKey, Runnable upgradeAction) {
        String copyName = copyNameByUpgradeKey.get(upgradeKey);
        if (copyName == null) {
            upgradeAction.run();
            copyNameByUpgradeKey.put(upgradeKey, copyDatabase(database.name()));
        } else {
            replaceDatabase(database.name(), copyName);
        }
    }

    /** Finishes the jobs of the server, copies a database, and returns the name of the copy. */
    String copyDatabase(String databaseName) {
        String copyName = createDatabaseName("copy_");
        server.jobs().finish();
        server.copyDatabase(databaseName, copyName);
        return copyName;
    }

    /** Replaces a database with a copy of another one. Connections to the replaced database stay open. */
    void replaceDatabase(String databaseName, String sourceDatabaseName) {
        server.dropDatabase(databaseName);
        server.copyDatabase(sourceDatabaseName, databaseName);
    }
}
