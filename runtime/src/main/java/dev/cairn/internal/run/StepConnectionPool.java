package dev.cairn.internal.run;

import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.polling.StepCancelledException;
import dev.cairn.internal.run.step.StepConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pool of connections of a run. Each running step has its own connection; open connections are preferred. Steps
 * borrow and return connections on several threads; the other methods are not thread-safe.
 */
final class StepConnectionPool implements AutoCloseable {
    private final List<StepConnection> allConnections = new ArrayList<>();
    private final Deque<StepConnection> freeConnections = new ArrayDeque<>();

    /** The connections that steps have, and that are open or will be opened by the step. */
    private final Set<StepConnection> usableConnections = new HashSet<>();

    StepConnectionPool(ConnectionFactory connectionFactory, int size) {
        for (int i = 0; i < size; i++) {
            allConnections.add(new StepConnection(connectionFactory));
        }
        freeConnections.addAll(allConnections);
    }

    /** Sets the session variables of all connections. Call it only while no step runs. */
    void setVariables(Map<String, String> variables) {
        allConnections.forEach(connection -> connection.setVariables(variables));
    }

    /** Sets the check that can end the waits of all connections for the server. Call it only while no step runs. */
    void setContinuationCheck(Runnable continuationCheck) {
        allConnections.forEach(connection -> connection.setContinuationCheck(continuationCheck));
    }

    /** Closes the connections whose sessions were changed by statements. Call it only while no step runs. */
    void discardChangedSessions() {
        allConnections.forEach(StepConnection::discardChangedSession);
    }

    /** Returns a connection, an open one if possible. Call it only while no step runs. */
    StepConnection firstConnection() {
        return allConnections.stream()
                .filter(StepConnection::isOpen)
                .findFirst()
                .orElse(allConnections.get(0));
    }

    /** Returns the number of connections, which decreases when the data source can't open one of them. */
    int size() {
        return allConnections.size();
    }

    /**
     * Takes a connection that no other step has; connections that have been used come first. If the pool of the data
     * source has no further connection, waits until another step returns one.
     *
     * @throws StepCancelledException if the thread is interrupted while it waits
     */
    StepConnection borrow() {
        while (true) {
            StepConnection connection = takeFreeConnection();
            if (connection.openIfAvailable() || !retire(connection)) {
                return markUsable(connection);
            }
        }
    }

    private synchronized StepConnection takeFreeConnection() {
        while (freeConnections.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                throw new StepCancelledException();
            }
        }
        return freeConnections.removeFirst();
    }

    /**
     * Removes a connection that can't be opened. Returns false if it is needed, because no other connection is usable.
     */
    private synchronized boolean retire(StepConnection connection) {
        boolean hasOtherConnection =
                !usableConnections.isEmpty() || freeConnections.stream().anyMatch(StepConnection::isOpen);
        if (hasOtherConnection) {
            allConnections.remove(connection);
        }
        return hasOtherConnection;
    }

    private synchronized StepConnection markUsable(StepConnection connection) {
        usableConnections.add(connection);
        return connection;
    }

    synchronized void returnConnection(StepConnection connection) {
        usableConnections.remove(connection);
        freeConnections.addFirst(connection);
        notifyAll();
    }

    /** Closes the connections, which are opened again on demand. Call it only while no step runs. */
    void release() {
        allConnections.forEach(StepConnection::discard);
    }

    @Override
    public void close() {
        allConnections.forEach(StepConnection::close);
    }
}
