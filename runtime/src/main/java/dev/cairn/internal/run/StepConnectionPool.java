package dev.cairn.internal.run;

import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.run.step.StepConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The pool of connections of a run. Each running step has its own connection; open connections are preferred. */
final class StepConnectionPool implements AutoCloseable {
    private final List<StepConnection> allConnections = new ArrayList<>();
    private final Deque<StepConnection> freeConnections = new ArrayDeque<>();

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

    /** Returns the first connection. Call it only while no step runs. */
    StepConnection firstConnection() {
        return allConnections.get(0);
    }

    int size() {
        return allConnections.size();
    }

    /** Takes a connection that no other step has; connections that have been used come first. */
    synchronized StepConnection borrow() {
        return freeConnections.removeFirst();
    }

    synchronized void returnConnection(StepConnection connection) {
        freeConnections.addFirst(connection);
    }

    @Override
    public void close() {
        allConnections.forEach(StepConnection::close);
    }
}
