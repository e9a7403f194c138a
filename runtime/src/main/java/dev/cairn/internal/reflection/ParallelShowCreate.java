package dev.cairn.internal.reflection;

import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.MigrationException.UnreachableException;
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
public final class ParallelShowCreate implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    /** Opening another connection takes longer than reading fewer objects than this. */
    private static final int MIN_OBJECTS_PER_CONNECTION = 8;

    private final ConnectionFactory connectionFactory;
    private final int objectCount;
    private final Queue<ObjectName> waitingNames;
    private final Queue<CompletableFuture<?>> runningQueries = new ConcurrentLinkedQueue<>();
    private final ExpectedObjects expectedObjects;
    private final ConcurrentSkipListMap<ObjectName, SchemaReflection.Definition> definitionByName =
            new ConcurrentSkipListMap<>();

    private ParallelShowCreate(
            ConnectionFactory connectionFactory, Collection<ObjectName> objectNames, ExpectedObjects expectedObjects) {
        this.connectionFactory = connectionFactory;
        this.objectCount = objectNames.size();
        this.waitingNames = new ConcurrentLinkedQueue<>(objectNames);
        this.expectedObjects = expectedObjects;
    }

    /**
     * Starts to read the objects over all connections except the caller's.
     *
     * @param maxConnections the maximum number of connections, including that of the caller
     */
    static ParallelShowCreate begin(
            ConnectionFactory connectionFactory,
            int maxConnections,
            Collection<ObjectName> objectNames,
            ExpectedObjects expectedObjects) {
        ParallelShowCreate showCreate = new ParallelShowCreate(connectionFactory, objectNames, expectedObjects);
        int additionalConnectionCount = Math.min(maxConnections - 1, objectNames.size() / MIN_OBJECTS_PER_CONNECTION);
        for (int i = 0; i < additionalConnectionCount; i++) {
            connectionFactory.executor().execute(showCreate::readOverNewConnection);
        }
        return showCreate;
    }

    /** Returns the objects that are being read, as they are expected. */
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
        readWaitingObjects(connection);
        while (definitionByName.size() < objectCount) {
            awaitRunningQueries();
            readWaitingObjects(connection);
        }
        return definitionByName;
    }

    /** Sends no more statements, and waits for the pending ones. */
    @Override
    public void close() {
        waitingNames.clear();
        awaitRunningQueries();
    }

    private void awaitRunningQueries() {
        for (CompletableFuture<?> query : runningQueries) {
            query.join();
        }
    }

    private void readOverNewConnection() {
        if (waitingNames.isEmpty()) {
            return;
        }
        CompletableFuture<Void> completion = new CompletableFuture<>();
        try (ServerConnection connection = connectionFactory.openWithoutTimeout()) {
            runningQueries.add(completion);
            readWaitingObjects(connection);
        } catch (UnreachableException | ConnectionLostException | ServerRefusalException failure) {
            LOG.log(Level.DEBUG, "A connection for parallel reflection failed", failure);
        } finally {
            completion.complete(null);
        }
    }

    private void readWaitingObjects(ServerConnection connection) {
        for (ObjectName name = waitingNames.poll(); name != null; name = waitingNames.poll()) {
            boolean hasDefinition = false;
            try {
                definitionByName.put(
                        name,
                        SchemaReflection.Definition.of(
                                ShowCreateAnswer.fetch(connection, name), name, expectedObjects));
                hasDefinition = true;
            } finally {
                if (!hasDefinition) {
                    waitingNames.add(name);
                }
            }
        }
    }
}
