package dev.cairn.spring.test;

import dev.cairn.embedded.junit.FreshDatabase;
import org.jspecify.annotations.Nullable;

/** A database of an application context, which returns to its state after the start of the application. */
final class EmbeddedDatabase {
    private final EmbeddedTestServer testServer;
    private final FreshDatabase database;

    /** The name of a copy of the database after the start of the application; null before the first test. */
    private @Nullable String startCopyName;

    EmbeddedDatabase(EmbeddedTestServer testServer) {
        this.testServer = testServer;
        this.database = testServer.createDatabase();
    }

    FreshDatabase database() {
        return database;
    }

    /** Restores the state that the database had after the start of the application. The first call saves this state. */
    void reset() {
        if (startCopyName == null) {
            startCopyName = testServer.copy(database.name());
        } else {
            testServer.replace(database.name(), startCopyName);
        }
    }

    void drop() {
        database.server().dropDatabase(database.name());
        if (startCopyName != null) {
            database.server().dropDatabase(startCopyName);
        }
    }
}
