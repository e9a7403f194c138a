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
 * Sends SHOW CREATE for many objects, one statement each, over several connections in parallel. The answers are read
 * by the threads that receive them, while others wait for the server.
 */
public final class ParallelShowCreate implements AutoCloseable {
    private static final Logger LOG = System.getLogger("dev.cairn");

    /** Opening another connection takes longer than reading fewer objects than this. */
    private static final int MIN_OBJECTS_PER_CONNECTION = 8;

    private final ConnectionFactory factory;
    private final int objectCount;
    private final Queue<ObjectName> waiting;
    private final Queue<CompletableFuture<?>> runningQueries = new ConcurrentLinkedQueue<>();
    final ExpectedObjects expected;
    private final ConcurrentSkipListMap<ObjectName, Reflection.Definition> answers = new ConcurrentSkipListMap<>();

    private ParallelShowCreate(ConnectionFactory factory, Collection<ObjectName> names, ExpectedObjects expected) {
        this.factory = factory;
        this.objectCount = names.size();
        this.waiting = new ConcurrentLinkedQueue<>(names);
        this.expected = expected;
    }

    /**
     * Starts to read the objects over all connections except the caller's.
     *
     * @param connections the maximum number of connections, including that of the caller
     */
    static ParallelShowCreate begin(
            ConnectionFactory factory, int connections, Collection<ObjectName> names, ExpectedObjects expected) {
        ParallelShowCreate begunCreate = new ParallelShowCreate(factory, names, expected);
        int others = Math.min(connections - 1, names.size() / MIN_OBJECTS_PER_CONNECTION);
        for (int i = 0; i < others; i++) {
            factory.executor().execute(begunCreate::askOverOwnConnection);
        }
        return begunCreate;
    }

    /** Returns the expected objects, which are read. */
    public ExpectedObjects expectedObjects() {
        return expected;
    }

    /**
     * Returns the answers when all of them have arrived. A thread that still waits for its connection is not waited for: a small
     * pool may have none for it until the caller returns its own.
     *
     * @throws ConnectionLostException if the caller's connection is lost; if another one is lost, its pending
     *     statement is sent again
     */
    SortedMap<ObjectName, Reflection.Definition> awaitAnswers(ServerConnection connection) {
        ask(connection);
        while (answers.size() < objectCount) {
            join();
            ask(connection);
        }
        return answers;
    }

    /** Sends no further statements, and waits for the pending ones. */
    @Override
    public void close() {
        waiting.clear();
        join();
    }

    private void join() {
        for (CompletableFuture<?> thread : runningQueries) {
            thread.join();
        }
    }

    private void askOverOwnConnection() {
        if (waiting.isEmpty()) {
            return;
        }
        CompletableFuture<Void> ended = new CompletableFuture<>();
        try (ServerConnection connection = factory.openWithoutLimit()) {
            runningQueries.add(ended);
            ask(connection);
        } catch (UnreachableException | ConnectionLostException | ServerRefusalException failure) {
            LOG.log(Level.DEBUG, "A connection for parallel reflection failed", failure);
        } finally {
            ended.complete(null);
        }
    }

    private void ask(ServerConnection connection) {
        for (ObjectName name = waiting.poll(); name != null; name = waiting.poll()) {
            boolean isComplete = false;
            try {
                answers.put(name, Reflection.Definition.of(ShownText.ask(connection, name), name, expected));
                isComplete = true;
            } finally {
                if (!isComplete) {
                    waiting.add(name);
                }
            }
        }
    }
}
