package dev.cairn.spring.test;

import dev.cairn.embedded.junit.FreshDatabase;
import org.jspecify.annotations.Nullable;

/** A database of an application context, which returns to its state after the start of the application. */
final class EmbeddedDatabase {
    private final EmbeddedTestServer testServer;
    private final FreshDatabase database;

    /** The name of a copy of the database after the start of the application; null before the first test. */
    private @Nullable String initialStateCopyName;

    EmbeddedDatabase(EmbeddedTestServer testServer) {
        this.testServer = testServer;
        this.database = testServer.createDatabase();
    }

    FreshDatabase database() {
        return database;
    }

    /** Restores the state that the database had after the start of the application. The first call saves this state. */
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
