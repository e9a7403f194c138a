package dev.cairn.internal.run;

import dev.cairn.internal.connection.ConnectionFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The pool of connections of a run. */
final class StepConnectionPool implements AutoCloseable {
    private final List<StepConnection> all = new ArrayList<>();
    private final Deque<StepConnection> free = new ArrayDeque<>();

    StepConnectionPool(ConnectionFactory connections, int number) {
        for (int i = 0; i < number; i++) {
            all.add(new StepConnection(connections));
        }
        free.addAll(all);
    }

    /** Changes the settings of all connections. Call it only while no step runs. */
    void set(Map<String, String> settings) {
        all.forEach(connection -> connection.set(settings));
    }

    /** Sets what ends the waits of all connections for the server. Call it only while no step runs. */
    void permit(Runnable permission) {
        all.forEach(connection -> connection.permit(permission));
    }

    /** Returns the first connection. Call it only while no step runs. */
    StepConnection first() {
        return all.get(0);
    }

    int size() {
        return all.size();
    }

    /** Returns a connection that no other step has; connections that have been used come first. */
    synchronized StepConnection borrow() {
        return free.removeFirst();
    }

    synchronized void giveBack(StepConnection connection) {
        free.addFirst(connection);
    }

    @Override
    public void close() {
        all.forEach(StepConnection::close);
    }
}
