package dev.cairn.spring.test;

import dev.cairn.embedded.junit.FreshDatabase;
import org.jspecify.annotations.Nullable;

/**
 * A database of an application context on the embedded server. It can be reset to the state that it had after the start
 * of the application.
 */
final class EmbeddedDatabase {
    private final EmbeddedTestServer testServer;
    private final FreshDatabase database;

    /** The name of the copy that has the state after the start of the application; null before the first reset. */
    private @Nullable String initialStateCopyName;

    EmbeddedDatabase(EmbeddedTestServer testServer) {
        this.testServer = testServer;
        this.database = testServer.createDatabase();
    }

    FreshDatabase database() {
        return database;
    }

    /**
     * Restores the state that the database had after the start of the application. The first call only saves this
     * state, so it must come before the first test.
     */
    void reset() {
        if (initialStateCopyName == null) {
            initialStateCopyName = testServer.copyDatabase(database.name());
        } else {
            testServer.replaceDatabase(database.name(), initialStateCopyName);
        }
    }

    void drop() {
        database.server().dropDatabase(database.name());
        if (initialStateCopyName != null) {
            database.server().dropDatabase(initialStateCopyName);
        }
    }
}
