package dev.cairn.embedded.look;

import dev.cairn.embedded.protocol.ColumnType;
import dev.cairn.embedded.session.ServerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** SHOW PROCESSLIST. */
final class ProcessShows {
    private static final int SHORT = 100;

    private final Sight sight;
    private final Collection<ServerSession> sessions;
    private final Instant now;

    ProcessShows(Sight sight, Collection<ServerSession> sessions, Instant now) {
        this.sight = sight;
        this.sessions = sessions;
        this.now = now;
    }

    Listing processes(boolean full) {
        Listing listing = new Listing()
                .column("ServerName", ColumnType.varchar(64))
                .column("Id", ColumnType.BIGINT)
                .column("User", ColumnType.varchar(16))
                .column("Host", ColumnType.varchar(16))
                .column("Db", ColumnType.varchar(16))
                .column("Command", ColumnType.varchar(16))
                .column("ConnectionStartTime", ColumnType.varchar(16))
                .column("Time", ColumnType.INT)
                .column("State", ColumnType.varchar(64))
                .column("Info", ColumnType.varchar(32 * 1024))
                .column("IsPending", ColumnType.varchar(16))
                .column("Warehouse", ColumnType.varchar(20))
                .column("CNGroup", ColumnType.varchar(64))
                .column("Catalog", ColumnType.varchar(64))
                .column("QueryId", ColumnType.varchar(64));
        List<ServerSession> visible = sessions.stream()
                .filter(other -> sight.access().everything()
                        || other.user().equals(sight.session().user()))
                .sorted(Comparator.comparing(other -> other.line().id()))
                .toList();
        visible.forEach(session -> row(listing, session, full));
        return listing;
    }

    private void row(Listing listing, ServerSession session, boolean full) {
        String running = session.running();
        String info = running == null ? "" : running;
        listing.row(
                "embedded",
                session.line().id(),
                session.user().name(),
                session.line().peer(),
                session.database(),
                running == null ? "Sleep" : "Query",
                Sight.time(session.connected()),
                Duration.between(session.commandStart(), now).toSeconds(),
                "OK",
                full ? info : info.substring(0, Math.min(info.length(), SHORT)),
                "false",
                "default_warehouse",
                "",
                Sight.INTERNAL_CATALOG,
                null);
    }
}
