package dev.cairn.embedded.rows;

import dev.cairn.catalog.Catalog;
import dev.cairn.embedded.query.SessionValues;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.Identity;
import dev.cairn.embedded.state.PartitionVersion;
import dev.cairn.embedded.state.PartitionVersions;
import dev.cairn.profile.ServerProfile;
import java.time.LocalDateTime;
import java.util.OptionalLong;

/**
 * The context of a statement over rows: the state of the server, and the session that runs the statement.
 *
 * @param values evaluates variables and functions about the session
 * @param systemTables the rows of the tables of {@code information_schema} and {@code sys}
 */
public record StatementContext(
        VisibleState visibleState,
        ServerSession session,
        LocalDateTime now,
        SessionValues values,
        SystemTables systemTables) {
    /**
     * The state of the server as the session sees it.
     *
     * @param catalog the catalog, including the temporary tables of the session
     */
    public record VisibleState(ClusterState state, Catalog catalog, ServerProfile profile) {}

    static final String OBJECT_PREFIX = "object";
    private static final long SCAN_LIMIT_ROWS = 20_000;
    private static final String TEMPORARY_PREFIX = "temporary.";
    private static final String RECYCLED_PREFIX = "recycled.";

    public ClusterState state() {
        return visibleState.state;
    }

    /** Returns the catalog, including the temporary tables of the session. */
    public Catalog catalog() {
        return visibleState.catalog;
    }

    public ServerProfile profile() {
        return visibleState.profile;
    }

    /** Returns the key under which the rows of an object are stored. Temporary tables are stored for each session. */
    String keyOf(String database, DatabaseObject object) {
        return object.isTemporary()
                ? sessionKey(session, database, object.name())
                : objectKey(state(), database, object);
    }

    /** Returns the number of rows that an unpartitioned table stores under a key; empty if it is unknown, as for a temporary table. */
    OptionalLong findRowCount(String key) {
        if (!key.startsWith(OBJECT_PREFIX)) {
            return OptionalLong.empty();
        }
        return state().versions().find(objectId(key), PartitionVersions.WHOLE).stream()
                .mapToLong(PartitionVersion::rows)
                .findFirst();
    }

    /** Returns whether the table of a key may have so many rows that a statement must not read all of them to find one. */
    boolean hasManyRows(String key) {
        return findRowCount(key).orElse(Long.MAX_VALUE) > SCAN_LIMIT_ROWS;
    }

    static String sessionPrefix(ServerSession session) {
        return "session" + session.client().id() + ".";
    }

    static String sessionKey(ServerSession session, String database, String name) {
        return sessionPrefix(session) + database + "." + name;
    }

    static String objectKey(ClusterState state, String database, DatabaseObject object) {
        return objectKey(state.identities()
                .findObject(database, object.name())
                .map(Identity::id)
                .orElseThrow());
    }

    /** Returns the object id in a key. */
    static long objectId(String objectKey) {
        return Long.parseLong(objectKey.substring(OBJECT_PREFIX.length()));
    }

    static String objectKey(long id) {
        return OBJECT_PREFIX + id;
    }

    /** Returns the key under which the rows of a table's temporary partitions are stored. */
    static String temporaryPartitionKey(String key) {
        return TEMPORARY_PREFIX + key;
    }

    /** Returns the key of the rows of a dropped partition, which can still be recovered. */
    static String recycledKey(String objectKey, String partition) {
        return RECYCLED_PREFIX + partition + "." + objectKey;
    }

    static boolean isRecycled(String key) {
        return key.startsWith(RECYCLED_PREFIX);
    }

    /** Returns the key of the object that owns the rows, even if they are in a temporary or dropped partition. */
    static String ownerKey(String key) {
        if (isRecycled(key)) {
            return key.substring(key.lastIndexOf('.') + 1);
        }
        return key.startsWith(TEMPORARY_PREFIX) ? key.substring(TEMPORARY_PREFIX.length()) : key;
    }
}
