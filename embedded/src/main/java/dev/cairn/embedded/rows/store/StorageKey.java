package dev.cairn.embedded.rows.store;

import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.state.ClusterState;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.embedded.state.DatabaseObjectName;
import dev.cairn.embedded.state.ObjectIdentity;

/**
 * The key under which {@link TableStore} stores the rows of an object, of its temporary partitions, or of one of its
 * dropped partitions. The object owns its partitions. The key contains the id of the object, not its name, so a rename
 * moves no rows.
 *
 * @param duckDbTableName the name of the DuckDB table; for an object {@code object<id>},
 *     {@code external.<catalog>.<database>.<table>} or {@code session<client>.<database>.<table>}, for partitions
 *     {@code temporary.<owner>} or {@code recycled.<partition>.<owner>}; only a table that can be altered has such
 *     partitions, so their owner is always {@code object<id>}
 */
public record StorageKey(String duckDbTableName) {
    private static final String OBJECT_PREFIX = "object";
    private static final String EXTERNAL_PREFIX = "external.";
    private static final String TEMPORARY_PREFIX = "temporary.";
    private static final String RECYCLED_PARTITION_PREFIX = "recycled.";

    /**
     * Returns the key of an object.
     *
     * @throws java.util.NoSuchElementException if the state has no such object
     */
    public static StorageKey of(ClusterState state, String databaseName, DatabaseObject object) {
        if (DatabaseObject.isInExternalCatalog(databaseName)) {
            return ofExternalTable(new DatabaseObjectName(databaseName, object.name()));
        }
        return ofObject(state.identities()
                .findObject(databaseName, object.name())
                .map(ObjectIdentity::id)
                .orElseThrow());
    }

    public static StorageKey ofObject(long objectId) {
        return new StorageKey(OBJECT_PREFIX + objectId);
    }

    /** Returns the key of a table of an external catalog, which has no id, and can't be renamed. */
    public static StorageKey ofExternalTable(DatabaseObjectName objectName) {
        return new StorageKey(EXTERNAL_PREFIX + objectName.databaseName() + "." + objectName.name());
    }

    /** Returns the key of a temporary table, which only its session sees. */
    public static StorageKey ofTemporaryTable(ServerSession session, String databaseName, String name) {
        return new StorageKey(sessionPrefix(session) + databaseName + "." + name);
    }

    private static String sessionPrefix(ServerSession session) {
        return "session" + session.client().id() + ".";
    }

    /** Returns whether this is the key of a temporary table of a session. */
    public boolean isTemporaryTableOf(ServerSession session) {
        return duckDbTableName.startsWith(sessionPrefix(session));
    }

    /** Returns whether this is the key of an object with an id, rather than of partitions. */
    public boolean hasObjectId() {
        return duckDbTableName.startsWith(OBJECT_PREFIX);
    }

    /** Returns the id of the object; call it only if {@link #hasObjectId}. */
    public long objectId() {
        return Long.parseLong(duckDbTableName.substring(OBJECT_PREFIX.length()));
    }

    /** Returns the key of the rows in the temporary partitions of this object. */
    public StorageKey temporaryPartitions() {
        return new StorageKey(TEMPORARY_PREFIX + duckDbTableName);
    }

    /**
     * Returns the key of the rows in a dropped partition of this object, which can still be recovered. The object must
     * have an id.
     */
    public StorageKey recycledPartition(String partitionName) {
        return new StorageKey(RECYCLED_PARTITION_PREFIX + partitionName + "." + duckDbTableName);
    }

    boolean isRecycledPartition() {
        return duckDbTableName.startsWith(RECYCLED_PARTITION_PREFIX);
    }

    /** Returns the key of the object to which the rows belong: this key itself, unless it is a key of partitions. */
    public StorageKey owner() {
        if (isRecycledPartition()) {
            return new StorageKey(duckDbTableName.substring(duckDbTableName.lastIndexOf('.') + 1));
        }
        return duckDbTableName.startsWith(TEMPORARY_PREFIX)
                ? new StorageKey(duckDbTableName.substring(TEMPORARY_PREFIX.length()))
                : this;
    }

    /** Returns the key of the same partitions of another object. */
    StorageKey withOwner(StorageKey newOwner) {
        String prefix = duckDbTableName.substring(
                0, duckDbTableName.length() - owner().duckDbTableName().length());
        return new StorageKey(prefix + newOwner.duckDbTableName());
    }
}
