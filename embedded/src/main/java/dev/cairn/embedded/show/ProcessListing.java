package dev.cairn.embedded.show;

import dev.cairn.embedded.rows.table.Listing;
import dev.cairn.embedded.session.ServerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists the sessions of the server, as SHOW PROCESSLIST does. */
record ProcessListing(SessionSnapshot snapshot, Collection<ServerSession> sessions, Instant now) {
    /** The number of characters of a statement that SHOW PROCESSLIST prints. */
    private static final int SHORT_INFO_LENGTH = 100;

    /**
     * Lists the sessions that the user may see: root sees all sessions, other users see only their own.
     *
     * @param userName the user whose sessions are listed; null for all users
     */
    Listing list(boolean isFull, @Nullable String userName) {
        Listing listing = snapshot.createListing("SHOW PROCESSLIST");
        sessions.stream()
                .filter(session -> userName == null || session.userName().name().equals(userName))
                .filter(session -> snapshot.access().isRoot()
                        || session.userName().equals(snapshot.session().userName()))
                .sorted(Comparator.comparing(session -> session.client().id()))
                .forEach(session -> listing.addRow(
                        session.client().id(),
                        session.userName().name(),
                        session.client().remoteAddress(),
                        Objects.requireNonNullElse(session.databaseName(), ""),
                        session.currentStatement() == null ? "Sleep" : "Query",
                        ListingFormat.formatTime(session.connectTime()),
                        Duration.between(session.commandStartTime(), now).toSeconds(),
                        formatInfo(session.latestStatement(), isFull)));
        return listing;
    }

    /**
     * Returns the text of a statement, which a frontend shows until the session runs the next one. Only SHOW FULL
     * PROCESSLIST prints the whole text.
     */
    private static String formatInfo(String statement, boolean isFull) {
        return isFull ? statement : statement.substring(0, Math.min(statement.length(), SHORT_INFO_LENGTH));
    }
}
