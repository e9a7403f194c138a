package dev.cairn.embedded.rows;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Identity;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.Expression;
import java.time.LocalDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a statement about rows finds: the state of the server, and the session that sent it.
 *
 * @param catalog with the session's own tables
 * @param values what variables and functions about the session are worth
 */
public record StatementContext(
        ClusterState state,
        Catalog catalog,
        ServerProfile profile,
        ServerSession session,
        LocalDateTime now,
        Function<Expression, @Nullable Object> values) {
    static final String OBJECT = "object";
    private static final String TEMPORARY = "temporary.";

    /** What the rows of an object are kept under. A session's own tables are no objects for others. */
    String key(String database, DatabaseObject holding) {
        return holding.isTemporary()
                ? sessionKey(session, database, holding.name())
                : objectKey(state, database, holding);
    }

    static String sessionKey(ServerSession session) {
        return "session" + session.line().id() + ".";
    }

    static String sessionKey(ServerSession session, String database, String name) {
        return sessionKey(session) + database + "." + name;
    }

    static String objectKey(ClusterState state, String database, DatabaseObject holding) {
        return objectKey(state.identities()
                .object(database, holding.name())
                .map(Identity::id)
                .orElseThrow());
    }

    /** The number of the object whose key it is. */
    static long id(String objectKey) {
        return Long.parseLong(objectKey.substring(OBJECT.length()));
    }

    static String objectKey(long id) {
        return OBJECT + id;
    }

    /** What the rows of a table's temporary partitions are kept under. */
    static String temporaryKey(String key) {
        return TEMPORARY + key;
    }

    /** The key of the object that rows belong to, be they of temporary partitions or not. */
    static String ownerKey(String key) {
        return key.startsWith(TEMPORARY) ? key.substring(TEMPORARY.length()) : key;
    }
}
