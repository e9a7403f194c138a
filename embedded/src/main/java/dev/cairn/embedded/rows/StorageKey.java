package dev.cairn.embedded.rows;

import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.ObjectIdentity;
import dev.cairn.embedded.state.StatementObject;

/**
 * The keys under which rows are stored. The owner of rows is {@code object<id>}, {@code external.<catalog>.<database>.<table>} or {@code
 * session<client>.<database>.<table>}; {@code temporary.<owner>} and {@code recycled.<partition>.<owner>} are its temporary and dropped
 * partitions. An object has its id, so that a rename moves no rows.
 */
final class StorageKey {
    private static final String OBJECT_PREFIX = "object";
    private static final String EXTERNAL_PREFIX = "external.";
    private static final String TEMPORARY_PREFIX = "temporary.";
    private static final String DROPPED_PARTITION_PREFIX = "recycled.";

    private StorageKey() {}

    /** Returns the beginning of the keys of all temporary tables of a session. */
    static String sessionPrefix(ServerSession session) {
        return "session" + session.client().id() + ".";
    }

    /** Returns the key of a temporary table of a session. */
    static String ofTemporaryTable(ServerSession session, String database, String name) {
        return sessionPrefix(session) + database + "." + name;
    }

    /**
     * Returns the key of an object.
     *
     * @throws java.util.NoSuchElementException if the state has no such object
     */
    static String of(ClusterState state, String database, DatabaseObject object) {
        if (DatabaseObject.isInExternalCatalog(database)) {
            return ofExternalTable(new StatementObject(database, object.name()));
        }
        return ofObject(state.identities()
                .findObject(database, object.name())
                .map(ObjectIdentity::id)
                .orElseThrow());
    }

    /** Returns the key of a table of an external catalog, which can't be renamed. */
    static String ofExternalTable(StatementObject table) {
        return EXTERNAL_PREFIX + table.database() + "." + table.name();
    }

    static boolean isObjectKey(String key) {
        return key.startsWith(OBJECT_PREFIX);
    }

    /** Returns the id in the key of an object. */
    static long objectId(String objectKey) {
        return Long.parseLong(objectKey.substring(OBJECT_PREFIX.length()));
    }

    static String ofObject(long id) {
        return OBJECT_PREFIX + id;
    }

    /** Returns the key under which the rows of a table's temporary partitions are stored. */
    static String ofTemporaryPartitions(String key) {
        return TEMPORARY_PREFIX + key;
    }

    /** Returns the key of the rows of a dropped partition, which can still be recovered. */
    static String ofDroppedPartition(String objectKey, String partition) {
        return DROPPED_PARTITION_PREFIX + partition + "." + objectKey;
    }

    static boolean isDroppedPartition(String key) {
        return key.startsWith(DROPPED_PARTITION_PREFIX);
    }

    /** Returns the key of the object that owns the rows, even if they are in a temporary or dropped partition. */
    static String owner(String key) {
        if (isDroppedPartition(key)) {
            return key.substring(key.lastIndexOf('.') + 1);
        }
        return key.startsWith(TEMPORARY_PREFIX) ? key.substring(TEMPORARY_PREFIX.length()) : key;
    }

    /** Returns the key with another owner; a temporary or dropped partition stays one. */
    static String withOwner(String key, String newOwner) {
        return key.substring(0, key.length() - owner(key).length()) + newOwner;
    }
}
