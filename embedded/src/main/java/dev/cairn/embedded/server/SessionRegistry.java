package dev.cairn.embedded.server;

import dev.cairn.embedded.session.ServerSession;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of a server by their ids. This class is thread-safe. */
final class SessionRegistry {
    private final Map<Integer, ServerSession> sessionById = new ConcurrentHashMap<>();

    /** Adds a session unless its user already has the maximum number of sessions, and returns whether it did. */
    synchronized boolean tryAdd(ServerSession session, int maxSessions) {
        if (hasMaxSessions(session.userName().name(), maxSessions)) {
            return false;
        }
        sessionById.put(session.client().id(), session);
        return true;
    }

    /** Returns whether a user has the maximum number of sessions. */
    boolean hasMaxSessions(String userName, int maxSessions) {
        long sessionCount = sessionById.values().stream()
                .filter(session -> session.userName().name().equals(userName))
                .count();
        return sessionCount >= maxSessions;
    }

    /** Returns the server's message for a session that exceeds the limit of its user. */
    static String formatLimitMessage(String userName, int maxSessions) {
        return "Reach user-level(qualifiedUser: " + userName + ") connection limit, currentUserMaxConn=" + maxSessions;
    }

    void remove(ServerSession session) {
        sessionById.remove(session.client().id());
    }

    Optional<ServerSession> find(long id) {
        return id == (int) id ? Optional.ofNullable(sessionById.get((int) id)) : Optional.empty();
    }

    /** Returns a live view of the sessions. */
    Collection<ServerSession> sessions() {
        return sessionById.values();
    }
}
