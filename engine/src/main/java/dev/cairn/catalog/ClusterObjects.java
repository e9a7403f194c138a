package dev.cairn.catalog;

import dev.cairn.sql.cluster.ClusterObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The objects of a cluster that a schema manages.
 *
 * @param isManaged whether the schema declares all objects of the cluster. Otherwise, the catalog contains none of
 *     them, and statements about them do not change the catalog but are sent to the server as written.
 * @param objects the objects by their {@linkplain ClusterObject#key keys}
 */
public record ClusterObjects(boolean isManaged, PersistentMap<ClusterObject> objects) {
    public static final ClusterObjects UNMANAGED = new ClusterObjects(false, PersistentMap.empty());
    public static final ClusterObjects MANAGED_EMPTY = new ClusterObjects(true, PersistentMap.empty());

    /**
     * Returns the object with a name.
     *
     * @param fullName the {@linkplain ClusterObject#fullName() full name} of the object
     */
    public Optional<ClusterObject> find(ClusterObjectKind kind, String fullName) {
        return objects.get(ClusterObject.key(kind, fullName));
    }

    public Optional<ClusterObject> find(String key) {
        return objects.get(key);
    }

    /** Returns the objects that are bound to a table. */
    public List<ClusterObject> findTableObjects(String database, String tableName) {
        List<ClusterObject> tableObjects = new ArrayList<>();
        for (ClusterObject object : objects.values()) {
            if (object.isBoundToTable()
                    && object.database().equals(database)
                    && object.tableName().filter(tableName::equals).isPresent()) {
                tableObjects.add(object);
            }
        }
        return tableObjects;
    }

    public ClusterObjects withObject(ClusterObject object) {
        return new ClusterObjects(isManaged, objects.withEntry(object.key(), object));
    }

    public ClusterObjects withoutObject(String key) {
        return new ClusterObjects(isManaged, objects.withoutKey(key));
    }
}
