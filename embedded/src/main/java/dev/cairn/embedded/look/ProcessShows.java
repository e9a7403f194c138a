package dev.cairn.embedded.look;

import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.embedded.session.ServerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** SHOW PROCESSLIST. */
final class ProcessShows {
    private static final int SHORT = 100;

    private final SessionSnapshot sight;
    private final Collection<ServerSession> sessions;
    private final Instant now;

    ProcessShows(SessionSnapshot sight, Collection<ServerSession> sessions, Instant now) {
        this.sight = sight;
        this.sessions = sessions;
        this.now = now;
    }

    ResultBuilder processes(boolean full) {
        ResultBuilder listing = new ResultBuilder()
                .column("ServerName", ResultColumnType.varchar(64))
                .column("Id", ResultColumnType.BIGINT)
                .column("User", ResultColumnType.varchar(16))
                .column("Host", ResultColumnType.varchar(16))
                .column("Db", ResultColumnType.varchar(16))
                .column("Command", ResultColumnType.varchar(16))
                .column("ConnectionStartTime", ResultColumnType.varchar(16))
                .column("Time", ResultColumnType.INT)
                .column("State", ResultColumnType.varchar(64))
                .column("Info", ResultColumnType.varchar(32 * 1024))
                .column("IsPending", ResultColumnType.varchar(16))
                .column("Warehouse", ResultColumnType.varchar(20))
                .column("CNGroup", ResultColumnType.varchar(64))
                .column("Catalog", ResultColumnType.varchar(64))
                .column("QueryId", ResultColumnType.varchar(64));
        List<ServerSession> visible = sessions.stream()
                .filter(other -> sight.access().everything()
                        || other.user().equals(sight.session().user()))
                .sorted(Comparator.comparing(other -> other.line().id()))
                .toList();
        visible.forEach(session -> row(listing, session, full));
        return listing;
    }

    private void row(ResultBuilder listing, ServerSession session, boolean full) {
        String running = session.running();
        String info = running == null ? "" : running;
        listing.row(
                "embedded",
                session.line().id(),
                session.user().name(),
                session.line().peer(),
                session.database(),
                running == null ? "Sleep" : "Query",
                SessionSnapshot.time(session.connected()),
                Duration.between(session.commandStart(), now).toSeconds(),
                "OK",
                full ? info : info.substring(0, Math.min(info.length(), SHORT)),
                "false",
                "default_warehouse",
                "",
                SessionSnapshot.INTERNAL_CATALOG,
                null);
    }
}
