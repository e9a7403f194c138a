package dev.cairn.embedded.rows;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.Identity;
import dev.cairn.embedded.state.State;
import dev.cairn.sql.Expression;
import java.time.LocalDateTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a statement about rows finds: the state of the server, and the session that sent it.
 *
 * @param catalog with the session's own tables
 * @param values what variables and functions about the session are worth
 */
public record Situation(
        State state,
        Catalog catalog,
        ServerProfile profile,
        ServerSession session,
        LocalDateTime now,
        Function<Expression, @Nullable Object> values) {
    static final String OBJECT = "object";

    /** What the rows of an object are kept under. A session's own tables are no objects for others. */
    String key(String database, String name, boolean temporary) {
        return temporary
                ? "session" + session.line().id() + "." + database + "." + name
                : objectKey(state.identities()
                        .object(database, name)
                        .map(Identity::id)
                        .orElseThrow());
    }

    static String objectKey(long id) {
        return OBJECT + id;
    }
}
