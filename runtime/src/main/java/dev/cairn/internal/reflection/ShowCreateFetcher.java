package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.MigrationException.ServerUnreachableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Sends SHOW CREATE for many objects, one statement each, over several connections in parallel. Each thread parses the
 * answers that it receives, while others wait for the server.
 */
public final class ShowCreateFetcher implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    /** Below this number of objects, opening another connection takes longer than reading them. */
    private static final int MIN_OBJECTS_PER_CONNECTION = 8;

    private final ConnectionFactory connectionFactory;
    private final int objectCount;
    private final Queue<ObjectName> unreadNames;
    private final Queue<CompletableFuture<?>> activeReaders = new ConcurrentLinkedQueue<>();
    private final ExpectedObjects expectedObjects;
    private final ConcurrentSkipListMap<ObjectName, SchemaReflection.Definition> definitionByName =
            new ConcurrentSkipListMap<>();

    private ShowCreateFetcher(
            ConnectionFactory connectionFactory, Collection<ObjectName> objectNames, ExpectedObjects expectedObjects) {
        this.connectionFactory = connectionFactory;
        this.objectCount = objectNames.size();
        this.unreadNames = new ConcurrentLinkedQueue<>(objectNames);
        this.expectedObjects = expectedObjects;
    }

    /**
     * Starts to read the objects over all connections except the caller's.
     *
     * @param maxConnections the maximum number of connections, including that of the caller
     */
    static ShowCreateFetcher start(
            ConnectionFactory connectionFactory,
            int maxConnections,
            Collection<ObjectName> objectNames,
            ExpectedObjects expectedObjects) {
        ShowCreateFetcher fetcher = new ShowCreateFetcher(connectionFactory, objectNames, expectedObjects);
        int additionalConnectionCount = Math.min(maxConnections - 1, objectNames.size() / MIN_OBJECTS_PER_CONNECTION);
        for (int i = 0; i < additionalConnectionCount; i++) {
            connectionFactory.executor().execute(fetcher::readOverNewConnection);
        }
        return fetcher;
    }

    /** Returns the objects that the server is expected to have. */
    public ExpectedObjects expectedObjects() {
        return expectedObjects;
    }

    /**
     * Returns the definitions when all answers have arrived. Threads that still wait for a connection are ignored: a
     * small pool may have no connection for them until the caller returns its own.
     *
     * @throws ConnectionLostException if the caller's connection is lost; if another one is lost, its pending
     *     statement is sent again
     */
    SortedMap<ObjectName, SchemaReflection.Definition> awaitDefinitions(ServerConnection connection) {
        readUnreadObjects(connection);
        while (definitionByName.size() < objectCount) {
            awaitActiveReaders();
            readUnreadObjects(connection);
        }
        return definitionByName;
    }

    /** Sends no more statements, and waits for the pending ones. */
    @Override
    public void close() {
        unreadNames.clear();
        awaitActiveReaders();
    }

    private void awaitActiveReaders() {
        for (CompletableFuture<?> reader : activeReaders) {
            reader.join();
        }
    }

    private void readOverNewConnection() {
        if (unreadNames.isEmpty()) {
            return;
        }
        CompletableFuture<Void> completion = new CompletableFuture<>();
        try (ServerConnection connection = connectionFactory.openWithoutTimeout()) {
            activeReaders.add(completion);
            readUnreadObjects(connection);
        } catch (ServerUnreachableException | ConnectionLostException | ServerRefusalException failure) {
            LOG.log(Level.DEBUG, "A connection for parallel reflection failed", failure);
        } finally {
            completion.complete(null);
        }
    }

    private void readUnreadObjects(ServerConnection connection) {
        for (ObjectName name = unreadNames.poll(); name != null; name = unreadNames.poll()) {
            boolean isRead = false;
            try {
                definitionByName.put(
                        name,
                        SchemaReflection.Definition.of(
                                ShowCreateAnswer.fetch(connection, name), name, expectedObjects));
                isRead = true;
            } finally {
                if (!isRead) {
                    unreadNames.add(name);
                }
            }
        }
    }
}
