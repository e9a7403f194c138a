package dev.cairn.embedded.state;

import dev.cairn.catalog.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The versions of the partitions of all tables and materialized views, by the id of the object and the key of the
 * partition.
 *
 * <p>A server changes ids and versions by these rules:
 *
 * <ul>
 *   <li>A new partition has version 1. A transaction adds 1 to each partition to which it wrote at least one row; it
 *       leaves other partitions of the table unchanged, because a backend aborts the writers of partitions without
 *       rows and reports no tablets of them. An INSERT without rows succeeds and changes no version.
 *   <li>DELETE of a table without a primary key is not a load but a condition that is added to partitions: the named
 *       ones, or those that remain after partition pruning, which removes the partitions of version 1. It adds 1 to
 *       each of them, even if no row meets the condition. DELETE of a PRIMARY KEY table and UPDATE are loads like any
 *       other.
 *   <li>INSERT OVERWRITE and the refresh of a materialized view write to temporary partitions, which replace the
 *       existing ones: new ids, and version 2, or 1 for a partition without rows.
 *   <li>TRUNCATE replaces partitions by new ones: new ids, and version 1.
 *   <li>REPLACE PARTITION keeps the ids and versions of the temporary partitions, even if they get the names of the
 *       replaced partitions.
 *   <li>RENAME of a table or partition, SWAP, and RECOVER keep ids and versions. An unpartitioned table has one
 *       partition, which is renamed with the table.
 *   <li>A schema change keeps ids and versions, even if it rewrites the rows. A shared-data server adds 1 to each
 *       partition when a schema change or rollup ends, unless the change affects the metadata alone.
 *   <li>OPTIMIZE replaces all partitions: new ids, and the versions of the replaced partitions.
 * </ul>
 *
 * @param objectIdsWithConditionalDelete the tables without a primary key in which a DELETE may have removed rows; a
 *     table remains one of them after TRUNCATE
 */
public record PartitionVersions(
        PersistentMap<PersistentMap<PartitionVersion>> versionsByObjectId,
        PersistentMap<Boolean> objectIdsWithConditionalDelete) {
    static final PartitionVersions EMPTY = new PartitionVersions(PersistentMap.empty(), PersistentMap.empty());

    /** Returns the version of a partition; empty if it is unknown, as for a temporary table. */
    public Optional<PartitionVersion> find(long objectId, String key) {
        return objectVersions(objectId).get(key);
    }

    /** Returns the versions of an object's partitions, without temporary and dropped ones. */
    public List<PartitionVersion> listVisibleVersions(long objectId) {
        List<PartitionVersion> versions = new ArrayList<>();
        for (Map.Entry<String, PartitionVersion> versionEntry : objectVersions(objectId)) {
            if (PartitionVersionKey.parse(versionEntry.getKey()).isVisible()) {
                versions.add(versionEntry.getValue());
            }
        }
        return versions;
    }

    /** Returns the versions of an object's partitions by their keys; empty if the object is unknown. */
    PersistentMap<PartitionVersion> objectVersions(long objectId) {
        return versionsByObjectId.get(Long.toString(objectId)).orElse(PersistentMap.empty());
    }

    PartitionVersions withObject(long objectId, PersistentMap<PartitionVersion> versionByKey) {
        return new PartitionVersions(
                versionsByObjectId.withEntry(Long.toString(objectId), versionByKey), objectIdsWithConditionalDelete);
    }

    /** Returns whether a DELETE may have removed rows of a table without a primary key. */
    public boolean hasConditionalDelete(long objectId) {
        return objectIdsWithConditionalDelete.contains(Long.toString(objectId));
    }

    private PartitionVersions withConditionalDelete(long objectId) {
        return new PartitionVersions(
                versionsByObjectId, objectIdsWithConditionalDelete.withEntry(Long.toString(objectId), true));
    }

    /** Returns versions without those of objects that can't be recovered. */
    PartitionVersions withOnlyObjects(Set<Long> recoverableIds) {
        return new PartitionVersions(
                retainKeys(versionsByObjectId, recoverableIds),
                retainKeys(objectIdsWithConditionalDelete, recoverableIds));
    }

    private static <V> PersistentMap<V> retainKeys(PersistentMap<V> valueByObjectId, Set<Long> retainedIds) {
        PersistentMap<V> remainingValues = valueByObjectId;
        for (Map.Entry<String, V> objectEntry : valueByObjectId) {
            remainingValues = retainedIds.contains(Long.parseLong(objectEntry.getKey()))
                    ? remainingValues
                    : remainingValues.withoutKey(objectEntry.getKey());
        }
        return remainingValues;
    }

    /**
     * Returns the versions after a load into an object. Replaced partitions get new ids; partitions that the load
     * created must have versions already.
     */
    PartitionVersions withWrite(
            long objectId, ChangedPartitions changedPartitions, PartitionVersionUpdater versionUpdater) {
        PersistentMap<PartitionVersion> versionByKey = objectVersions(objectId);
        for (String key : new TreeSet<>(changedPartitions.replacedKeys())) {
            if (versionByKey.contains(key)) {
                versionByKey = versionByKey.withEntry(key, versionUpdater.createInitialVersion());
            }
        }
        for (Map.Entry<String, Long> rowCountEntry :
                changedPartitions.rowCountByKey().entrySet()) {
            Optional<PartitionVersion> version = versionByKey.get(rowCountEntry.getKey());
            if (version.isPresent()) {
                versionByKey = versionByKey.withEntry(
                        rowCountEntry.getKey(),
                        version.get().withNextVersion(versionUpdater.now(), rowCountEntry.getValue()));
            }
        }
        PartitionVersions newVersions = withObject(objectId, versionByKey);
        return changedPartitions.includesConditionalDelete()
                ? newVersions.withConditionalDelete(objectId)
                : newVersions;
    }

    /**
     * Returns versions that also cover the copies of objects. Their partitions have the versions of the originals, but
     * new ids.
     */
    PartitionVersions withObjectCopies(Map<Long, Long> copyIdByObjectId, PartitionVersionUpdater versionUpdater) {
        PartitionVersions newVersions = this;
        for (Map.Entry<Long, Long> copyIdEntry : copyIdByObjectId.entrySet()) {
            PersistentMap<PartitionVersion> versionByKey = PersistentMap.empty();
            for (Map.Entry<String, PartitionVersion> versionEntry : objectVersions(copyIdEntry.getKey())) {
                versionByKey = versionByKey.withEntry(
                        versionEntry.getKey(), versionEntry.getValue().withId(versionUpdater.nextId()));
            }
            newVersions = newVersions.withObject(copyIdEntry.getValue(), versionByKey);
            newVersions = hasConditionalDelete(copyIdEntry.getKey())
                    ? newVersions.withConditionalDelete(copyIdEntry.getValue())
                    : newVersions;
        }
        return newVersions;
    }
}
