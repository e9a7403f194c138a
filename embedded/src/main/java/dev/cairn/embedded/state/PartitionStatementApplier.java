package dev.cairn.embedded.state;

import dev.cairn.catalog.PersistentMap;
import dev.cairn.engine.partition.ReplacePartitionsDdl;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.ReplacePartitions;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.PartitionNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Applies TRUNCATE and ALTER TABLE statements that replace or rename partitions to the versions of the partitions.
 *
 * @param initialVersionFactory creates the versions of new partitions
 */
record PartitionStatementApplier(Supplier<PartitionVersion> initialVersionFactory) {
    PersistentMap<PartitionVersion> applyTruncate(
            PersistentMap<PartitionVersion> versionByKey, Statement.TruncateTable truncate) {
        return truncate.partitions() == null
                ? renewPartitions(
                        versionByKey, key -> PartitionVersionKey.parse(key).kind() != PartitionVersionKey.Kind.RECYCLED)
                : renewPartitions(versionByKey, truncate.partitions());
    }

    PersistentMap<PartitionVersion> applyAlter(
            PersistentMap<PartitionVersion> versionByKey, Statement.AlterTable alter) {
        PersistentMap<PartitionVersion> newVersionByKey = versionByKey;
        for (AlterClause clause : alter.clauses()) {
            newVersionByKey = applyClause(newVersionByKey, clause);
        }
        return newVersionByKey;
    }

    private PersistentMap<PartitionVersion> applyClause(
            PersistentMap<PartitionVersion> versionByKey, AlterClause clause) {
        if (clause instanceof AlterClause.TruncatePartitions truncate) {
            return renewPartitions(versionByKey, truncate.partitions());
        }
        if (clause instanceof AlterClause.RenamePartition rename) {
            return renamePartition(versionByKey, rename);
        }
        return clause instanceof ReplacePartitions replace ? replacePartitions(versionByKey, replace) : versionByKey;
    }

    private PersistentMap<PartitionVersion> renewPartitions(
            PersistentMap<PartitionVersion> versionByKey, PartitionNames names) {
        return renewPartitions(
                versionByKey,
                // In an unpartitioned table, any name means the only partition.
                key -> names.names().stream()
                        .anyMatch(name -> key.equals(PartitionVersionKey.UNPARTITIONED)
                                || PartitionVersionKey.parse(key).isNamed(name, names.isTemporary())));
    }

    /** Gives new ids and first versions to the partitions whose keys meet a condition. */
    private PersistentMap<PartitionVersion> renewPartitions(
            PersistentMap<PartitionVersion> versionByKey, Predicate<String> keyCondition) {
        PersistentMap<PartitionVersion> newVersionByKey = versionByKey;
        for (Map.Entry<String, PartitionVersion> versionEntry : versionByKey) {
            if (keyCondition.test(versionEntry.getKey())) {
                newVersionByKey = newVersionByKey.withEntry(versionEntry.getKey(), initialVersionFactory.get());
            }
        }
        return newVersionByKey;
    }

    /**
     * Returns the keys of partitions in the order in which a statement names them. It may write the names in another
     * case.
     */
    private static List<String> findKeys(PersistentMap<PartitionVersion> versionByKey, PartitionNames names) {
        List<String> keys = new ArrayList<>();
        for (Name name : names.names()) {
            for (Map.Entry<String, PartitionVersion> versionEntry : versionByKey) {
                String key = versionEntry.getKey();
                if (PartitionVersionKey.parse(key).isNamed(name, names.isTemporary()) && !keys.contains(key)) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    private static PersistentMap<PartitionVersion> renamePartition(
            PersistentMap<PartitionVersion> versionByKey, AlterClause.RenamePartition rename) {
        PersistentMap<PartitionVersion> newVersionByKey = versionByKey;
        for (Map.Entry<String, PartitionVersion> versionEntry : versionByKey) {
            if (PartitionVersionKey.parse(versionEntry.getKey()).isNamed(rename.oldName(), false)) {
                newVersionByKey = newVersionByKey
                        .withoutKey(versionEntry.getKey())
                        .withEntry(rename.newName().text(), versionEntry.getValue());
            }
        }
        return newVersionByKey;
    }

    /**
     * Replaces partitions with temporary partitions.
     */
    private static PersistentMap<PartitionVersion> replacePartitions(
            PersistentMap<PartitionVersion> versionByKey, ReplacePartitions replace) {
        List<String> replacedKeys = findKeys(versionByKey, replace.oldPartitions());
        List<String> temporaryKeys = findKeys(versionByKey, replace.newPartitions());
        boolean keepsOldNames = ReplacePartitionsDdl.keepsOldNames(replace, replacedKeys.size(), temporaryKeys.size());
        PersistentMap<PartitionVersion> newVersionByKey = versionByKey;
        for (String key : replacedKeys) {
            newVersionByKey = newVersionByKey.withoutKey(key);
        }
        for (int i = 0; i < temporaryKeys.size(); i++) {
            String temporaryKey = temporaryKeys.get(i);
            newVersionByKey = newVersionByKey
                    .withoutKey(temporaryKey)
                    .withEntry(
                            keepsOldNames
                                    ? replacedKeys.get(i)
                                    : PartitionVersionKey.parse(temporaryKey).partitionName(),
                            versionByKey.get(temporaryKey).orElseThrow());
        }
        return newVersionByKey;
    }
}
