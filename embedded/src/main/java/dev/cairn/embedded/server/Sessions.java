package dev.cairn.embedded.server;

import dev.cairn.embedded.session.ServerSession;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of a server by their ids. */
final class Sessions {
    private final Map<Integer, ServerSession> sessions = new ConcurrentHashMap<>();

    void add(ServerSession session) {
        sessions.put(session.line().id(), session);
    }

    void remove(ServerSession session) {
        sessions.remove(session.line().id());
    }

    Optional<ServerSession> session(long id) {
        return id == (int) id ? Optional.ofNullable(sessions.get((int) id)) : Optional.empty();
    }

    Collection<ServerSession> all() {
        return sessions.values();
    }
}
